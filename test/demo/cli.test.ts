/** `npm run cli` as a process: what it does with its proxy's agents and conversations, and what it says when something is wrong. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { createChat } from '../../demo/cli/chat.ts';
import { createMemoryBackend } from '../../demo/cli/state-file.ts';
import { createTerminal } from '../../demo/cli/terminal.ts';
import { type Demo, startDemo } from '../../demo/demo.ts';
import { createSimulator } from '../../demo/simulator/index.ts';
import { startNode } from '../../proxy/node.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { until } from '../e2e/look.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { startCli } from './cli-driver.ts';
import { cliStory } from './cli-story.ts';

async function openDemo(t: TestContext, settings: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const demo = await startDemo({ brain: 'scripted', settings: { ...UNLIMITED, ...settings } });
  t.after(() => demo.stop());
  return demo;
}

async function stateFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'letta-chat-cli-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'state.json');
}

test('conversations and agents: created, switched, listed, renamed, read, stopped, deleted', async (t) => {
  const simulator = createSimulator();
  const agents = ['First', 'Second'].map((title) => ({
    name: title.toLowerCase(),
    title,
    agent_id: simulator.addAgent({ name: title, model: 'letta-chat/scripted' }).id,
  }));
  const settings = {
    ...UNLIMITED,
    AGENTS: agents,
    PORT: '0',
    LETTA_BASE_URL: 'http://letta.invalid',
    SHUTDOWN_SECONDS: '0',
  };
  const proxy = await startNode(settings, {
    fetch: (input, init) => simulator.fetch(new Request(input, init)),
    store: createMemoryStore(),
    log: () => undefined,
  });
  t.after(async () => {
    simulator.close();
    await proxy.close();
  });
  await cliStory(startCli(t, '--proxy', proxy.url));
});

test('without anything it talks to a simulated Letta, and takes its lines from a pipe', async (t) => {
  const cli = startCli(t);
  cli.type('hello', '/agents', '//home', '/nonsense', '/quit', 'never reached');
  await cli.hears(/> hello\nHello, and welcome to \*\*Fernhill/);
  await cli.hears(/> \/agents\n\* workshop .*\n {2}echo .*\n> \/\/home\n.*“\/home”/);
  await cli.hears('There is no command /nonsense.');
  assert.equal(await cli.end(), 0);
  assert.doesNotMatch(cli.output, /never/);
  assert.ok(!cli.output.includes('\u001b'), 'no escape sequences in a pipe');
});

test('older conversations and older messages come page by page', async (t) => {
  const demo = await openDemo(t);
  const cli = startCli(t, '--proxy', demo.url);
  for (let i = 1; i <= 12; i++) await cli.ask(`words 1 in ${i}`, /lorem\n/).then(() => cli.ask('/new', 'A new'));
  await cli.ask('/conversations', /1 .*in 12\n[\s\S]*10 .*in 3\n\/more/);
  await cli.ask('/more', /11 .*in 2\n.*12 .*in 1\n/);
  await cli.ask('/more', 'There is no more.');
  await cli.ask('/open 12', '2 messages');
  for (let i = 1; i <= 26; i++) await cli.ask(`words 2 nr ${i}`, /ipsum\*\*\n/);
  const page = await cli.ask('/history', '/more shows what was said before.');
  assert.match(page, /nr 2\n[\s\S]*nr 26\n/);
  assert.doesNotMatch(page, /in 1\n/);
  await cli.ask('/more', /You: words 1 in 1\n/);
  assert.equal(await cli.end(), 0);
});

test('with --state the next run is the same visitor in the same conversation, and only the owner reads the file', async (t) => {
  const demo = await openDemo(t);
  const file = await stateFile(t);
  const first = startCli(t, '--proxy', demo.url, '--state', file);
  await first.ask('remember this', 'You said: remember this\n');
  assert.equal(await first.end(), 0);
  assert.equal((await stat(file)).mode & 0o077, 0);
  const second = startCli(t, '--proxy', demo.url, '--state', file);
  await second.ask('/history', 'You: remember this');
  assert.equal(await second.end(), 0);
});

test('what cannot go out waits and goes out when the proxy is back, with --state in the next run too', async (t) => {
  const demo = await openDemo(t);
  const file = await stateFile(t);
  const cli = startCli(t, '--proxy', demo.url, '--state', file);
  await cli.ask('one', 'You said: one\n');
  demo.network.setMode('offline');
  await cli.ask('two', /The proxy does not answer\. Your message waits\.\n/);
  demo.network.setMode('online');
  await cli.hears('You said: two\n');
  demo.network.setMode('offline');
  await cli.ask('three', /Your message waits\.\n/);
  cli.child.kill('SIGTERM');
  demo.network.setMode('online');
  const again = startCli(t, '--proxy', demo.url, '--state', file);
  await again.hears('You said: three\n');
  assert.equal(await again.end(), 0);
});

test('Ctrl+C takes a waiting message back, and ends the program at the prompt', async (t) => {
  const demo = await openDemo(t);
  const cli = startCli(t, '--proxy', demo.url);
  await cli.ask('one', 'You said: one\n');
  demo.network.setMode('offline');
  await cli.ask('two', /Your message waits\.\n/);
  cli.interrupt();
  await cli.hears('/retry sends it again.');
  demo.network.setMode('online');
  await cli.ask('/retry', 'You said: two\n');
  cli.interrupt();
  assert.equal(await cli.end(), 0);
});

test('a pipe waits for a while only, and what has not arrived is named', async (t) => {
  const demo = await openDemo(t);
  const [input, output] = [new PassThrough(), new PassThrough()];
  let written = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const chat = createChat({
    proxy: demo.url,
    agent: undefined,
    identity: undefined,
    storage: createMemoryBackend(),
    terminal: createTerminal(input, output),
    patience: 50,
  });
  const code = chat.run();
  await until(
    () => written,
    (text) => text.includes('/help lists'),
    'its first line',
  );
  demo.network.setMode('offline');
  input.end('one\ntwo\n');
  assert.equal(await code, 1);
  assert.match(written, /> one\nThe proxy does not answer\. Your message waits\.\nNot sent: one\nNot sent: two\n$/);
});

const wrongs: readonly [name: string, args: (demo: Demo) => string[], sentence: RegExp][] = [
  [
    'no such proxy',
    () => ['--proxy', 'http://127.0.0.1:9'],
    /^No letta-chat proxy answers at http:\/\/127\.0\.0\.1:9\. Is/,
  ],
  [
    'an unknown agent',
    ({ url }) => ['--proxy', url, '--agent', 'x'],
    /^There is no agent "x" at .* It has: workshop\./,
  ],
  [
    'a refused identity',
    ({ url }) => ['--proxy', url, '--identity', 'x.y.z'],
    /^The proxy refused the --identity token/,
  ],
  ['no address', () => ['--proxy', 'chat.example.com'], /^--proxy is "chat.example.com", which is no web address\./],
  ['a misspelt option', () => ['--prxy', 'x'], /^Unknown option '--prxy'[\s\S]*npm run cli -- /],
  ['a state that is none', () => ['--state', 'README.md'], /^--state README\.md is no state of this program\./],
];

for (const [name, args, sentence] of wrongs) {
  test(`${name} is said in a sentence`, async (t) => {
    const demo = await openDemo(t, { IDENTITY_SECRET: 'a secret of more than thirty-two characters' });
    const cli = startCli(t, ...args(demo));
    assert.equal(await cli.end(), 1);
    assert.match(cli.output, sentence);
    assert.doesNotMatch(cli.output, /\n {4}at /);
  });
}

test('a state file with other things in it is left as it is', async (t) => {
  const file = await stateFile(t);
  await writeFile(file, '[1]');
  assert.equal(await startCli(t, '--state', file).end(), 1);
  assert.equal(await readFile(file, 'utf8'), '[1]');
});
