// The simulator alone, as `npm run simulator` starts it: it answers, it stops, and it says what is wrong with its options.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const program = join(import.meta.dirname, '../../demo/simulator/main.ts');
const start = (...options: string[]) => spawn(process.execPath, [program, ...options]);

test('it prints its address, answers there, and stops on SIGTERM', async () => {
  const child = start('--port', '0', '--no-redis');
  let url = '';
  for await (const line of createInterface({ input: child.stdout })) {
    url = /listens on (http:\S+)/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
  const health = await fetch(`${url}/v1/health/`);
  assert.equal(health.status, 200);
  await health.text();
  const agents = (await (await fetch(`${url}/v1/agents/`)).json()) as { name: string }[];
  assert.deepEqual(
    agents.map(({ name }) => name),
    ['demo'],
  );
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('a taken port is named, with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const child = start('--port', String(port));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.equal(
    said,
    `Port ${port} is taken. Stop what listens there, or choose another: npm run simulator -- --port ${port + 1}\n`,
  );
  assert.equal(code, 1);
  taken.close();
});

test('a wrong option is named, with what to write', async () => {
  const cases: [string[], RegExp][] = [
    [['--port', 'x'], /^--port x is no port: write a number up to 65535\.\n$/],
    [['--brain', 'big'], /^--brain big is unknown: write scripted or demo\.\n$/],
    [['--prot', '1'], /--prot[\s\S]*\nUse: npm run simulator -- \[--port 8283\]/],
  ];
  for (const [options, expected] of cases) {
    const child = start(...options);
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.match(said, expected);
    assert.equal(code, 1);
  }
});
