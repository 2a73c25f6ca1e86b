/**
 * What happens to a conversation (events: past facts) and what is to be done about it (effects: orders).
 * Types only. The client stamps every event with the time, a random number and an id: core has none.
 */
import type { Approval, ErrorCode, Message, Rating, StreamEvent, ToolCall } from '../../proxy/protocol.ts';
import type { State, Turn } from './state.ts';
import type { ConversationSummary, ShownAgent } from './view.ts';

/** Why a request came to nothing. */
export interface Failure {
  readonly code: ErrorCode | 'offline' | 'unreachable';
  /** Milliseconds to wait, when the proxy said so. */
  readonly retryAfter?: number | undefined;
  readonly requestId?: string | undefined;
}

export type Fact =
  /** What was stored has been read; it becomes the state. Also how another conversation is opened. */
  | { readonly type: 'restored'; readonly state: State }
  /** Its `otid` is the message's. */
  | { readonly type: 'submitted'; readonly text: string; readonly images: readonly string[] }
  | { readonly type: 'retried'; readonly id: string }
  | { readonly type: 'discarded'; readonly id: string }
  /** The visitor has called a reply good or bad; `null`: has taken it back. */
  | { readonly type: 'rated'; readonly id: string; readonly value: Rating | null }
  | { readonly type: 'stopRequested' }
  | { readonly type: 'olderRequested' }
  | { readonly type: 'seen' }
  | { readonly type: 'wentOnline' }
  | { readonly type: 'becameVisible' }
  /** `reused`: it may have been there before. */
  | {
      readonly type: 'conversationCreated';
      readonly ticket: number;
      readonly id: string;
      readonly reused?: boolean;
      readonly variant?: string | undefined;
    }
  | { readonly type: 'streamOpened'; readonly ticket: number }
  | { readonly type: 'eventReceived'; readonly ticket: number; readonly event: StreamEvent }
  /** The stream has ended, whether whole or cut. */
  | { readonly type: 'streamClosed'; readonly ticket: number }
  | { readonly type: 'requestFailed'; readonly ticket: number; readonly failure: Failure }
  /** Newest last. `whole`: the server has nothing older. */
  | {
      readonly type: 'historyLoaded';
      readonly ticket: number;
      readonly messages: readonly Message[];
      readonly whole: boolean;
    }
  /** `found`: something ran and was cancelled. */
  | { readonly type: 'cancelled'; readonly ticket: number; readonly found: boolean }
  | { readonly type: 'toolsFinished'; readonly ticket: number; readonly approvals: readonly Approval[] }
  | { readonly type: 'timerFired'; readonly ticket: number }
  | { readonly type: 'agentLoaded'; readonly agent: ShownAgent | null }
  /** Something that concerns the whole chat did not work. */
  | { readonly type: 'troubled'; readonly failure: Failure }
  /** `known`: the list that was known when the server was asked for this one. */
  | {
      readonly type: 'conversationsLoaded';
      readonly conversations: readonly ConversationSummary[];
      readonly known?: readonly ConversationSummary[];
    }
  /** By the visitor, at the server too. */
  | { readonly type: 'conversationDeleted'; readonly id: string };

export interface Stamp {
  /** Milliseconds since the epoch, by this device. */
  readonly now: number;
  /** From 0 to 1, for the jitter of waits. */
  readonly random: number;
  /** A fresh id, should what follows need one. */
  readonly otid: string;
}

export type Event = Fact & Stamp;

export type EventOf<Type extends Fact['type']> = Extract<Fact, { type: Type }> & Stamp;

/** Each is answered by an event with the same ticket. */
export type Effect =
  | {
      readonly type: 'createConversation';
      readonly ticket: number;
      readonly title: string;
      /** Default: the page's, or the proxy's first. */
      readonly agent: string | undefined;
    }
  | {
      readonly type: 'openSend';
      readonly ticket: number;
      readonly conversation: string;
      readonly otid: string;
      /** The visitor's words, or none when `approvals` go. */
      readonly text: string;
      readonly images: readonly string[];
      readonly approvals: readonly Approval[];
    }
  | {
      readonly type: 'openResume';
      readonly ticket: number;
      readonly conversation: string;
      /** `null`: whatever runs there. */
      readonly otid: string | null;
      readonly after: number;
    }
  /** Not answered: what still comes from the stream is late. */
  | { readonly type: 'closeStream' }
  | { readonly type: 'cancel'; readonly ticket: number; readonly conversation: string }
  | {
      readonly type: 'loadHistory';
      readonly ticket: number;
      readonly conversation: string;
      readonly before: string | null;
    }
  | { readonly type: 'runTools'; readonly ticket: number; readonly calls: readonly ToolCall[] }
  | { readonly type: 'wait'; readonly ticket: number; readonly milliseconds: number };

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export const step = (state: State, ...effects: Effect[]): Step => ({ state, effects });

type WithoutTicket<Ticketed> = Ticketed extends { ticket: number } ? Omit<Ticketed, 'ticket'> : never;

/** The turn goes into a phase that awaits what an order brings about: both get the same fresh ticket. */
export function enter(state: State, turn: WithoutTicket<Turn>, effect: WithoutTicket<Effect>): Step {
  const ticket = state.tickets + 1;
  // What a union has lost with its tickets it has again.
  return step({ ...state, tickets: ticket, turn: { ...turn, ticket } as Turn }, { ...effect, ticket } as Effect);
}

/** The turn goes into a phase that waits. */
export const enterWait = (state: State, turn: WithoutTicket<Turn>, milliseconds: number): Step =>
  enter(state, turn, { type: 'wait', milliseconds });

/** Does `next` to what `first` gave, and keeps the orders of both. */
export function chain(first: Step, next: (state: State) => Step): Step {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}
