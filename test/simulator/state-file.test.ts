// The state in a file: what survives a restart, and what is said about a file that holds something else.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSimulator } from '../../demo/simulator/index.ts';
import { fileStorage } from '../../demo/simulator/state-file.ts';
import { call, messagesOf, newConversation, replyOf, send } from './simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-chat-state-'));
after(() => rmSync(folder, { recursive: true }));

test('agents, memory and conversations survive a restart, and go on', async () => {
  const storage = fileStorage(join(folder, 'state.json'));
  const first = createSimulator({ storage });
  const conversation = await newConversation(first);
  await (await send(first, conversation, 'use memory_insert {"label":"human","new_string":"Ada"}')).text();
  const before = await messagesOf(first, conversation);
  const second = createSimulator({ storage });
  assert.deepEqual(await messagesOf(second, conversation), before);
  assert.equal(second.agents()[0]?.blocks[0]?.value, 'unknown\nAda');
  assert.equal(await replyOf(await send(second, conversation, 'still there?')), 'You said: still there?');
  assert.equal((await messagesOf(createSimulator({ storage }), conversation)).length, before.length + 2);
  assert.deepEqual(readdirSync(folder), ['state.json']);
});

test('what was deleted stays deleted', async () => {
  const storage = fileStorage(join(folder, 'deleted.json'));
  const first = createSimulator({ storage });
  const conversation = await newConversation(first);
  await call(first, 'DELETE', `/v1/conversations/${conversation}`);
  assert.equal((await call(createSimulator({ storage }), 'GET', `/v1/conversations/${conversation}`)).status, 404);
});

test('a file that holds something else is refused with a sentence that says what to do', () => {
  const path = join(folder, 'other.json');
  for (const text of ['', 'not json', '[]', '{"version":99,"agents":[],"conversations":[]}']) {
    writeFileSync(path, text);
    assert.throws(
      () => createSimulator({ storage: fileStorage(path) }),
      /is not a state of this simulator: delete the file/,
    );
  }
});
