/** What routes share: the types of the request's context, and the services that `createProxy` puts together once. */
import type { Config } from './config.ts';
import type { Letta } from './letta.ts';
import type { Log } from './log.ts';
import type { RequestRecord } from './record.ts';
import type { Secrets } from './secrets.ts';
import type { AgentConfig } from './settings/agents.ts';
import type { OwnedConversation, Store } from './store/store.ts';
import type { Timeouts } from './timeouts.ts';

export interface Services {
  readonly config: Config;
  readonly letta: Letta;
  readonly store: Store;
  readonly secrets: Secrets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  readonly timeouts: Timeouts;
}

/** Who asks, in which conversation. */
export interface Asked {
  readonly visitor: string;
  /** The network of the client's address, where it is known. */
  readonly address: string | null;
  readonly conversation: string;
  readonly agent: AgentConfig;
  readonly requestId: string;
  readonly record: RequestRecord;
  /** Aborted when the visitor goes. */
  readonly signal: AbortSignal;
}

/** Hono's type parameter for every route. */
export interface ProxyEnv {
  Variables: {
    requestId: string;
    /** What the log and the figures will tell of this request. */
    record: RequestRecord;
    /** Set by `rates.requests`: the network of the client's address, where it is known. */
    address: string | null;
    /** Set by `authenticate`. */
    visitor: string;
    /** Set by `owned`: the conversation of the path, known to be this visitor's. */
    conversation: OwnedConversation;
  };
}
