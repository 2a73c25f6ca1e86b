import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDisk, createWorld, PROXY, read, settled, until } from './world.ts';

const MESSAGE = 'think 3 words 8';

/** Where each event of the stream ends, in bytes. */
async function boundaries(stream: string): Promise<number[]> {
  const encoder = new TextEncoder();
  let at = 0;
  return stream.split('\n\n').map((event) => {
    at += encoder.encode(event).length + 2;
    return at;
  });
}

for (const redis of [true, false]) {
  const mode = redis ? 'with background runs' : 'without background runs';

  test(`cut after any event, and inside it, the transcript is that of the uncut stream (${mode})`, async (t) => {
    const world = createWorld(t, { redis });
    const first = world.open();
    await first.send(MESSAGE);
    const whole = read(await until(first, settled));
    const conversation = first.snapshot.conversation;
    first.close();
    assert.ok(conversation);
    const ends = await boundaries(await stream(world));
    assert.ok(ends.length > 8, `${ends.length} events`);
    for (const end of [0, ...ends.flatMap((at) => [at - 5, at])]) {
      const client = world.open(createDisk());
      world.line.fault({ path: '/messages', cutAfter: end });
      await client.send(MESSAGE);
      assert.deepEqual(read(await until(client, settled)), whole, `cut at ${end}`);
      client.close();
    }
  });

  test(`a send whose answer is lost is answered once (${mode})`, async (t) => {
    const world = createWorld(t, { redis });
    const client = world.open();
    world.line.fault({ path: '/messages', unanswered: true });
    await client.send('words 3');
    const { messages } = await until(client, settled);
    assert.deepEqual(
      messages.map(({ role, state }) => `${role} ${state}`),
      ['user sent', 'assistant complete'],
    );
  });

  test(`a reload at any moment of a reply loses and doubles nothing (${mode})`, async (t) => {
    const world = createWorld(t, { redis });
    const disk = createDisk();
    let client = world.open(disk);
    await client.send('slow 3 words 30');
    for (let reload = 0; reload < 5; reload++) {
      client.close();
      client = world.open(disk);
      await client.start();
      await until(client, ({ status }) => status !== 'sending');
    }
    const { messages } = await until(client, settled);
    assert.deepEqual(
      messages.map(({ role, state }) => `${role} ${state}`),
      ['user sent', 'assistant complete'],
    );
    assert.equal(messages[1]?.text.split(' ').length, 30);
  });
}

/** The bytes of one stream as the proxy writes them. */
async function stream({ proxy }: ReturnType<typeof createWorld>): Promise<string> {
  const post = (path: string, body: unknown, token = '') =>
    proxy.request(`${PROXY}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  const { token } = (await (await post('/v1/visitors', {})).json()) as { token: string };
  const { id } = (await (await post('/v1/conversations', {}, token)).json()) as { id: string };
  const message = { role: 'user', content: MESSAGE, otid: crypto.randomUUID() };
  return (await post(`/v1/conversations/${id}/messages`, { messages: [message] }, token)).text();
}
