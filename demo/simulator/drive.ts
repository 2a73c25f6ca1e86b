// Drives a turn to its end and writes what it says into the log of its run: events with their sequence numbers, and the several ways
// in which a stream of the real server ends.
import type { Brain } from './brain.ts';
import { TurnFailure } from './failures.ts';
import type { SendRequest } from './input.ts';
import { type LettaMessage, ping, usageStatistics } from './messages.ts';
import { createPace } from './pace.ts';
import { finishRun, type Run } from './runs.ts';
import type { Server } from './server.ts';
import { DONE, sse } from './stream.ts';
import type { Thread } from './threads.ts';
import { runTurn, type Turn } from './turn.ts';

/** Runs the turn. Never rejects: every end is in the log. */
export async function driveRun(server: Server, thread: Thread, request: SendRequest, run: Run): Promise<void> {
  const { log } = run;
  const emit = (message: LettaMessage) =>
    log.append(sse({ ...message, seq_id: run.background ? log.chunks.length + 1 : null }));
  if (request.pings) emit(ping(run.id, server.now(), null));
  try {
    const shown = (message: LettaMessage) => !request.types || request.types.includes(message.message_type);
    const turn = turnFor(server, thread, request, run, (message) => shown(message) && emit(message));
    const end = await runTurn(turn);
    log.append(sse({ message_type: 'stop_reason', stop_reason: end.stopReason }));
    run.steps = end.steps;
    log.append(sse(usageStatistics(end.steps, request.tokens)));
    log.append(DONE);
    finishRun(run, 'completed', end.stopReason, server.now());
  } catch (error) {
    if (run.abort.signal.aborted) endCancelled(server, run);
    else endFailed(server, run, error);
  } finally {
    log.end();
    server.state.changed();
  }
}

/** The turn of that request, with everything it needs. */
export function turnFor(
  server: Server,
  thread: Thread,
  request: SendRequest,
  run: Run,
  emit: (message: LettaMessage) => void,
): Turn {
  return {
    agent: thread.agent,
    rows: thread.rows,
    input: request.input,
    runId: run.id,
    brain: faultyBrain(server, server.brainOf(thread.agent), request),
    clientTools: request.clientTools,
    maxSteps: request.maxSteps,
    tokens: request.tokens,
    now: server.now,
    pace: createPace(run.abort.signal),
    emit,
  };
}

/** The brain with the faults that were asked for. Letta does not stream from the model when JSON was asked for: it cannot break off then. */
function faultyBrain({ control }: Server, brain: Brain, { streaming }: SendRequest): Brain {
  return (prompt) => {
    const { fail, ...plan } = brain(prompt);
    const wanted = control.take('model') ? 'error' : control.take('reply') ? 'cut' : fail;
    return wanted === undefined || (wanted === 'cut' && !streaming) ? plan : { ...plan, fail: wanted };
  };
}

/** With spaces after the colons, and `[DONE]` in the background only: so does the real one. */
function endCancelled(server: Server, run: Run): void {
  run.log.append('data: {"message_type": "stop_reason", "stop_reason": "cancelled"}\n\n');
  if (run.background) run.log.append(DONE);
  finishRun(run, 'cancelled', 'cancelled', server.now());
}

function endFailed(server: Server, run: Run, error: unknown): void {
  const failure = error instanceof TurnFailure ? error : unexpected(error);
  for (const reason of failure.stopReasons) run.log.append(sse({ message_type: 'stop_reason', stop_reason: reason }));
  const event = {
    message_type: 'error_message',
    run_id: run.id,
    error_type: failure.errorType,
    message: failure.message,
    detail: failure.detail,
    seq_id: run.background ? run.log.chunks.length + 1 : null,
  };
  run.error = event;
  run.log.append(`event: error\n${sse(event)}`);
  if (!run.background && !failure.brokeOff) run.log.append(DONE);
  const completed = failure.brokeOff && !run.background;
  if (completed) run.error = null;
  finishRun(run, completed ? 'completed' : 'failed', failure.stopReasons.at(-1)!, server.now());
}

/** A fault of the simulator itself: seen in the stream, and in the log of whoever runs it. */
function unexpected(error: unknown): TurnFailure {
  console.error('The simulator failed in a turn:', error);
  const json = { status: 500 as const, body: { detail: String(error) } };
  const message = 'An error occurred during agent execution.';
  return new TurnFailure({
    message,
    stopReasons: ['error'],
    errorType: 'internal_error',
    detail: String(error),
    json,
    brokeOff: false,
  });
}
