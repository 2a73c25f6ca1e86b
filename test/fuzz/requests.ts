/**
 * Random requests on every route: good ones, changed in method, path, query, headers or body. Each is drawn from a generator of
 * its own, so that one can be made again from the seed and its number. What must hold for all is in `judge.ts`.
 */

import type { Question } from '../attacks/http.ts';
import { below, oneOf, type Random } from '../faults/random.ts';
import { type Json, mutateBytes, mutateText, mutateValue, randomValue, TEXTS } from './mutate.ts';

/** Who and what there is to ask with. */
export interface Material {
  /** Tokens of the attackers. */
  readonly tokens: readonly string[];
  /** Conversations of theirs with the owner's token; grows and shrinks as they make and delete some. */
  readonly own: readonly Own[];
  /** A conversation of somebody else's, and an otid in it. */
  readonly victim: { readonly id: string; readonly otid: string; readonly message: string };
}

export interface Own {
  readonly id: string;
  readonly token: string;
}

interface Route {
  readonly method: string;
  readonly path: string;
  /** How often it is drawn, beside the others. Default 1. */
  readonly weight?: number;
  readonly body?: (random: Random, material: Material) => Json;
}

const uuid = (random: Random) => {
  const hex = (length: number) => Array.from({ length }, () => below(random, 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
};

const SAID = [
  'hello',
  'words 3',
  'think 3 words 2',
  'use get_page {"a":1}',
  'use conversation_search {"query":"x"}',
  'recall',
  'use none',
];

const IMAGE = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };

const otidOf = (random: Random, { victim }: Material) => (random() < 0.2 ? victim.otid : uuid(random));

function sendBody(random: Random, material: Material): Json {
  const text = random() < 0.8 ? oneOf(random, SAID) : oneOf(random, TEXTS);
  const content: Json = random() < 0.7 ? text : [{ type: 'text', text }, ...(random() < 0.5 ? [IMAGE] : [])];
  const streaming = random() < 0.6;
  return { messages: [{ role: 'user', content, otid: otidOf(random, material) }], streaming };
}

const approvalBody = (random: Random): Json => ({
  messages: [
    {
      type: 'approval',
      approvals: [
        random() < 0.5
          ? { type: 'tool', tool_call_id: 'call_1', tool_return: 'x', status: 'success' }
          : { type: 'approval', tool_call_id: 'call_1', approve: random() < 0.5 },
      ],
    },
  ],
});

const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/visitors', body: () => ({}) },
  { method: 'POST', path: '/v1/visitors', body: (random) => ({ identity: oneOf(random, TEXTS), challenge: 'x' }) },
  { method: 'DELETE', path: '/v1/visitors/me', weight: 0.05 },
  { method: 'GET', path: '/v1/agents' },
  { method: 'GET', path: '/v1/conversations' },
  { method: 'POST', path: '/v1/conversations', weight: 2, body: () => ({ summary: 'a title' }) },
  { method: 'GET', path: '/v1/conversations/ID' },
  { method: 'PATCH', path: '/v1/conversations/ID', body: () => ({ summary: 'another' }) },
  { method: 'DELETE', path: '/v1/conversations/ID', weight: 0.3 },
  { method: 'GET', path: '/v1/conversations/ID/messages', weight: 2 },
  { method: 'POST', path: '/v1/conversations/ID/messages', weight: 4, body: sendBody },
  { method: 'POST', path: '/v1/conversations/ID/messages', body: approvalBody },
  {
    method: 'POST',
    path: '/v1/conversations/ID/stream',
    weight: 2,
    body: (random, material) => ({ otid: otidOf(random, material), starting_after: below(random, 9) }),
  },
  { method: 'POST', path: '/v1/conversations/ID/stream', body: () => ({}) },
  { method: 'POST', path: '/v1/conversations/ID/cancel' },
  { method: 'POST', path: '/v1/conversations/ID/fork', body: (_, { victim }) => ({ message_id: victim.message }) },
  {
    method: 'POST',
    path: '/v1/conversations/ID/messages/MESSAGE/feedback',
    body: (random) => ({ value: oneOf(random, ['positive', 'negative', null]) }),
  },
  { method: 'GET', path: '/healthz', weight: 0.3 },
  { method: 'GET', path: '/letta-chat.js', weight: 0.3 },
  { method: 'GET', path: '/chunks/chat-12345678.js', weight: 0.3 },
  { method: 'GET', path: '/metrics', weight: 0.3 },
];

/** How the routes are named in the count. */
export const ROUTE_NAMES = [...new Set(ROUTES.map(({ method, path }) => `${method} ${path}`))];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'LINK', 'M-SEARCH', 'REPORT'];

const QUERIES = [
  'agent_id',
  'limit',
  'after',
  'before',
  'order',
  'message_id',
  'deep',
  'token',
  'streaming',
  '__proto__',
  'x',
];

const HEADERS = [
  ...[
    'origin',
    'accept',
    'accept-encoding',
    'content-type',
    'content-encoding',
    'cookie',
    'referer',
    'range',
    'if-none-match',
    'host',
  ],
  ...[
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'cf-connecting-ip',
    'true-client-ip',
    'forwarded',
    'x-real-ip',
    'via',
  ],
  ...[
    'x-http-method-override',
    'x-original-url',
    'x-rewrite-url',
    'traceparent',
    'cache-control',
    'access-control-request-headers',
  ],
  ...[
    'access-control-request-method',
    'sec-fetch-site',
    'upgrade-insecure-requests',
    'x-request-id',
    'last-event-id',
    'te',
    'dnt',
    'x-evil',
  ],
];

export interface Drawn {
  readonly route: string;
  readonly question: Question;
}

/** Draws the request of that number: the first ones take each route in turn, so that none is left out. */
export function drawRequest(random: Random, material: Material, number: number): Drawn {
  const route = ROUTES[number] ?? oneOf(random, URN);
  const own = material.own.length > 0 ? oneOf(random, material.own) : null;
  const id = own !== null && random() < 0.85 ? own.id : foreignId(random, material);
  const token = own !== null && random() < 0.9 ? own.token : oneOf(random, material.tokens);
  let path = route.path.replace('ID', id).replace('MESSAGE', material.victim.message);
  if (random() < 0.1) path = mutateText(random, path);
  if (random() < 0.35) path += drawQuery(random, material);
  return {
    route: `${route.method} ${route.path}`,
    question: {
      method: random() < 0.06 ? oneOf(random, METHODS) : route.method,
      path: printable(path),
      headers: drawHeaders(random, token),
      body: drawBody(random, material, route),
    },
  };
}

/** Each route as often as it weighs, in twentieths. */
const URN = ROUTES.flatMap((route) => Array.from({ length: Math.ceil((route.weight ?? 1) * 20) }, () => route));

const foreignId = (random: Random, { victim }: Material) =>
  random() < 0.5
    ? victim.id
    : oneOf(random, ['default', '..', `conv-${uuid(random)}`, `agent-${uuid(random)}`, '', oneOf(random, TEXTS)]);

function drawQuery(random: Random, { own, victim }: Material): string {
  const values = [
    ...TEXTS,
    ...own.slice(0, 2).map(({ id }) => id),
    victim.id,
    victim.message,
    '1',
    '5',
    '100',
    '101',
    '1e2',
    'asc',
    'desc',
    'support',
    'tools',
  ];
  const pairs = Array.from({ length: 1 + below(random, 3) }, () => {
    const value = oneOf(random, values);
    return `${oneOf(random, QUERIES)}=${random() < 0.8 ? encodeURIComponent(value.toWellFormed()) : value}`;
  });
  return `?${pairs.join('&')}`;
}

function drawHeaders(random: Random, token: string): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const chance = random();
  if (chance < 0.85) headers['authorization'] = `Bearer ${token}`;
  else if (chance < 0.93) headers['authorization'] = latin(mutateText(random, `Bearer ${token}`));
  if (random() < 0.3) headers['origin'] = random() < 0.7 ? 'https://shop.example' : latin(oneOf(random, TEXTS));
  for (let more = random() < 0.3 ? 1 + below(random, 3) : 0; more > 0; more--) {
    const name = oneOf(random, HEADERS);
    const value = latin(random() < 0.7 ? oneOf(random, TEXTS) : JSON.stringify(randomValue(random)));
    if (name !== 'host' || value.trim() !== '') headers[name] = value;
  }
  return headers;
}

function drawBody(random: Random, material: Material, { body, method }: Route): string | Buffer | undefined {
  if (!body) return random() < 0.1 && method !== 'GET' ? JSON.stringify(randomValue(random)) : undefined;
  let value = body(random, material);
  for (let times = random() < 0.5 ? 1 + below(random, 3) : 0; times > 0; times--) value = mutateValue(random, value);
  const text = JSON.stringify(value);
  if (random() < 0.1) return mutateText(random, text);
  return random() < 0.06 ? Buffer.from(mutateBytes(random, Buffer.from(text))) : text;
}

/** What Node's client can put into a request line, the rest of it percent-encoded. */
const printable = (path: string) =>
  `/${path.replace(/^\//, '')}`.toWellFormed().replaceAll(/[^\x21-\xff]/gu, (char) => encodeURIComponent(char));

/** What it can put into a header. */
const latin = (value: string) => value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
