// What is thought of a reply: Letta keeps it by the step that the reply came from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, history, openDesk, send, user } from './client.ts';

const desk = openDesk();

async function stepOfReply(): Promise<string> {
  await desk.fresh();
  await send(desk.conversation, user('hello'));
  const reply = (await history(desk.conversation)).find((message) => message['message_type'] === 'assistant_message');
  return String(reply?.['step_id']);
}

test('a step keeps the last word on its reply, until it is taken back', async () => {
  const path = `/v1/steps/${await stepOfReply()}`;
  for (const feedback of ['positive', 'negative', null]) {
    const answer = await call('PATCH', `${path}/feedback`, { feedback });
    assert.deepEqual([answer.status, answer.json['feedback']], [200, feedback], answer.text);
    assert.equal((await call('GET', path)).json['feedback'], feedback);
  }
});

test('a step that is not there, an id that is none, and any other word are refused', async () => {
  const step = await stepOfReply();
  for (const [id, feedback, status] of [
    ['step-00000000-0000-4000-8000-000000000000', 'positive', 404],
    ['nonsense', 'positive', 422],
    [step, 'good', 422],
  ] as const) {
    assert.equal((await call('PATCH', `/v1/steps/${id}/feedback`, { feedback })).status, status, id);
  }
});
