// The switches of the simulator: speed and faults while it runs, the key, the pings, and that closing leaves nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { createSimulator } from '../../demo/simulator/index.ts';
import { call, messagesOf, newConversation, replyOf, send } from './simulator.ts';

test('offline, every request fails as if nobody were there, until it is online again', async () => {
  const simulator = createSimulator();
  simulator.control.offline = true;
  await assert.rejects(call(simulator, 'GET', '/v1/health/'), TypeError);
  simulator.control.offline = false;
  assert.equal((await call(simulator, 'GET', '/v1/health/')).status, 200);
});

test('a fault that was asked for comes once', async () => {
  const simulator = createSimulator();
  const conversation = await newConversation(simulator);
  simulator.control.failNext('refused');
  await assert.rejects(call(simulator, 'GET', '/v1/health/'), TypeError);
  simulator.control.failNext('unavailable');
  const page = await call(simulator, 'GET', '/v1/health/');
  assert.deepEqual([page.status, page.headers.get('content-type')], [503, 'text/html']);
  simulator.control.failNext('model');
  assert.match(await (await send(simulator, conversation, 'hi')).text(), /"stop_reason":"llm_api_error"/);
  simulator.control.failNext('reply');
  assert.match(await (await send(simulator, conversation, 'hi')).text(), /"content":"partial "[\s\S]*"error_message"/);
  assert.equal(await replyOf(await send(simulator, conversation, 'hi')), 'You said: hi');
});

test('a line that is cut breaks the stream after so many bytes, and the run goes on', async () => {
  const simulator = createSimulator({ control: { cutAfter: 500 } });
  const conversation = await newConversation(simulator);
  simulator.control.failNext('line');
  const otid = crypto.randomUUID();
  const fields = { background: true, messages: [{ role: 'user', content: 'words 50', otid }] };
  const reader = (await send(simulator, conversation, '', fields)).body!.getReader();
  let bytes = 0;
  const readToTheBreak = async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) bytes += chunk.value.length;
  };
  await assert.rejects(readToTheBreak(), TypeError);
  assert.ok(bytes <= 500);
  assert.equal(
    await replyOf(await call(simulator, 'POST', `/v1/conversations/${conversation}/stream`, { otid })),
    words(50),
  );
});

test('with a key, only requests that bear it are answered', async () => {
  const simulator = createSimulator({ apiKey: 'secret' });
  const refused = await call(simulator, 'GET', '/v1/agents/');
  assert.deepEqual([refused.status, await refused.json()], [401, { detail: 'Unauthorized' }]);
  const headers = { authorization: 'Bearer secret' };
  assert.equal((await simulator.fetch(new Request('http://simulator/v1/agents/', { headers }))).status, 200);
});

test('a silent stream carries pings with the number of the last event', async () => {
  const simulator = createSimulator({ pingInterval: 5 });
  const conversation = await newConversation(simulator);
  const response = await send(simulator, conversation, 'slow 1000000 words 2', { background: true });
  const decoder = new TextDecoder();
  let text = '';
  const pings = () => [...text.matchAll(/"message_type":"ping".*"seq_id":(\d+)/g)].map((found) => Number(found[1]));
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk, { stream: true });
    if (pings().length >= 4) break;
  }
  assert.deepEqual(pings().slice(0, 4), [1, 2, 2, 2]);
  simulator.close();
});

test('closing ends every run and leaves nothing in the history', async () => {
  const simulator = createSimulator();
  const conversation = await newConversation(simulator);
  const response = await send(simulator, conversation, 'slow 1000 words 100');
  assert.equal(simulator.activeRuns(), 1);
  simulator.close();
  assert.match(await response.text(), /"stop_reason": "cancelled"/);
  assert.equal(simulator.activeRuns(), 0);
  assert.equal((await messagesOf(simulator, conversation)).length, 1);
});

test('a run that is older than three hours can no longer be read', async () => {
  let now = Date.now();
  const simulator = createSimulator({ now: () => now });
  const conversation = await newConversation(simulator);
  const otid = crypto.randomUUID();
  await (
    await send(simulator, conversation, '', { background: true, messages: [{ role: 'user', content: 'hi', otid }] })
  ).text();
  now += 3 * 60 * 60 * 1000 + 1;
  assert.equal((await call(simulator, 'POST', `/v1/conversations/${conversation}/stream`, { otid })).status, 410);
});
