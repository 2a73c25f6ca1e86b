// `npm run test:soak`: thousands of turns through one client and one proxy, some on broken lines, and what the memory of
// each process does meanwhile. Prints the figures every 200 turns; fails when something grows that should not.
//   npm run test:soak -- --turns 500
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from './client.ts';
import { settled } from './conversation.ts';
import type { Fault } from './faulty-answer.ts';
import { type Figures, takeFigures } from './figures.ts';
import { below, oneOf, randomOf } from './random.ts';
import { createRelay } from './relay.ts';
import { isStream } from './series.ts';

/** How much a heap may have grown since the end of the warm-up (bytes). Noise of a collector is below a megabyte. */
const MOST_GROWTH = 3_000_000;
/** How many more timers or sockets there may be: connections are pooled. */
const MOST_MORE = 4;
const HASTE = 30;
/** A transcript is the visitor's and grows with every turn; so that the rest shows, a new one is begun now and then. */
const TURNS_PER_CONVERSATION = 50;

const { values } = parseArgs({ options: { turns: { type: 'string', default: '2000' } } });
const turns = Number(values.turns);
const interval = Math.min(200, turns / 4);

interface Measurement {
  readonly turns: number;
  readonly client: Figures;
  readonly proxy: Figures;
}

const children: ChildProcess[] = [];
try {
  process.exitCode = await soak();
} finally {
  for (const child of children) child.send('close');
}

async function soak(): Promise<number> {
  const letta = await startChild('letta');
  const proxy = await startChild('proxy', {
    LETTA_BASE_URL: `http://127.0.0.1:${letta.port}`,
    LETTA_AGENT_ID: letta.agentId,
    VISITOR_SECRET: 'a secret of the soak test and of nobody else',
    PORT: '0',
    STORE_PATH: ':memory:',
  });
  const random = randomOf('soak');
  const relay = await createRelay({ port: proxy.port });
  const client = createClient(relay.url, HASTE);
  const measurements: Measurement[] = [];
  const started = Date.now();
  await client.start();
  for (let turn = 1; turn <= turns; turn++) {
    // Some turns on a good line, some on one that is cut once.
    let fault = turn % 4 === 0 ? someFault(random) : undefined;
    relay.reset((exchange) => {
      if (!isStream(exchange)) return undefined;
      const planned = fault;
      fault = undefined;
      return planned;
    });
    await client.send(`think 3 words ${below(random, 40)}`);
    await settled(client, AbortSignal.timeout(30_000));
    if (client.snapshot.status !== 'idle') throw new Error(`turn ${turn} ended as ${client.snapshot.status}`);
    if (turn % TURNS_PER_CONVERSATION === 0) await client.newConversation();
    if (turn % interval !== 0) continue;
    relay.drop();
    const measured = { turns: turn, client: await takeFigures(), proxy: await ask(proxy.child) };
    measurements.push(measured);
    console.log(describe(measured));
  }
  client.close();
  await relay.close();
  console.log(`${turns} turns, every fourth on a broken line, in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return judge(measurements);
}

function someFault(random: () => number): Fault {
  const how = oneOf(random, ['fin', 'reset', 'end'] as const);
  return oneOf(random, [
    { kind: 'cut', after: below(random, 1000), how },
    { kind: 'stall', after: below(random, 1000), released: new Promise(() => undefined) },
    { kind: 'lose', how: 'reset' },
    { kind: 'refuse' },
  ] as const);
}

/** Compares the last measurement with the second: the first has the warming up in it. */
function judge(measurements: readonly Measurement[]): number {
  const before = measurements[1];
  const after = measurements.at(-1);
  if (!before || !after) throw new Error('too few turns to compare');
  const problems = (['client', 'proxy'] as const).flatMap((side) => {
    const grown = after[side].heap - before[side].heap;
    const more = (kind: 'timers' | 'sockets' | 'others') => after[side][kind] - before[side][kind];
    return [
      ...(grown > MOST_GROWTH ? [`the heap of the ${side} grew by ${megabytes(grown)} MB`] : []),
      ...(['timers', 'sockets', 'others'] as const).flatMap((kind) =>
        more(kind) > MOST_MORE ? [`the ${side} has ${more(kind)} more ${kind}`] : [],
      ),
    ];
  });
  for (const problem of problems) console.log(`✗ ${problem}`);
  if (problems.length === 0) console.log('Flat: nothing grew between the second and the last line.');
  console.log(`${problems.length === 0 ? 1 : 0} passed, ${problems.length} failed`);
  return problems.length === 0 ? 0 : 1;
}

async function startChild(role: string, settings: Record<string, unknown> = {}) {
  const path = fileURLToPath(new URL('soak-child.ts', import.meta.url));
  const child = fork(path, [role, JSON.stringify(settings)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  children.push(child);
  const [told] = (await once(child, 'message')) as [{ port: number; agentId?: string }];
  return { child, ...told };
}

async function ask(child: ChildProcess): Promise<Figures> {
  child.send('figures');
  const [figures] = (await once(child, 'message')) as [Figures];
  return figures;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function describe({ turns, client, proxy }: Measurement): string {
  return `${String(turns).padStart(6)} turns   ${describeFigures('client', client)}   ${describeFigures('proxy', proxy)}`;
}

function describeFigures(name: string, { heap, timers, sockets, others }: Figures): string {
  return `${name} ${megabytes(heap).padStart(5)} MB, ${timers} timers, ${sockets} sockets, ${others} others`;
}
