/** `npm start` as a process: what it prints, what it serves, and how it ends. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { ensureBuilt } from '../tools/build.ts';
import { root } from '../tools/root.ts';

ensureBuilt();

function start(t: TestContext, environment: Record<string, string>): ChildProcess {
  const unset = { LETTA_API_KEY: '', LETTA_AGENT_ID: '', LETTA_BASE_URL: '' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'demo', 'start.ts')], {
    env: { ...process.env, ...unset, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM'); // not SIGKILL: it has a folder to remove
    await once(child, 'exit');
  });
  return child;
}

/** The exit code, and all that it wrote. */
async function end(child: ChildProcess): Promise<{ code: number; errors: string; output: string }> {
  const [errors, output, [code]] = await Promise.all([text(child.stderr!), text(child.stdout!), once(child, 'exit')]);
  return { code: code as number, errors, output };
}

/** Its line with the address; before it may stand that it builds. */
async function addressLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith('http')) return line;
  }
  throw new Error(`It ended without an address: ${await text(child.stderr!)}`);
}

test('it prints one line with the address, serves the site, and ends cleanly on Ctrl-C', async (t) => {
  const child = start(t, { PORT: '0' });
  const line = await addressLine(child);
  const [, url] = /^(http:\/\/localhost:\d+) is the demo site.*simulated Letta.*$/.exec(line) ?? [];
  assert.ok(url, line);
  const page = await (await fetch(url)).text();
  assert.match(page, /<script src="\/letta-chat\.js" async><\/script>/);
  assert.match(page, /<demo-panel/);
  assert.doesNotMatch(await (await fetch(`${url}/?panel=0`)).text(), /demo-panel/);
  assert.equal((await fetch(`${url}/letta-chat.js`)).status, 200);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  await assert.rejects(fetch(url));
});

test('on a taken port it says in one sentence what to do', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, 'localhost', resolve));
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const { code, errors, output } = await end(start(t, { PORT: String(port) }));
  assert.equal(code, 1);
  assert.equal(
    errors,
    `Port ${port} is taken: end what listens there, or choose another one with PORT=${port + 1} npm start.\n`,
  );
  assert.equal(output, '');
});

test('a half-set real Letta is one sentence too', async (t) => {
  const { code, errors } = await end(start(t, { PORT: '0', LETTA_API_KEY: 'key' }));
  assert.equal(code, 1);
  assert.match(errors, /^LETTA_AGENT_ID is missing: .*\n$/);
});

test('with a real Letta it says whose agent answers', async (t) => {
  const environment = { PORT: '0', LETTA_BASE_URL: 'http://127.0.0.1:9', LETTA_AGENT_ID: 'agent-0' };
  assert.match(await addressLine(start(t, environment)), /your agent agent-0 at http:\/\/127\.0\.0\.1:9/);
});
