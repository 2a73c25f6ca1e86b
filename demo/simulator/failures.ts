// The ways in which a turn can fail, each with what the real server says about it: in the stream, in the run's record, and as the
// status of a JSON answer.
import type { ErrorStatus } from './errors.ts';

/** A turn that ends without a reply. */
export class TurnFailure extends Error {
  /** One `stop_reason` event each; the last one is the run's. */
  readonly stopReasons: readonly string[];
  readonly errorType: string;
  /** Letta's own words about the cause, not for a visitor. */
  readonly detail: string;
  /** The answer when the send asked for JSON. */
  readonly json: { readonly status: ErrorStatus; readonly body: Record<string, unknown> };
  /** When the model breaks off, a foreground stream ends without `[DONE]` and its run counts as completed. */
  readonly brokeOff: boolean;

  constructor(parts: Omit<TurnFailure, keyof Error> & { message: string }) {
    super(parts.message);
    this.name = 'TurnFailure';
    this.stopReasons = parts.stopReasons;
    this.errorType = parts.errorType;
    this.detail = parts.detail;
    this.json = parts.json;
    this.brokeOff = parts.brokeOff;
  }
}

/** The model answers with an error. */
export function modelFailed(): TurnFailure {
  const text = 'An error occurred with the LLM request.';
  const detail =
    "INTERNAL_SERVER_ERROR: OpenAI API error: Error code: 500 - {'error': {'message': 'the model failed'}}";
  return new TurnFailure({
    message: text,
    stopReasons: ['llm_api_error'],
    errorType: 'llm_error',
    detail,
    json: { status: 500, body: { error: { type: 'llm_error', message: text, detail } } },
    brokeOff: false,
  });
}

/** The model breaks off in the middle of a reply. */
export function modelBrokeOff(): TurnFailure {
  const detail =
    'INTERNAL_SERVER_ERROR: Connection error during OpenAI streaming: ' +
    'peer closed connection without sending complete message body (incomplete chunked read)';
  return new TurnFailure({
    message: 'An error occurred during agent execution.',
    stopReasons: ['error', 'llm_api_error'],
    errorType: 'internal_error',
    detail,
    json: { status: 500, body: { detail } },
    brokeOff: true,
  });
}

/** The message holds nothing. */
export function emptyContent(): TurnFailure {
  return refused(400, 'Message content is empty or invalid');
}

/** An image by address: the real server fetches it, the simulator has no network. */
export function imageUnreachable(url: string): TurnFailure {
  const cause = 'Unexpected error: All connection attempts failed';
  return refused(400, `INVALID_ARGUMENT: Failed to fetch image from ${url}: ${cause}`);
}

/** A plain message while a call waits for an answer. */
export function approvalPending(): TurnFailure {
  const text =
    'CONFLICT: Cannot send a new message: The agent is waiting for approval on a tool call. ' +
    'Please approve or deny the pending request before continuing.';
  return refused(409, text, text);
}

/** An answer while no call waits. */
export function nothingPending(): TurnFailure {
  return refused(
    400,
    'Cannot process approval response: No tool call is currently awaiting approval. Please send a regular message to interact with the agent.',
  );
}

/** An answer to other calls than those that wait. */
export function wrongCalls(expected: readonly string[], received: readonly string[]): TurnFailure {
  const list = (ids: readonly string[]) => `'[${ids.map((id) => `'${id}'`).join(', ')}]'`;
  return refused(400, `Invalid tool call IDs. Expected ${list(expected)}, but received ${list(received)}.`);
}

function refused(status: ErrorStatus, detail: string, message?: string): TurnFailure {
  return new TurnFailure({
    message: message ?? 'An unknown error occurred with the LLM streaming request.',
    stopReasons: ['error'],
    errorType: 'internal_error',
    detail,
    json: { status, body: { detail } },
    brokeOff: false,
  });
}
