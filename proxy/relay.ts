/** Gives a run's stream to the visitor: reduced, as SSE while it comes, or collected into one answer. */
import { collect } from './collect.ts';
import type { Asked, Services } from './context.ts';
import { describe } from './errors.ts';
import { DONE, type StreamEvent } from './protocol.ts';
import { createReducer, type Reduced } from './reduce.ts';
import { encodeDone, encodeEvent, readSteps, toResponse } from './stream.ts';

/** An open stream of one run. */
export interface Turn {
  readonly body: ReadableStream<Uint8Array>;
  /** Stops reading; the run goes on. */
  readonly abort: AbortController;
  readonly startingAfter?: number;
  /** Both are awaited before the event that told it goes out. */
  readonly onRun?: (runId: string) => Promise<void>;
  readonly onStop?: () => Promise<void>;
}

/** What arrived together, so that it is written together. */
export type Batch = readonly (StreamEvent | typeof DONE)[];

export async function relay(services: Services, asked: Asked, turn: Turn, streaming: boolean): Promise<Response> {
  const events = readBatches(services, asked, turn);
  if (!streaming) return collect(events, turn.abort.signal);
  return toResponse(encode(guard(services, asked, events)), () => turn.abort.abort());
}

async function* readBatches(services: Services, asked: Asked, turn: Turn): AsyncGenerator<Batch> {
  const { requestId } = asked;
  const report = (problem: string) =>
    services.log({ level: 'warn', message: 'a stream went badly', request_id: requestId, problem });
  const reduce = createReducer({ agent: asked.agent, requestId, startingAfter: turn.startingAfter ?? 0 });
  let complete = false;

  async function toBatch(lines: readonly string[]): Promise<Batch> {
    const batch: (StreamEvent | typeof DONE)[] = [];
    for (const line of lines) {
      const reduced: Reduced = line === DONE ? DONE_LINE : reduce(line);
      if (reduced.problem !== undefined) report(reduced.problem);
      await tell(turn, reduced).catch((error: unknown) => report(`The store failed: ${describe(error)}`));
      complete ||= line === DONE || isEnd(reduced.event);
      if (line === DONE) batch.push(DONE);
      else if (reduced.event) batch.push(reduced.event);
    }
    return batch;
  }

  for await (const step of readSteps(turn.body, { signal: turn.abort.signal, timeouts: services.timeouts })) {
    if (step.kind === 'end' && !complete) report(`The stream from Letta ${step.problem ?? 'ended too early'}.`);
    const batch = step.kind === 'lines' ? await toBatch(step.lines) : step.kind === 'quiet' ? [PING] : [];
    if (batch.length > 0) yield batch;
    if (batch.includes(DONE)) return;
  }
}

/** A stream that has begun cannot answer with an error any more: it ends, the client resumes, and the log has the cause. */
async function* guard({ log }: Services, { requestId }: Asked, batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  try {
    yield* batches;
  } catch (error) {
    log({ level: 'error', message: 'a stream went badly', request_id: requestId, problem: describe(error) });
  }
}

const PING: StreamEvent = { message_type: 'ping' };
const DONE_LINE: Reduced = { event: null, runId: null };

const isEnd = (event: StreamEvent | null) =>
  event !== null && (event.message_type === 'stop_reason' || event.message_type === 'error_message');

async function tell(turn: Turn, { runId, event }: Reduced): Promise<void> {
  if (runId !== null) await turn.onRun?.(runId);
  if (isEnd(event)) await turn.onStop?.();
}

async function* encode(batches: AsyncGenerator<Batch>): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield batch.map((event) => (event === DONE ? encodeDone : encodeEvent(event))).join('');
  }
}
