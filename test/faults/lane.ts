/**
 * A lane: real proxy (Node server on SQLite), a relay on each side of it, and for every trial a fresh visitor's
 * headless client. One conversation at a time; several lanes share a Letta. Faults come from the plans, judging is trial.ts's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEntry } from '../../proxy/log.ts';
import { type RunningProxy, startNode } from '../../proxy/node.ts';
import { TIMEOUTS, type Timeouts } from '../../proxy/timeouts.ts';
import type { ChatClient } from '../../widget/client.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { createClient } from './client.ts';
import { settled, TOOL } from './conversation.ts';
import type { Exchange } from './faulty-answer.ts';
import type { Letta } from './letta.ts';
import { createRelay, type Relay } from './relay.ts';
import type { Leg, Mode, Trial } from './series.ts';

export interface Lane {
  readonly mode: Mode;
  readonly letta: Letta;
  begin(trial: Trial): Promise<Session>;
  close(): Promise<void>;
}

/** One visitor with one conversation. */
export interface Session {
  readonly client: ChatClient;
  exchanges(leg: Leg): readonly Exchange[];
  /** What the proxy's operator reads of it. */
  readonly log: readonly LogEntry[];
  /** Resolves when the lines are silent: every answer has come to its end. */
  quiet(): Promise<void>;
  end(): Promise<void>;
}

/** @param haste by how much every wait of client and proxy is shortened, so that minutes of patience take seconds. */
export async function createLane(mode: Mode, letta: Letta, haste: number): Promise<Lane> {
  const folder = await mkdtemp(join(tmpdir(), 'letta-chat-faults-'));
  const upstream = await createRelay(letta);
  const log: LogEntry[] = [];
  const start = (store: string) =>
    startNode(
      { ...environment(letta), LETTA_BASE_URL: upstream.url, STORE_PATH: store },
      { timeouts: hasty(haste), log: (entry) => void log.push(entry) },
    );
  let proxy: RunningProxy = await start(IN_MEMORY);
  const front = await createRelay({ port: portOf(proxy) });
  await warmUp();

  /** Without Redis the proxy's first send shows it, by one request more; the trials are to be equal. */
  async function warmUp(): Promise<void> {
    const client = createClient(front.url, haste);
    await client.send('ok');
    await settled(client, AbortSignal.timeout(30_000));
    client.close();
  }

  /** Ends the proxy without grace, and starts another one on that store. */
  async function restart(store: string): Promise<void> {
    await proxy.close();
    front.drop();
    proxy = await start(store);
    front.retarget(portOf(proxy));
  }

  return {
    mode,
    letta,
    async begin(trial) {
      const file = join(folder, 'store.sqlite');
      if (trial.restart) await restart(file).then(warmUp);
      upstream.reset(trial.plans.letta);
      front.reset(trial.plans.client);
      log.length = 0;
      const client = createClient(front.url, haste);
      const ended = new AbortController();
      const restarted =
        trial.restart && whenFaulted(front, ended.signal).then((yes) => (yes ? restart(file) : undefined));
      return {
        client,
        log,
        exchanges: (leg) => (leg === 'client' ? front : upstream).exchanges,
        async quiet() {
          while (![...front.exchanges, ...upstream.exchanges].every(({ done }) => done)) await nextTurn();
        },
        async end() {
          ended.abort();
          await restarted;
          const { conversation } = client.snapshot;
          client.close();
          front.reset();
          upstream.reset();
          if (conversation !== null) await letta.forget(conversation);
          if (trial.restart) await restart(IN_MEMORY).then(warmUp);
        },
      };
    },
    async close() {
      await front.close();
      await proxy.close();
      await upstream.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Thousands of conversations need not wait for a disk; those in which the proxy is restarted get a file. */
const IN_MEMORY = ':memory:';

const environment = ({ agentId }: Letta) => ({
  AGENTS: JSON.stringify([{ name: 'faults', agent_id: agentId, show: ['reasoning'], tools: [TOOL] }]),
  ...UNLIMITED,
  VISITOR_SECRET: 'a secret of the fault bench and of nobody else',
  PORT: '0',
});

/** What it has learned of Letta it keeps, so that all conversations are alike. Nothing is graceful: a proxy that stops is to break its lines. */
const hasty = (haste: number): Timeouts => ({
  ...(Object.fromEntries(Object.entries(TIMEOUTS).map(([name, ms]) => [name, ms / haste])) as unknown as Timeouts),
  foregroundMemory: Number.MAX_SAFE_INTEGER,
  shutdown: 0,
});

const portOf = ({ url }: RunningProxy): number => Number(new URL(url).port);

/** Resolves with true when a fault of the plan has happened, with false when the signal aborts before. */
async function whenFaulted(relay: Relay, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (relay.exchanges.some(({ faulted }) => faulted)) return true;
    await nextTurn();
  }
  return false;
}
