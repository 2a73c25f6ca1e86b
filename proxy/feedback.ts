/**
 * What visitors think of replies: kept in the store, once for each visitor and reply, and told to Letta, where its developers
 * look at steps. A Letta that keeps no such thing, or fails, changes nothing for the visitor.
 */
import type { Context } from 'hono';
import type { ProxyEnv, Services } from './context.ts';
import { describe, ProxyError } from './errors.ts';
import { findReply } from './history.ts';
import type { Rating } from './protocol.ts';
import { FeedbackBody, MESSAGE_ID, readBody } from './requests.ts';

const STEP_ID = /^step-[0-9a-f-]{36}$/;

export function createFeedback({ letta, store, log }: Services) {
  /** Letta keeps it by the step that the reply came from. */
  async function tellLetta(stepId: unknown, value: Rating | null, requestId: string): Promise<void> {
    if (!STEP_ID.test(String(stepId))) return;
    await letta.rate(String(stepId), value).catch((error: unknown) => {
      log({ level: 'warn', message: 'Letta was not told', request_id: requestId, problem: describe(error) });
    });
  }

  return async function rate(c: Context<ProxyEnv>) {
    const { id } = c.get('conversation');
    const message = c.req.param('message') ?? '';
    const { value } = await readBody(c, FeedbackBody);
    const reply = MESSAGE_ID.test(message) ? await findReply(letta, id, message) : null;
    if (!reply) throw new ProxyError('not_found', 'There is no such reply in this conversation.');
    const before = await store.rate(c.get('visitor'), id, message, value);
    c.get('record').rated = { before, after: value };
    await tellLetta(reply['step_id'], value, c.get('requestId'));
    return c.json({ value });
  };
}
