// The README's headless example is a whole program: it is run as it stands there, but for the proxy's address.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startDemo } from '../../demo/demo.ts';
import { answerTo } from '../../demo/simulator/demo-answers.ts';
import { root } from '../tools/root.ts';

test('the README’s headless example streams a reply and ends', async (t) => {
  const demo = await startDemo({ brain: 'demo' });
  t.after(() => demo.stop());
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, example = ''] = /### Headless\n.*?```js\n(.*?)```/s.exec(readme) ?? [];
  const program = example
    .replace('letta-chat/client', pathToFileURL(join(root, 'widget', 'client.ts')).href)
    .replace('https://chat.example.com', demo.url);
  assert.notEqual(program, example);
  const folder = await mkdtemp(join(tmpdir(), 'letta-chat-readme-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'example.mjs');
  await writeFile(file, program);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file]);
  t.after(() => child.kill());
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  assert.equal(errors, '');
  assert.equal(output, `Workshop desk says:\n${answerTo('What does a full service cost?')}`);
  assert.equal(code, 0);
});
