// Runs: one per turn, with the log of its events. A run goes on whether or not somebody reads it.
// What happens in a run is turn.ts's; who may start one, send.ts's.
import { newId, timestamp } from './ids.ts';

export type RunStatus = 'created' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface Run {
  readonly id: string;
  readonly agentId: string;
  /** Null for the agent's own history and for sends that are answered in one JSON. */
  readonly conversationId: string | null;
  /** Conversation or agent id that is refused further sends while this run goes on; null when nothing is. */
  readonly lock: string | null;
  readonly background: boolean;
  readonly createdAt: string;
  readonly startedAt: number;
  readonly log: EventLog;
  readonly abort: AbortController;
  status: RunStatus;
  stopReason: string | null;
  completedAt: string | null;
  error: Record<string, unknown> | null;
  /** How many steps it finished: for those Letta knows the usage. */
  steps: number;
}

/** The events of a run, in order; the n-th has the sequence number n, counted from 1. */
export interface EventLog {
  readonly chunks: readonly string[];
  readonly ended: boolean;
  append(chunk: string): void;
  end(): void;
  /** Resolves at the next event, at the end, after `timeout` ms, or when the signal aborts. */
  changed(timeout: number, signal: AbortSignal): Promise<void>;
}

/** All runs of this process, the newest last. */
export interface Runs {
  create(run: Pick<Run, 'agentId' | 'conversationId' | 'lock' | 'background'>, otids: readonly string[]): Run;
  get(id: string): Run | undefined;
  /** The run that a client's own id started, or undefined. */
  byOtid(otid: string): Run | undefined;
  /** The run that exactly these otids started: Letta's idempotency key. */
  byRequest(otids: readonly string[]): Run | undefined;
  /** The run that holds the lock, or undefined. */
  holding(lock: string): Run | undefined;
  list(): Run[];
}

/** How many runs are remembered. Letta keeps them for three hours; a test of thousands of turns must not fill the memory. */
export const KEPT_RUNS = 200;

export function createRuns(now: () => number, kept: number = KEPT_RUNS): Runs {
  const runs = new Map<string, Run>();
  const otidToRun = new Map<string, string>();
  const get = (id: string) => runs.get(id);
  const byOtid = (otid: string) => get(otidToRun.get(otid) ?? '');
  const requestKey = (otids: readonly string[]) => `request ${otids.join('|')}`;
  const forget = (run: Run) => {
    runs.delete(run.id);
    for (const [otid, id] of otidToRun) if (id === run.id) otidToRun.delete(otid);
  };
  const forgetOldest = () => {
    if (runs.size <= kept) return;
    for (const run of runs.values()) if (!isActive(run)) return forget(run);
  };
  return {
    create(parts, otids) {
      forgetOldest();
      const run = newRun(parts, now());
      runs.set(run.id, run);
      for (const key of [...otids, requestKey(otids)]) if (otids.length > 0) otidToRun.set(key, run.id);
      return run;
    },
    get,
    byOtid,
    byRequest: (otids) => (otids.length === 0 ? undefined : byOtid(requestKey(otids))),
    holding: (lock) => [...runs.values()].find((run) => run.lock === lock && !run.log.ended),
    list: () => [...runs.values()],
  };
}

export function isActive(run: Run): boolean {
  return run.status === 'created' || run.status === 'running';
}

/** Ends the run's record. The first end counts: a cancelled run stays cancelled. */
export function finishRun(run: Run, status: RunStatus, stopReason: string, now: number): void {
  if (!isActive(run)) return;
  run.status = status;
  run.stopReason = stopReason;
  run.completedAt = timestamp(now).slice(0, -1);
}

/** The run as `GET /v1/runs/{id}` shows it. */
export function describeRun(run: Run): Record<string, unknown> {
  return {
    id: run.id,
    status: run.status,
    created_at: run.createdAt,
    completed_at: run.completedAt,
    agent_id: run.agentId,
    conversation_id: run.conversationId,
    base_template_id: null,
    background: run.background,
    metadata: { run_type: 'send_conversation_message', ...(run.error && { error: run.error }) },
    request_config: null,
    stop_reason: run.stopReason,
    callback_url: null,
    callback_sent_at: null,
    callback_status_code: null,
    callback_error: null,
    ttft_ns: null,
    total_duration_ns: null,
  };
}

function newRun(parts: Pick<Run, 'agentId' | 'conversationId' | 'lock' | 'background'>, now: number): Run {
  return {
    ...parts,
    id: newId('run'),
    createdAt: timestamp(now),
    startedAt: now,
    log: createLog(),
    abort: new AbortController(),
    status: 'running',
    stopReason: null,
    completedAt: null,
    error: null,
    steps: 0,
  };
}

function createLog(): EventLog {
  const chunks: string[] = [];
  let ended = false;
  let waiting = new Set<() => void>();
  const wake = () => {
    const woken = waiting;
    waiting = new Set();
    for (const resolve of woken) resolve();
  };
  return {
    chunks,
    get ended() {
      return ended;
    },
    append(chunk) {
      chunks.push(chunk);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    changed: (timeout, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, timeout);
        signal.addEventListener('abort', done);
        waiting.add(done);
        if (signal.aborted) done();
      }),
  };
}
