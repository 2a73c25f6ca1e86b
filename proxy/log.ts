/** One structured line for each request, and for what goes wrong beside it. Where the lines go is injected. */
import type { Rating } from './protocol.ts';
import type { Ending } from './record.ts';
import { LOG_LEVELS, type LogLevel } from './settings/operations.ts';

export interface LogEntry {
  readonly level: Exclude<LogLevel, 'silent'>;
  /** `request` for the one line of a request. */
  readonly message: string;
  readonly request_id?: string;
  readonly method?: string;
  /** The route's pattern, never the path: no ids, no text of visitors. */
  readonly route?: string;
  readonly status?: number;
  /** Milliseconds until the first byte of the answer's body; missing when none came. */
  readonly first_byte_ms?: number | undefined;
  /** Milliseconds until the answer was over, its stream included. */
  readonly ms?: number;
  /** Milliseconds of these in which Letta's answers were waited for, until they began. */
  readonly upstream_ms?: number;
  /** How the answer ended. */
  readonly ended?: Ending;
  /** Streams only. */
  readonly events?: number;
  readonly bytes?: number;
  /** That the request brought a message which had not been sent before. */
  readonly fresh?: true;
  /** Of the run, as Letta counts them: on the one line of the stream that told them first. */
  readonly tokens?: number;
  /** What the visitor thinks of a reply, and thought of it until now. */
  readonly feedback?: Rating | 'none';
  readonly feedback_before?: Rating | 'none';
  /** The public name of the agent that the request was about, and which of its variants answered. */
  readonly agent?: string;
  readonly variant?: string;
  /** The same for the same visitor of this deployment; leads back to nobody. */
  readonly visitor?: string;
  readonly code?: string | undefined;
  /** What is wrong and what to do. */
  readonly problem?: string | undefined;
  /** What was said and answered: only with `LOG_MESSAGES=on`. */
  readonly said?: string | undefined;
  readonly replied?: string | undefined;
}

export type Log = (entry: LogEntry) => void;

/** Writes JSON lines to the console, which both Node's supervisors and Cloudflare's log tail read. */
export const consoleLog: Log = (entry) => {
  const line = JSON.stringify(entry);
  if (entry.level === 'error') console.error(line);
  else console.log(line);
};

/** Passes on what is at this level or above it. */
export function atLevel(least: LogLevel, log: Log): Log {
  const rank = LOG_LEVELS.indexOf(least);
  return function leveled(entry) {
    if (LOG_LEVELS.indexOf(entry.level) >= rank) log(entry);
  };
}
