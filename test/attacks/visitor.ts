/** An ordinary visitor for the attacks to use and to be aimed at, and the routes that there are. */
import { newVisitor, type Visitor } from '../proxy/rig.ts';
import type { Question } from './http.ts';
import type { Stage } from './stage.ts';

export const JSON_TYPE = { 'content-type': 'application/json' } as const;

export const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';

export interface Hands extends Visitor {
  readonly headers: { readonly authorization: string; readonly 'content-type': string };
  /** A question of this visitor's; the body as JSON unless it is text already. */
  question(method: string, path: string, body?: unknown): Question;
}

export async function enter(stage: Stage): Promise<Hands> {
  const visitor = await newVisitor(stage);
  const headers = { authorization: `Bearer ${visitor.token}`, ...JSON_TYPE };
  return {
    ...visitor,
    headers,
    question: (method, path, body) => ({
      method,
      path,
      headers,
      body: body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body),
    }),
  };
}

/** A message that is in no conversation. */
export const RATED = '/messages/message-00000000-0000-4000-8000-000000000000';

/** A good body for a send. */
export const message = (content: unknown = 'hello', more: object = {}) => ({
  messages: [{ role: 'user', content, otid: crypto.randomUUID(), ...more }],
});

/** Every route below a conversation, with a body that it takes. */
export const CONVERSATION_ROUTES: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['GET', ''],
  ['PATCH', '', { summary: 'mine now' }],
  ['DELETE', ''],
  ['GET', '/messages'],
  ['GET', '/messages?order=asc&limit=100'],
  ['POST', '/messages', message()],
  ['POST', '/messages', { ...message(), streaming: false }],
  ['POST', '/stream', {}],
  ['POST', '/cancel'],
  ['POST', '/fork'],
  ['POST', `${RATED}/feedback`, { value: 'positive' }],
];
