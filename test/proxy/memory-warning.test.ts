// The warning about memory that visitors share: what it says, when it is silent, and that it stops nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulator } from '../../demo/simulator/index.ts';
import { parseConfig } from '../../proxy/config.ts';
import type { LogEntry } from '../../proxy/log.ts';
import { warnOfSharedMemory } from '../../proxy/memory-warning.ts';

type Blocks = readonly { label: string; value: string; read_only?: boolean }[];

async function warnings(blocks: Blocks, settings: Record<string, string> = {}, offline = false) {
  const simulator = createSimulator();
  const { id } = simulator.addAgent({ name: 'a', model: 'letta-chat/scripted', memory_blocks: blocks });
  simulator.control.offline = offline;
  const log: LogEntry[] = [];
  let asked = 0;
  const config = parseConfig({ LETTA_BASE_URL: 'http://letta.test', LETTA_AGENT_ID: id, ...settings });
  await warnOfSharedMemory(config, {
    log: (entry) => log.push(entry),
    fetch: (input, init) => {
      asked++;
      return simulator.fetch(new Request(input, init));
    },
  });
  simulator.close();
  return { log, asked };
}

const HUMAN = { label: 'human', value: 'unknown' };
const PERSONA = { label: 'persona', value: 'kind', read_only: true };

test('an agent whose blocks can be written is named, with the blocks and what to do', async () => {
  const { log } = await warnings([HUMAN, PERSONA]);
  assert.equal(log.length, 1);
  assert.equal(log[0]?.level, 'warn');
  assert.match(
    log[0]?.problem ?? '',
    /^The agent "default" can write its memory blocks human, and .*read_only: true.*MEMORY_WARNING=off/,
  );
});

test('read-only blocks, or none, are nothing to warn of', async () => {
  assert.deepEqual((await warnings([PERSONA])).log, []);
  assert.deepEqual((await warnings([])).log, []);
});

test('MEMORY_WARNING=off does not even ask', async () => {
  assert.deepEqual(await warnings([HUMAN], { MEMORY_WARNING: 'off' }), { log: [], asked: 0 });
});

test('a Letta that does not answer is told, and nothing is thrown', async () => {
  const { log } = await warnings([HUMAN], {}, true);
  assert.match(log[0]?.problem ?? '', /is not known: LettaError: Letta at http:\/\/letta\.test/);
});
