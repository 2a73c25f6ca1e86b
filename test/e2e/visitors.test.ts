/** The demo's proxy through its public routes, as two visitors' scripts would call it: whose is whose, and page by page. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, type TestContext, test } from 'node:test';
import { closeBrowser, openSite } from './site.ts';

after(closeBrowser);

type Call = (method: string, path: string, body?: object) => Promise<Response>;

/** A visitor without a browser. */
async function visitor(url: string): Promise<Call> {
  const headers = { 'content-type': 'application/json' };
  const minted = await fetch(`${url}/v1/visitors`, { method: 'POST', headers, body: '{}' });
  assert.equal(minted.status, 201);
  const { token } = (await minted.json()) as { token: string };
  return (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
}

async function converse(call: Call, ...texts: string[]): Promise<string> {
  const { id } = (await (await call('POST', '/v1/conversations?agent_id=workshop', {})).json()) as { id: string };
  for (const content of texts) {
    const body = { messages: [{ role: 'user', content, otid: randomUUID() }] };
    const stream = await (await call('POST', `/v1/conversations/${id}/messages`, body)).text();
    assert.match(stream, /"stop_reason":"end_turn"/);
  }
  return id;
}

const setUp = async (t: TestContext) => {
  const { demo } = await openSite(t);
  return { demo, ada: await visitor(demo.url), ben: await visitor(demo.url) };
};

test('on every route somebody else’s conversation is not there, in the same words as one that never was', async (t) => {
  const { ada, ben } = await setUp(t);
  const id = await converse(ada, 'a secret');
  const never = 'conv-00000000-0000-4000-8000-000000000000';
  const message = { messages: [{ role: 'user', content: 'x', otid: randomUUID() }] };
  const routes: [string, string, object?][] = [
    ['GET', ''],
    ['PATCH', '', { summary: 'mine now' }],
    ['DELETE', ''],
    ['GET', '/messages'],
    ['POST', '/messages', message],
    ['POST', '/stream', {}],
    ['POST', '/cancel'],
    ['POST', '/fork'],
  ];
  for (const [method, path, body] of routes) {
    const [theirs, unknown] = await Promise.all(
      [id, never].map(async (conversation) => {
        const response = await ben(method, `/v1/conversations/${conversation}${path}`, body);
        const { error } = (await response.json()) as { error: { code: string; message: string } };
        return { status: response.status, code: error.code, message: error.message };
      }),
    );
    assert.equal(theirs?.status, 404, `${method} ${path}`);
    assert.deepEqual(theirs, unknown, `${method} ${path}`);
  }
  const list = (await (await ben('GET', '/v1/conversations?agent_id=workshop')).json()) as unknown[];
  assert.deepEqual(list, []);
  assert.equal((await ada('GET', `/v1/conversations/${id}`)).status, 200, 'and it is still Ada’s');
});

test('the list of conversations pages from the newest to the oldest, each once', async (t) => {
  const { ada, ben } = await setUp(t);
  const made: string[] = [];
  for (let i = 0; i < 5; i++) {
    made.unshift(await converse(ada));
    await converse(ben);
  }
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const path = `/v1/conversations?agent_id=workshop&limit=2${after && `&after=${after}`}`;
    const page = (await (await ada('GET', path)).json()) as { id: string }[];
    seen.push(...page.map(({ id }) => id));
    after = page.at(-1)?.id ?? '';
    if (page.length < 2) break;
  }
  assert.deepEqual(seen, made);
});

test('the messages page back to the first, each once, and nothing of the kitchen is among them', async (t) => {
  const { ada, demo } = await setUp(t);
  const id = await converse(ada, 'one', 'think 5 two', 'use memory_insert {"label":"human","new_string":"x"}', 'four');
  type Listed = { id: string; message_type: string; content?: string };
  const list = async (query: string) =>
    (await (await ada('GET', `/v1/conversations/${id}/messages?${query}`)).json()) as Listed[];
  const key = (message: Listed) => `${message.id} ${message.message_type}`;
  const whole = await list('limit=100');
  const paged: Listed[] = [];
  for (let before = ''; ; ) {
    const page = await list(`limit=2${before && `&before=${before}`}`);
    paged.push(...page);
    before = page.at(-1)?.id ?? '';
    if (page.length < 2) break;
  }
  assert.deepEqual(paged.map(key), whole.map(key));
  assert.equal(new Set(paged.map(key)).size, paged.length);
  assert.deepEqual(
    whole.filter(({ message_type }) => message_type === 'user_message').map(({ content }) => content?.slice(0, 11)),
    ['four', 'use memory_', 'think 5 two', 'one'],
  );
  const types = new Set(whole.map(({ message_type }) => message_type));
  assert.deepEqual([...types].sort(), ['assistant_message', 'user_message']);
  const text = JSON.stringify(whole);
  assert.equal(text.includes(demo.agentId) || text.includes('run-') || text.includes('memory_insert('), false);
});
