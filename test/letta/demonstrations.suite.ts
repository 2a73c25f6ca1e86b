// The reference script's five demonstrations, done by the very code of the demo's page “How it works”, through the real proxy in
// front of the server under test. The model is the scripted one, so they are told in its commands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import {
  basicFlow,
  isolation,
  listing,
  paging,
  type Script,
  type Stage,
  sharedMemory,
} from '../../demo/site/how-demonstrations.ts';
import { createWire } from '../../demo/site/how-wire.ts';
import { createProxy } from '../../proxy/app.ts';
import { parseConfig } from '../../proxy/config.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { settingsFor } from '../proxy/rig.ts';
import { openDesk, target } from './client.ts';

const SCRIPT: Script = {
  hello: 'words 20',
  secret: 'my locker has 4711',
  question: 'which number has my locker?',
  counted: ['one', 'two', 'three'],
  remember: 'use memory_insert {"label":"human","new_string":"The visitor is called Ada."}',
  recall: 'recall',
  fact: 'Ada',
};

const desk = openDesk();

/** A visitor of their own, and what they were told. */
function newStage(): Stage & { readonly told: string[]; readonly heard: string[] } {
  const { settings } = settingsFor(desk.agent, desk.agent);
  const app = createProxy(parseConfig({ ...settings, LETTA_BASE_URL: target.url }), {
    store: createMemoryStore(),
    log: () => undefined,
    fetch,
  });
  const [told, heard]: [string[], string[]] = [[], []];
  const wire = createWire({
    fetch: async (path, init) => app.request(path, init),
    hear: ({ method, path, body }) => {
      heard.push(`${method} ${path} ${body}`);
      return { answered: (status) => heard.push(String(status)), came: (line) => heard.push(line) };
    },
  });
  return { wire, told, heard, tell: (sentence) => told.push(sentence), show: () => undefined };
}

test('demonstration: a visitor, a conversation, a message, a streamed reply', async () => {
  const stage = newStage();
  assert.equal(await basicFlow(stage, SCRIPT), words(20));
  assert.ok(stage.heard.filter((line) => line.includes('"assistant_message"')).length > 2, 'event by event');
  assert.equal(stage.heard.at(-1), '[DONE]');
  assert.doesNotMatch(stage.heard.join('\n'), /eyJ[\w-]|[0-9a-f]{8}-[0-9a-f]{4}-|agent-[0-9a-f]/);
});

test('demonstration: what is said in one conversation is not in the other', async () => {
  const { a, b } = await isolation(newStage(), SCRIPT);
  assert.deepEqual(a, [SCRIPT.secret, `You said: ${SCRIPT.secret}`]);
  assert.deepEqual(b, [SCRIPT.question, `You said: ${SCRIPT.question}`]);
});

test('demonstration: conversations are listed page by page and retrieved', async () => {
  const { pages, title } = await listing(newStage());
  assert.deepEqual(
    pages.map((page) => page.length),
    [2, 1],
  );
  assert.equal(new Set(pages.flat()).size, 3);
  assert.equal(title, 'Listing');
});

test('demonstration: messages are read back page by page, each once', async () => {
  const pages = await paging(newStage(), SCRIPT);
  assert.deepEqual(pages, [
    ['You said: three', 'three'],
    ['You said: two', 'two'],
    ['You said: one', 'one'],
  ]);
});

test('demonstration: what one conversation writes into the memory block, a later one reads', async () => {
  const stage = newStage();
  assert.equal(await sharedMemory(stage, SCRIPT), 'unknown\nThe visitor is called Ada.');
  assert.match(stage.told.at(-1) ?? '', /^B has never seen A’s words, and yet its agent knows/);
  assert.doesNotMatch(stage.heard.join('\n'), /tool_call|tool_return/);
});
