// Every item of BEHAVIOUR.md's second half against the proxy on Node, of the longest ones a sample; all cases, there and in
// workerd, by `npm run test:attacks`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyForbidden } from './allowed.ts';
import { type Item, runItem } from './attack.ts';
import { items } from './items/index.ts';
import { PLANTED, type Reached } from './letta.ts';
import { startStage } from './stage.ts';
import { runItems } from './suite.ts';

/** A prime, so that over tables within tables everything gets its turn. */
const EVERY = 13;

for (const item of items) {
  test(`${item.number}. ${item.title}`, async () => {
    const [outcome] = await runItems([item], 'Node', () => undefined, EVERY);
    assert.deepEqual(outcome?.failures, []);
  });
}

test('an attack that succeeds is noticed: these tests can fail', async () => {
  const stage = await startStage('Node');
  const item: Item = {
    number: 0,
    title: 'none',
    async run(attack) {
      await attack.case('a secret in an answer', async () => {
        stage.letta.answer = () =>
          Response.json([{ id: 'message-1', message_type: 'user_message', content: PLANTED.system }]);
        const { body } = await stage
          .request('/v1/visitors', { method: 'POST' })
          .then(async (answer) => ({ body: await answer.json() }));
        const headers = { authorization: `Bearer ${(body as { token: string }).token}` };
        const made = await stage.request('/v1/conversations', { method: 'POST', headers });
        assert.equal(made.status, 503);
        await attack.ask({ path: `/${PLANTED.system}` }).then(() => assert.fail(PLANTED.system));
      });
      await attack.refused('a refusal that does not come', { path: '/healthz' }, { status: 401 });
    },
  };
  const { tried, failures } = await runItem(item, stage);
  await stage.close();
  assert.deepEqual([tried, failures.length], [2, 2]);
});

test('a call that the schema does not know is noticed', async () => {
  const stage = await startStage('Node');
  const { letta } = stage;
  const id = `conv-${crypto.randomUUID()}`;
  const call = (method: string, path: string, body?: object, more: Record<string, string> = {}): Reached => {
    const url = new URL(path, letta.url);
    const headers = new Headers({ authorization: `Bearer ${PLANTED.key}`, ...more });
    return { method, path: url.pathname, query: url.searchParams, headers, body: body ? JSON.stringify(body) : '' };
  };
  assert.equal(whyForbidden(call('GET', `/v1/conversations/${id}`), letta), null);
  for (const forbidden of [
    call('GET', '/v1/agents/'),
    call('GET', `/v1/conversations/default`),
    call('GET', `/v1/conversations/${id}?x=1`),
    call('GET', `/v1/agents/agent-${crypto.randomUUID()}`),
    call('DELETE', `/v1/agents/${letta.agents.support}`),
    call('PATCH', `/v1/conversations/${id}`, { summary: 'x', model: 'y' }),
    call('POST', `/v1/conversations/${id}/messages`, { messages: [{ role: 'system', content: 'x' }] }),
    call('GET', `/v1/conversations/${id}`, undefined, { cookie: 'x' }),
    call('GET', `/v1/conversations/${id}`, undefined, { authorization: 'Bearer other' }),
  ]) {
    assert.notEqual(whyForbidden(forbidden, letta), null, `${forbidden.method} ${forbidden.path}`);
  }
  await stage.close();
});
