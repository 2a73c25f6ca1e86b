/** Says on the console what only the page's developer can put right. What the visitor reads is in the snapshot. */
import type { Failure } from '../core/events.ts';
import type { RequestError } from '../transport/failure.ts';

const THEIRS: readonly Failure['code'][] = [
  'origin_not_allowed',
  'invalid_request',
  'method_not_allowed',
  'not_found',
  'unauthorized',
  'unreachable',
];

const said = new Set<string>();

/** Once for each sentence. A request without any answer the browser itself reports. */
export function tellDeveloper(error: RequestError): void {
  if (error.cause !== undefined || !THEIRS.includes(error.failure.code) || said.has(error.message)) return;
  said.add(error.message);
  console.warn(`letta-chat: ${error.message}`);
}
