/** What must hold for every answer, whatever was asked: its form, no failure of our own, no secret in it. */
import { ERROR_STATUS } from '../../proxy/protocol.ts';
import type { Answer } from '../attacks/http.ts';
import type { ListeningLetta } from '../attacks/letta.ts';
import { findLeak } from '../attacks/secrets.ts';

/** What is wrong with the answer; `null` when nothing is. */
export function judge(answer: Answer, letta: ListeningLetta, words: readonly string[]): string | null {
  const said = words.find((word) => answer.text.includes(word) || JSON.stringify(answer.headers).includes(word));
  if (said !== undefined) return `somebody else's "${said}" in ${answer.status} ${answer.text.slice(0, 300)}`;
  return findLeak(answer, letta) ?? whatIsWrongWith(answer);
}

/** What workerd says by itself of a request that it does not hand on. */
const OF_WORKERD = ['400 invalid URI', '501 ERROR: Unrecognized request method.'];

function whatIsWrongWith({ status, text, headers }: Answer): string | null {
  if (OF_WORKERD.includes(`${status} ${text.trim()}`)) return null;
  if (status < 400 || text === '') return status >= 500 ? `${status} without a word` : null;
  if (!headers['content-type']?.includes('json')) return `${status} that is no JSON: ${text.slice(0, 200)}`;
  const { error, ...rest } = JSON.parse(text);
  if (status === ERROR_STATUS.internal_error) return `a failure of the proxy's own: ${text}`;
  const known =
    Object.hasOwn(ERROR_STATUS, error?.code) && ERROR_STATUS[error.code as keyof typeof ERROR_STATUS] === status;
  if (!known || Object.keys(rest).length > 0) return `${status} in an unknown form: ${text.slice(0, 200)}`;
  const extra = Object.keys(error).find(
    (name) => !['code', 'message', 'request_id', 'site_key', 'goes_on_at'].includes(name),
  );
  return extra === undefined ? null : `an error with "${extra}": ${text.slice(0, 200)}`;
}
