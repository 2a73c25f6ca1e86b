/** The soak of the headless client (in this process) and of the proxy (in one of its own), with a relay between them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChatClient } from '../../widget/client.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { createClient } from './client.ts';
import { settled } from './conversation.ts';
import type { Fault } from './faulty-answer.ts';
import { type Figures, takeFigures } from './figures.ts';
import type { Bounds, Row } from './growth.ts';
import { below, oneOf, type Random, randomOf } from './random.ts';
import { createRelay, type Relay } from './relay.ts';
import { isStream } from './series.ts';

/** A collector's noise and what the compiler still learns stay below; over 2,000 turns a leak of two kilobytes a turn does not. */
export const NODE_BOUNDS: Bounds = {
  'client heap': 2_500_000,
  'client timers': 3,
  'client sockets': 6,
  'proxy heap': 2_500_000,
  'proxy timers': 3,
  'proxy sockets': 6,
};

/** By how much waits are shortened. */
const HASTE = 30;

/** A transcript is the visitor's and grows with every turn; so that the rest shows, a new one is begun now and then. */
export const TURNS_PER_CONVERSATION = 50;

export async function soakNode(turns: number, every: number, told: (row: Row) => void): Promise<void> {
  const letta = await startChild('letta');
  const proxy = await startChild('proxy', {
    LETTA_BASE_URL: `http://127.0.0.1:${letta.port}`,
    LETTA_AGENT_ID: letta.agentId,
    ...UNLIMITED,
    VISITOR_SECRET: 'a secret of the soak test and of nobody else',
    PORT: '0',
    STORE_PATH: ':memory:',
  });
  const random = randomOf('soak');
  const relay = await createRelay({ port: proxy.port });
  const client = createClient(relay.url, HASTE);
  await client.start();
  for (let turn = 1; turn <= turns; turn++) {
    await holdTurn(turn, client, relay, random);
    if (turn % every !== 0) continue;
    relay.drop();
    told({
      turns: turn,
      counts: { ...named('client', await takeFigures()), ...named('proxy', await ask(proxy.child)) },
    });
  }
  client.close();
  await relay.close();
  for (const { child } of [proxy, letta]) child.send('close');
}

/** Three turns on a good line, the fourth on one that breaks once. */
async function holdTurn(turn: number, client: ChatClient, relay: Relay, random: Random): Promise<void> {
  let fault = turn % 4 === 0 ? someFault(random) : undefined;
  relay.reset((exchange) => {
    if (!isStream(exchange)) return undefined;
    const planned = fault;
    fault = undefined;
    return planned;
  });
  await client.send(`think 3 words ${below(random, 40)}`);
  await settled(client, AbortSignal.timeout(60_000));
  if (client.snapshot.status !== 'idle') throw new Error(`turn ${turn} ended as ${client.snapshot.status}`);
  if (turn % TURNS_PER_CONVERSATION === 0) await client.newConversation();
}

function someFault(random: Random): Fault {
  const how = oneOf(random, ['fin', 'reset', 'end'] as const);
  return oneOf(random, [
    { kind: 'cut', after: below(random, 1000), how },
    { kind: 'stall', after: below(random, 1000), released: new Promise(() => undefined) },
    { kind: 'lose', how: 'reset' },
    { kind: 'refuse' },
  ] as const);
}

function named(side: string, { heap, timers, sockets }: Figures): Row['counts'] {
  return { [`${side} heap`]: heap, [`${side} timers`]: timers, [`${side} sockets`]: sockets };
}

async function startChild(role: 'letta' | 'proxy', settings: Record<string, unknown> = {}) {
  const path = fileURLToPath(new URL('soak-child.ts', import.meta.url));
  const child = fork(path, [role, JSON.stringify(settings)], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  // Nothing of the soak outlives it, however it ends.
  process.once('exit', () => child.kill());
  const [told] = (await once(child, 'message')) as [{ port: number; agentId?: string }];
  return { child, ...told };
}

async function ask(child: ChildProcess): Promise<Figures> {
  child.send('figures');
  const [figures] = (await once(child, 'message')) as [Figures];
  return figures;
}
