/** One structured line for each request, and for what goes wrong after its answer has begun. Where it goes is injected. */

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly request_id?: string;
  readonly method?: string;
  /** The route's pattern, never the path: no ids, no text of visitors. */
  readonly route?: string;
  readonly status?: number;
  /** Until the answer began. */
  readonly ms?: number;
  readonly code?: string;
  /** What is wrong and what to do. */
  readonly problem?: string | undefined;
}

export type Log = (entry: LogEntry) => void;

/** Writes JSON lines to the console, which both Node's supervisors and Cloudflare's log tail read. */
export const consoleLog: Log = (entry) => {
  const line = JSON.stringify(entry);
  if (entry.level === 'error') console.error(line);
  else console.log(line);
};
