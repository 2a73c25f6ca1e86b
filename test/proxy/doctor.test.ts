// The doctor, against real proxies on real ports: a healthy one, and ones that have what it is there to find.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../demo/simulator/index.ts';
import { run } from '../../proxy/cli.ts';
import { errorBody, unavailable } from '../../proxy/errors.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { addAgents, ORIGIN } from './rig.ts';

let folder: string;
const closers: (() => unknown)[] = [];

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'letta-chat-doctor-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'letta-chat.js'), `console.log("${'entry'.repeat(500)}")`);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
after(() => rmSync(folder, { recursive: true }));

async function deploy(
  change: Record<string, string> = {},
  options: { redis?: boolean } = {},
): Promise<RunningProxy & { simulator: Simulator; settings: Record<string, string> }> {
  const simulator = createSimulator(options);
  const settings = { LETTA_BASE_URL: 'http://letta.test', ...addAgents(simulator).settings, ...change };
  const proxy = await startNode(
    { ...settings, PORT: '0', STORE_PATH: ':memory:' },
    {
      fetch: (input, init) => simulator.fetch(new Request(input, init)),
      log: () => undefined,
      dist: join(folder, 'dist'),
    },
  );
  closers.push(() => simulator.close());
  closers.push(() => proxy.close());
  return { ...proxy, simulator, settings };
}

async function doctor(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await run(['doctor', ...args], {}, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

/** Hands everything on, but each answer only when it is whole, in several parts: what a buffering server in between does. */
async function startCollector(target: string): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    const { host: _, connection: _c, ...headers } = incoming.headers as Record<string, string>;
    const method = incoming.method ?? 'GET';
    const body = method === 'GET' ? null : Buffer.concat(chunks);
    const answer = await fetch(target + incoming.url, { method, headers, body });
    const whole = Buffer.from(await answer.arrayBuffer());
    const { 'content-encoding': _e, 'transfer-encoding': _t, ...rest } = Object.fromEntries(answer.headers);
    outgoing.writeHead(answer.status, rest);
    const part = Math.ceil(whole.length / 4) || 1;
    for (let at = 0; at < whole.length; at += part) {
      outgoing.write(whole.subarray(at, at + part));
      await setImmediate();
    }
    outgoing.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SLOW = 'slow 10 words 60';

test('a healthy proxy: everything is good, and the conversation is gone again', async () => {
  const proxy = await deploy();
  const { code, text } = await doctor(proxy.url, '--origin', ORIGIN, '--say', SLOW);
  assert.equal(code, 0, text);
  for (const found of [
    /✓ letta-chat .* answers/,
    /✓ Letta answers the proxy/,
    /✓ The widget's script is served/,
    /✓ Agents: support \(Support\), tools \(Tools\)/,
    /✓ Websites that are not in ALLOWED_ORIGINS are refused/,
    /✓ Pages of https:\/\/shop\.example may use it/,
    /✓ Replies stream/,
    /✓ A line that was cut in the middle of the reply was taken up again/,
    /✓ Another visitor does not reach the conversation/,
  ])
    assert.match(text, found);
  assert.doesNotMatch(text, /✗/);
  const left = await proxy.simulator.fetch(new Request('http://letta.test/v1/conversations/'));
  assert.deepEqual(await left.json(), []);
});

test('something that collects the stream is found', async () => {
  const proxy = await deploy();
  const { code, text } = await doctor(await startCollector(proxy.url), '--say', SLOW);
  assert.match(text, /! \d+ pieces of text came at once/);
  assert.match(text, /proxy_buffering off/);
  assert.equal(code, 0, text);
});

test('of a reply that is over at once nothing is said about streaming', async () => {
  const { code, text } = await doctor((await deploy()).url, '--say', 'Hello');
  assert.match(text, /! The reply was too short \(15 characters\) to tell whether replies stream/);
  assert.doesNotMatch(text, /came at once/);
  assert.equal(code, 0, text);
});

test('a Letta without background streams is found', async () => {
  const { text } = await doctor((await deploy({}, { redis: false })).url, '--say', SLOW);
  assert.match(text, /✓ Replies stream/);
  assert.match(text, /! A reply whose line is cut is not resumed/);
});

test('a site that is not allowed, and a proxy that is open to all', async () => {
  const closed = await doctor((await deploy()).url, '--origin', 'https://other.example', '--say', SLOW);
  assert.match(closed.text, /✗ Pages of https:\/\/other\.example may not use it/);
  assert.match(closed.text, /→ Add https:\/\/other\.example to ALLOWED_ORIGINS/);
  assert.equal(closed.code, 1);
  const open = await doctor((await deploy({ ALLOWED_ORIGINS: '*' })).url, '--say', SLOW);
  assert.match(open.text, /! Any website can put this agent on its pages/);
});

test('an agent that Letta does not know is a finding with what to do', async () => {
  const proxy = await deploy({ AGENTS: '', LETTA_AGENT_ID: 'agent-00000000-0000-4000-8000-000000000000' });
  const { code, text } = await doctor(proxy.url);
  assert.match(text, /✗ The proxy cannot use Letta/);
  assert.match(text, /✗ No conversation can be begun/);
  assert.equal(code, 1);
});

test('a failing model is told with the request id that the log has', async () => {
  const { code, text } = await doctor((await deploy()).url, '--say', 'fail 500');
  assert.match(text, /✗ The agent failed: .* \(request [0-9a-f-]{36}\)/);
  assert.equal(code, 1);
});

test('nothing there, and something else there', async () => {
  const nothing = await doctor('http://127.0.0.1:1');
  assert.match(nothing.text, /✗ Nothing answers at http:\/\/127\.0\.0\.1:1/);
  assert.equal(nothing.code, 1);
  const other = createServer((_, answer) => answer.end('<h1>It works!</h1>')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  closers.push(() => other.close());
  const { text } = await doctor(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  assert.match(text, /✗ What answers at .* is not letta-chat's proxy/);
});

test('a Worker without its settings is told apart from something else there', async () => {
  const body = JSON.stringify(errorBody(unavailable('LETTA_AGENT_ID is missing.'), 'ab12'));
  const worker = createServer((_, answer) => answer.writeHead(503, { 'content-type': 'application/json' }).end(body));
  await once(worker.listen(0, '127.0.0.1'), 'listening');
  closers.push(() => worker.close());
  const { code, text } = await doctor(`http://127.0.0.1:${(worker.address() as AddressInfo).port}`);
  assert.match(text, /✗ letta-chat's proxy at .* is not set up \(.*request ab12\)/);
  assert.match(text, /→ A setting is missing or wrong: .*log/);
  assert.equal(code, 1);
});

test('a proxy whose new visitors pass Turnstile is not ill: what cannot be examined is said', async () => {
  const proxy = await deploy({
    TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
    TURNSTILE_SECRET: '1x0000000000000000000000000000000AA',
  });
  const { code, text } = await doctor(proxy.url);
  assert.match(text, /! New visitors have to pass Turnstile, which the doctor cannot/);
  assert.match(text, /→ .*TURNSTILE_SITE_KEY/);
  assert.equal(code, 0, text);
});

test('the settings are examined from inside, down to the key', async () => {
  const simulator = createSimulator({ apiKey: 'right' });
  closers.push(() => simulator.close());
  const server = createServer(async (incoming, outgoing) => {
    const headers = incoming.headers as Record<string, string>;
    const answer = await simulator.fetch(new Request(`http://letta.test${incoming.url}`, { headers }));
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { settings } = addAgents(simulator);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const examine = async (change: Record<string, string>) => {
    const lines: string[] = [];
    const environment = { ...settings, LETTA_BASE_URL: address, LETTA_API_KEY: 'right', ...change };
    const code = await run(['doctor'], environment, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  };
  const right = await examine({});
  assert.match(right.text, /✓ Letta has the agent "support"/);
  assert.match(right.text, /! All visitors share the memory of "support", and it can be written: human\./);
  assert.equal(right.code, 0);
  const wrong = await examine({ LETTA_API_KEY: 'wrong' });
  assert.match(wrong.text, /✗ The agent "support" cannot be used\.\n {2}→ .*LETTA_API_KEY/);
  assert.equal(wrong.code, 1);
  const unlimited = await examine({ TOKENS_PER_DAY: '0', IDENTITY_JWKS_URL: `${address}/keys` });
  assert.match(unlimited.text, /! TOKENS_PER_DAY is 0/);
  assert.match(unlimited.text, /✗ The keys of IDENTITY_JWKS_URL cannot be had\.\n {2}→ ./);
  const misspelt = await examine({ ALOWED_ORIGINS: '*' });
  assert.match(misspelt.text, /✗ A setting is wrong\.\n {2}→ .*Did you mean ALLOWED_ORIGINS/);
});

test('a call that makes no sense says how to call', async () => {
  for (const args of [[], ['nurse'], ['doctor', 'chat.example.com'], ['doctor', '--frob']]) {
    const lines: string[] = [];
    assert.equal(await run(args, {}, (line) => lines.push(line)), 2);
    assert.match(lines.join('\n'), /https:\/\//);
  }
});
