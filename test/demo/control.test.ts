/** The demo's control route: what the panel can change, and what it refuses. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDemo } from '../../demo/demo.ts';

async function setUp(t: TestContext) {
  const demo = await startDemo();
  t.after(() => demo.stop());
  const post = (path: string, body: unknown, type = 'application/json') =>
    fetch(`${demo.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  return { demo, post };
}

test('the state says how the line, the proxy and the agent are', async (t) => {
  const { demo } = await setUp(t);
  const state = await (await fetch(`${demo.url}/demo/state`)).json();
  assert.deepEqual(state, { network: 'online', proxy: 'up', speed: 33, letta: null });
});

test('what the patch names changes, the rest stays', async (t) => {
  const { demo, post } = await setUp(t);
  const state = await (await post('/demo/state', { network: 'slow', speed: 200 })).json();
  assert.deepEqual(state, { network: 'slow', proxy: 'up', speed: 200, letta: null });
  assert.equal(demo.network.mode, 'slow');
  assert.equal(demo.simulator?.control.tokenDelay, 5);
});

test('the proxy can be killed and started again, and knows its visitors afterwards', async (t) => {
  const { demo, post } = await setUp(t);
  const minted = await (await post('/v1/visitors', {})).json();
  const list = () =>
    fetch(`${demo.url}/v1/conversations?agent_id=workshop`, { headers: { authorization: `Bearer ${minted.token}` } });
  assert.equal((await list()).status, 200);
  await post('/demo/state', { proxy: 'down' });
  assert.equal((await list()).status, 502);
  await post('/demo/state', { proxy: 'up' });
  assert.equal((await list()).status, 200);
});

test('events happen once and say what they did', async (t) => {
  const { post } = await setUp(t);
  const notes = [];
  for (const event of ['cut', 'fail', 'break', 'elsewhere'])
    notes.push((await (await post('/demo/event', { event })).json()).note);
  assert.deepEqual(notes, [
    'Nothing was under way.',
    'The next reply will fail.',
    'The next reply will break off after a word.',
    'There is no conversation yet.',
  ]);
});

test('nonsense is refused with its name, and changes nothing', async (t) => {
  const { demo, post } = await setUp(t);
  const answers = await Promise.all([
    post('/demo/state', { network: 'gone' }),
    post('/demo/state', { nework: 'slow' }),
    post('/demo/event', { event: 'explode' }),
    post('/demo/state', null),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 400, 400, 400],
  );
  assert.match((await answers[0]!.json()).message, /^network: /);
  assert.equal(demo.network.mode, 'online');
});

test('another website’s form cannot reach it', async (t) => {
  const { demo, post } = await setUp(t);
  assert.equal((await post('/demo/state', { network: 'offline' }, 'text/plain')).status, 400);
  assert.equal(demo.network.mode, 'online');
});
