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

/** Once for each kind. A request without an answer the browser itself reports. */
export function tellDeveloper(error: RequestError): void {
  const { code } = error.failure;
  if (error.cause !== undefined || !THEIRS.includes(code) || said.has(code)) return;
  said.add(code);
  console.warn(`letta-chat: ${error.message}`);
}
