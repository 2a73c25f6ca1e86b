/**
 * The engine's state: one open conversation with its transcript, outbox and turn, and what is known about the rest.
 * Types and the empty state only; what happens to it is in conversation.ts. Readonly: it is replaced, never changed.
 */
import type { Approval, ToolCall } from '../../proxy/protocol.ts';
import type { ChatMessage, ConversationSummary, Problem, ShownAgent } from './view.ts';

/** A message of the transcript, with what reconciling needs to know beside what is shown. */
export interface Entry extends ChatMessage {
  /** The `otid` of the message that began this turn; `null` when another tab or device did, or long ago. */
  readonly turn: string | null;
  /** Whether the server's history has been seen to hold it. */
  readonly known: boolean;
}

/** Something that waits for its turn to go out. Its `otid` was stored before it ever did, so going twice is harmless. */
export interface Job {
  readonly otid: string;
  /** The visitor's message, or `null` for the answer to a tool call. */
  readonly entry: Entry | null;
  readonly approvals: readonly Approval[];
  /** How often it went out in vain: waits grow with it. */
  readonly tries: number;
  /** How often the answer was that something is broken over there; after a few the visitor decides. */
  readonly faults: number;
  /** Whether it has been moved to a new conversation because the server had lost the old one. */
  readonly moved: boolean;
}

/** One run of the agent, as far as this device has followed it. */
export interface Run {
  /** What began it; `null` when another device did, and this one only looks on. */
  readonly job: Job | null;
  /** What the agent has said so far, reasoning and reply apart, in order. */
  readonly parts: readonly Entry[];
  /** Tool calls collected from their pieces. */
  readonly calls: readonly ToolCall[];
  /** The highest `seq_id` that has been applied; what is not above it is a replay and is dropped. */
  readonly cursor: number;
  /** Whether the proxy has ever answered the send with a stream: from then on it is resumed, not sent again. */
  readonly accepted: boolean;
  /** Failed attempts in a row to get the line back. */
  readonly tries: number;
  /** An error that the stream has told and whose run has not been settled yet. */
  readonly problem: Problem | null;
}

/**
 * What the open conversation is doing. Each phase that awaits something has a `ticket`; a result that carries
 * another one is late and is dropped.
 */
export type Turn =
  /** Nothing is under way: the outbox may go on. */
  | { readonly phase: 'idle' }
  /** The outbox waits: for the line (`until` is null), or until the time that the proxy named. */
  | { readonly phase: 'paused'; readonly ticket: number; readonly problem: Problem; readonly until: number | null }
  /** The conversation is being made; the message is still in the outbox. */
  | { readonly phase: 'creating'; readonly ticket: number }
  /** The message is on its way, nothing has come back. */
  | { readonly phase: 'sending'; readonly ticket: number; readonly run: Run }
  /** The line is open. */
  | { readonly phase: 'streaming'; readonly ticket: number; readonly run: Run }
  /** The line is lost; it waits to ask for it again. */
  | { readonly phase: 'lost'; readonly ticket: number; readonly run: Run }
  /** It has asked for the line. */
  | { readonly phase: 'resuming'; readonly ticket: number; readonly run: Run }
  /** The run cannot be resumed: the history is asked (`waiting`: will be asked) how it ended. */
  | {
      readonly phase: 'reconciling';
      readonly ticket: number;
      readonly run: Run;
      readonly tries: number;
      readonly waiting: boolean;
    }
  /** Settled here as stopped; the server still has to be told. `quiet`: it takes longer than the visitor should see. */
  | {
      readonly phase: 'stopping';
      readonly ticket: number;
      readonly tries: number;
      /** The send may still be on its way: "nothing to cancel" is not to be believed at once. */
      readonly unsure: boolean;
      readonly quiet: boolean;
      readonly waiting: boolean;
    }
  /** Settled; the stream runs out, or has no more time to. Then `calls` are answered. */
  | {
      readonly phase: 'closing';
      readonly ticket: number;
      readonly otid: string | null;
      readonly calls: readonly ToolCall[];
    }
  /** The page's tools are running. */
  | { readonly phase: 'answering'; readonly ticket: number; readonly calls: readonly ToolCall[] };

export type TurnOf<Phase extends Turn['phase']> = Extract<Turn, { phase: Phase }>;

/** A page of history that is being read; `before` is the message it is to be older than. */
export interface Reading {
  readonly ticket: number;
  readonly before: string | null;
  readonly tries: number;
  readonly waiting: boolean;
}

export interface State {
  /** The server's id; `null` until the first message goes out. */
  readonly conversation: string | null;
  readonly transcript: readonly Entry[];
  readonly outbox: readonly Job[];
  readonly turn: Turn;
  readonly reading: Reading | null;
  readonly hasOlder: boolean;
  /** The oldest message that the server listed; older pages go on from it. It need not be one that is shown. */
  readonly oldest: string | null;
  readonly agent: ShownAgent | null;
  readonly conversations: readonly ConversationSummary[];
  readonly problem: Problem | null;
  /** The last message when the visitor last looked; `NOTHING_YET` when there was none. */
  readonly seen: string | null;
  /** The last ticket that was given out. */
  readonly tickets: number;
}

/** The visitor has looked at a conversation that was still empty: all that comes is new. */
export const NOTHING_YET = '';

export const IDLE: Turn = { phase: 'idle' };

export const emptyState: State = {
  conversation: null,
  transcript: [],
  outbox: [],
  turn: IDLE,
  reading: null,
  hasOlder: false,
  oldest: null,
  agent: null,
  conversations: [],
  problem: null,
  seen: null,
  tickets: 0,
};

export const newRun = (job: Job | null): Run => ({
  job,
  parts: [],
  calls: [],
  cursor: 0,
  accepted: job === null,
  tries: 0,
  problem: null,
});

/** Whether a reply is on its way, or a message waits. */
export const isUnderWay = ({ outbox, turn }: State): boolean =>
  outbox.length > 0 || !(turn.phase === 'idle' || (turn.phase === 'closing' && turn.calls.length === 0));

/** The run of a turn that is going on; `null` when none is. */
export const runOf = (turn: Turn): Run | null => ('run' in turn ? turn.run : null);

/** What a visitor who looks now has seen. An empty transcript whose history has not come yet tells nothing. */
export const lastSeen = ({ transcript, conversation, seen }: State): string | null =>
  transcript.at(-1)?.id ?? (conversation === null ? NOTHING_YET : seen);
