/**
 * What the proxy remembers: who owns which conversation, and what has been sent. An interface; `memory.ts`, `sqlite.ts`
 * and `durable-object.ts` keep it, and one suite of tests holds all three to it. Nothing here knows Letta.
 */
import type { Rating } from '../protocol.ts';
import type { Ledger } from './ledger.ts';

export interface OwnedConversation {
  /** `conv-<uuid>`. */
  readonly id: string;
  /** The agent's public name. */
  readonly agent: string;
  /** The label of the agent's variant that answers in it; `null` where there are none. */
  readonly variant: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Send {
  readonly otid: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /**
   * `background`: Letta tells repeats apart and knows when the run ends. `running` and `ended`: a foreground run, whose
   * fate only this store remembers.
   */
  readonly state: 'background' | 'running' | 'ended';
  /** Letta's run, as soon as its first ping has told. */
  readonly runId: string | null;
  /** Foreground: the conversation's newest run before this one, so that its own can be told from it without a clock. */
  readonly previousRun: string | null;
  /** Foreground: until when (milliseconds since 1970) a send that Letta shows no run of may still turn up there. */
  readonly mayArriveUntil: number;
}

/** What is known of a foreground send before it is made. */
export type NewRun = Pick<Send, 'otid' | 'sentAt' | 'previousRun' | 'mayArriveUntil'>;

export type Claim = { readonly claimed: true } | { readonly claimed: false; readonly by: Send };

/** What its visitor thinks of one reply. */
export interface Rated {
  /** Letta's id of the message. */
  readonly message: string;
  readonly value: Rating;
}

/** A conversation and what is remembered of it, on the way from one visitor to another. */
export interface Belonging {
  readonly conversation: OwnedConversation;
  readonly tokens: number;
  readonly sends: readonly Send[];
  readonly ratings: readonly Rated[];
}

export interface Page {
  /** Default: conversations with any agent. */
  readonly agent?: string | undefined;
  readonly limit: number;
  /** Id of the last conversation seen; the page begins behind it. */
  readonly after?: string | undefined;
}

/** Every call is about one visitor: an implementation may keep visitors apart physically. Each call is atomic. */
export interface Store extends Ledger {
  addConversation(visitor: string, conversation: OwnedConversation): Promise<void>;
  /** `null` for an unknown conversation and for somebody else's alike. */
  findConversation(visitor: string, id: string): Promise<OwnedConversation | null>;
  /** The one last sent to (or made) first; `null` when `after` is no conversation of this visitor. */
  listConversations(visitor: string, page: Page): Promise<readonly OwnedConversation[] | null>;
  /** Forgets it with all its sends and ratings. */
  removeConversation(visitor: string, id: string): Promise<void>;

  /** Adds to what the conversation's runs have used. */
  addTokens(visitor: string, id: string, tokens: number): Promise<void>;
  /** What they have used; 0 for an unknown conversation. */
  tokensOf(visitor: string, id: string): Promise<number>;
  /** Keeps what the visitor thinks of a reply, `null`: nothing any more. Answers what it was before. */
  rate(visitor: string, conversation: string, message: string, value: Rating | null): Promise<Rating | null>;

  /**
   * The visitor's oldest conversations, at most `BELONGINGS`, for this heir, who is noted: anybody else gets `null` from then
   * on. Nothing is removed.
   */
  handOver(visitor: string, heir: string): Promise<readonly Belonging[] | null>;
  /** Adds what another visitor handed over; what is there already stays as it is. */
  takeOver(visitor: string, belongings: readonly Belonging[]): Promise<void>;
  /** Forgets the visitor's conversations with all that belongs to them, and the heir. What has been spent is remembered. */
  forgetVisitor(visitor: string): Promise<void>;

  /** Notes a send (`background`) and answers what was known of this `otid` before: `null` when it is new. */
  rememberSend(visitor: string, conversation: string, otid: string, now: number): Promise<Send | null>;
  findSend(visitor: string, conversation: string, otid: string): Promise<Send | null>;
  /**
   * Takes the conversation for a foreground run. Refused with the send in the way: this `otid`, when it has run or runs
   * already, otherwise one that is `running`.
   */
  claimRun(visitor: string, conversation: string, run: NewRun): Promise<Claim>;
  updateSend(
    visitor: string,
    conversation: string,
    otid: string,
    change: Partial<Pick<Send, 'state' | 'runId' | 'mayArriveUntil'>>,
  ): Promise<void>;
  /** For a send of which it is certain that it never arrived: it may be made again. */
  forgetSend(visitor: string, conversation: string, otid: string): Promise<void>;
  /** Marks whatever is `running` in this conversation as `ended`. */
  endRuns(visitor: string, conversation: string): Promise<void>;

  /** Keeps a value under a name unless one is kept already; answers the kept one. `owner`: a visitor, or `deployment`. */
  keepOnce(owner: string, name: string, value: string): Promise<string>;
}

/** How many conversations are handed over at a time: their sends must fit into one call between two Durable Objects. */
export const BELONGINGS = 20;

/** A conversation's newest sends are remembered up to this number … */
export const SENDS_KEPT = 200;
/** … and age (milliseconds): an outbox may have been offline for weeks. */
export const SENDS_KEPT_FOR = 30 * 24 * 3_600_000;
