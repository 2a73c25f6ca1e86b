/** Gives a run's stream to the visitor: reduced, as SSE while it comes, or collected into one answer. */
import { collect } from './collect.ts';
import type { Asked, Services } from './context.ts';
import { describe, nothingToResume } from './errors.ts';
import type { Bill } from './limits/charges.ts';
import type { LogEntry } from './log.ts';
import { DONE, errorCodeOf, type StreamEvent } from './protocol.ts';
import { type RequestRecord, withoutWords } from './record.ts';
import { createReducer, type Reduced } from './reduce.ts';
import { encodeDone, encodeEvent, readSteps, toResponse, within } from './stream.ts';

/** An open stream of one run. */
export interface Turn {
  readonly body: ReadableStream<Uint8Array>;
  /** Stops reading; the run goes on. */
  readonly abort: AbortController;
  /** Of a run that was there before: the last event that is known of it. */
  readonly startingAfter?: number;
  /** Both are awaited before the event that told it goes out. */
  readonly onRun?: (runId: string) => Promise<void>;
  readonly onStop?: () => Promise<void>;
  /** Told what the run uses, before the visitor is. None: the run is nobody's message of which it is known. */
  readonly bill?: Bill;
}

/** What arrived together, so that it is written together. */
export type Batch = readonly (StreamEvent | typeof DONE)[];

/** @throws {ProxyError} `nothing_to_resume` for the stream of a run that has nothing more to tell, which Letta keeps open for ever. */
export async function relay(services: Services, asked: Asked, turn: Turn, streaming: boolean): Promise<Response> {
  const read = readBatches(services, asked, turn);
  const events = turn.startingAfter === undefined ? read : await begun(services, asked, turn, read);
  if (!streaming) return collect(events, turn.abort.signal);
  const { record } = asked;
  const { signal } = turn.abort;
  let over: () => void = () => undefined;
  record.stream = new Promise((resolve) => {
    over = () => {
      signal.removeEventListener('abort', leave); // a signal may live longer than the stream
      resolve(record.complete ? 'complete' : signal.aborted ? 'gone' : 'cut');
    };
  });
  const pieces = encode(services, asked, events, over);
  // Of a generator that nobody has begun to read the end is never reached.
  const leave = () => void pieces.return(undefined).then(over);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave(); // while the first event was waited for
  return toResponse(pieces, turn.abort);
}

/** The same batches, when there is something to hear or the run goes on. */
async function begun(
  services: Services,
  asked: Asked,
  { abort }: Turn,
  batches: AsyncGenerator<Batch>,
): Promise<AsyncGenerator<Batch>> {
  const first = batches.next();
  first.catch(ignore); // it is awaited again below, unless nobody wants it any more
  const soon = await within(first, services.timeouts.replay);
  const isSilent = soon === null || (!soon.done && soon.value.every(isPing));
  try {
    if (isSilent && (await isOver(services, asked, null))) throw nothingToResume();
  } catch (error) {
    abort.abort();
    throw error;
  }
  return (async function* begun() {
    const { done, value } = await first;
    if (done) return;
    yield value;
    yield* batches;
  })();
}

const ignore = () => undefined;

/** A numbered one is the first event of a run, and more will follow it. */
const isPing = (event: Batch[number]) => event !== DONE && event.message_type === 'ping' && event.seq_id === undefined;

/** Whether the run, by Letta's word, has ended; without an id the conversation's newest. */
async function isOver({ letta }: Services, { conversation }: Asked, runId: string | null): Promise<boolean> {
  const run = await (runId === null ? letta.newestRun(conversation) : letta.findRun(runId));
  return !run?.active;
}

async function* readBatches(services: Services, asked: Asked, turn: Turn): AsyncGenerator<Batch> {
  const { requestId, record } = asked;
  const warn = (problem: string) => report(services, asked, problem);
  const reduce = createReducer({ agent: asked.agent, requestId, startingAfter: turn.startingAfter ?? 0 });
  const { now, timeouts } = services;
  let billed = false;
  let runId: string | null = null;
  /** When something other than pings has come, and when Letta was last known to write. */
  let heardAt = now();
  let aliveAt = heardAt;

  async function toBatch(lines: readonly string[]): Promise<Batch> {
    const batch: (StreamEvent | typeof DONE)[] = [];
    for (const line of lines) {
      const reduced: Reduced = line === DONE ? DONE_LINE : reduce(line);
      if (reduced.problem !== undefined) warn(reduced.problem);
      runId = reduced.runId ?? runId;
      if (!reduced.isPing) heardAt = aliveAt = now();
      billed ||= reduced.event?.message_type === 'usage_statistics';
      await tell(turn, reduced, record).catch((error: unknown) => warn(`The store failed: ${describe(error)}`));
      if (line === DONE) batch.push(DONE);
      else if (reduced.event) batch.push(reduced.event);
    }
    note(record, batch);
    return batch;
  }

  /** Whether nobody will ever write again what Letta keeps open. */
  async function isAbandoned(): Promise<boolean> {
    if (now() - aliveAt < timeouts.silence) return false;
    aliveAt = now();
    return aliveAt - heardAt >= timeouts.longestRun || isOver(services, asked, runId).catch(notTold);
  }

  /** What may go on is not ended by a question that failed: it is asked again. */
  function notTold(error: unknown): boolean {
    warn(`Letta does not tell whether the run is over: ${describe(error)}`);
    return false;
  }

  for await (const step of readSteps(turn.body, { signal: turn.abort.signal, timeouts })) {
    if (step.kind === 'end' && !record.complete && !turn.abort.signal.aborted)
      warn(`The stream from Letta ${step.problem ?? 'ended too early'}.`);
    const batch = step.kind === 'lines' ? await toBatch(step.lines) : step.kind === 'quiet' ? [PING] : [];
    if (batch.length > 0) yield batch;
    if (batch.includes(DONE)) break;
    if (step.kind === 'lines' && (await isAbandoned())) {
      warn('The stream from Letta brought nothing but pings, and its run is over.');
      break;
    }
  }
  if (record.complete && !billed) await turn.bill?.ended();
}

const PING: StreamEvent = { message_type: 'ping' };
const DONE_LINE: Reduced = { event: null, runId: null, isPing: false };

const isEnd = (event: StreamEvent | null) =>
  event !== null && (event.message_type === 'stop_reason' || event.message_type === 'error_message');

async function tell({ onRun, onStop, bill }: Turn, { runId, event }: Reduced, record: RequestRecord): Promise<void> {
  if (runId !== null) await onRun?.(runId);
  if (runId !== null) await bill?.run(runId);
  if (isEnd(event)) await onStop?.();
  if (event?.message_type !== 'usage_statistics') return;
  if (await bill?.used(event.total_tokens)) record.charged = event.total_tokens;
}

/** What the log and the figures tell of a batch. */
function note(record: RequestRecord, batch: Batch): void {
  for (const event of batch) {
    if (event === DONE || isEnd(event)) record.complete = true;
    if (event === DONE) continue;
    record.events++;
    if (event.message_type === 'usage_statistics') record.tokens = event.total_tokens;
    if (event.message_type === 'error_message') record.code = errorCodeOf(event);
    if (event.message_type === 'assistant_message' && record.reply !== null) record.reply += event.content;
  }
}

/** A stream that has begun cannot answer with an error any more: it ends, the client resumes, and the log has the cause. */
async function* encode(
  services: Services,
  asked: Asked,
  batches: AsyncGenerator<Batch>,
  over: () => void,
): AsyncGenerator<Uint8Array> {
  const { record } = asked;
  const encoder = new TextEncoder();
  try {
    for await (const batch of batches) {
      const bytes = encoder.encode(batch.map((event) => (event === DONE ? encodeDone : encodeEvent(event))).join(''));
      record.firstByteAt ??= services.now();
      record.bytes += bytes.length;
      yield bytes;
    }
  } catch (error) {
    report(services, asked, describe(error), 'error');
  } finally {
    over();
  }
}

function report(services: Services, { requestId, record }: Asked, problem: string, level: LogEntry['level'] = 'warn') {
  const masked = services.config.operations.logMessages ? problem : withoutWords(problem, record.said);
  services.log({ level, message: 'a stream went badly', request_id: requestId, problem: masked });
}
