import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureWidget } from './chunks.ts';
import { scratchFolder } from './scratch.ts';

test('chunks are followed from the script on and told apart by when they are fetched', (t) => {
  const folder = scratchFolder(t, {
    'letta-chat.js': 'import(new URL(`chat-1a.js`, src))',
    'chat-1a.js':
      'import{a}from"./shared-2b.js";const m=()=>import("./a-markdown-3c.js");const s=()=>import("./languages-4d.js"),l=()=>import("./later-5e.js")',
    'shared-2b.js': 'export const a=1',
    'a-markdown-3c.js': 'import{a}from"./shared-2b.js";import"./lexer-6f.js"',
    'later-5e.js': 'import{a}from"./shared-2b.js"',
    'lexer-6f.js': 'export{}',
    'languages-4d.js': 'const de=()=>import("./de-7a.js")',
    'de-7a.js': 'export default {}',
    'client.js': 'export const library = "not for the script tag"',
  });
  const { files, script, firstReply, withMarkdown } = measureWidget(folder);
  assert.deepEqual(Object.fromEntries(files.map(({ name, when }) => [name, when])), {
    'letta-chat.js': 'at once',
    'chat-1a.js': 'first reply',
    'shared-2b.js': 'first reply',
    'a-markdown-3c.js': 'Markdown',
    'lexer-6f.js': 'Markdown',
    'later-5e.js': 'on demand',
    'languages-4d.js': 'on demand',
    'de-7a.js': 'on demand',
  });
  assert.ok(0 < script && script < firstReply && firstReply < withMarkdown);
});

test('a build whose script names no other file is an error, not a success', (t) => {
  assert.throws(() => measureWidget(scratchFolder(t, { 'letta-chat.js': 'all in one' })), /names no other file/);
  assert.throws(() => measureWidget(scratchFolder(t)), /does not exist/);
});
