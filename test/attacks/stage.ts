/**
 * What is attacked: the real proxy, on Node with an SQLite file or in workerd with its Durable Objects, on a port, in front of
 * a Letta that writes down what reaches it. The same attacks run on both.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../proxy/log.ts';
import { startNode } from '../../proxy/node.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import type { Store } from '../../proxy/store/store.ts';
import { TIMEOUTS } from '../../proxy/timeouts.ts';
import { startWorker } from '../worker/rig.ts';
import { type Answer, ask, type Question } from './http.ts';
import { type ListeningLetta, settingsFor, startLetta } from './letta.ts';

export type Kind = 'Node' | 'workerd';

export interface Stage {
  readonly kind: Kind;
  readonly port: number;
  readonly letta: ListeningLetta;
  /** Everything the proxy has logged; on workerd nothing, its console cannot be read from here. */
  readonly log: LogEntry[];
  /** Names of the store's functions in the order of their calls; on workerd nothing, for the same reason. */
  readonly storeCalls: string[];
  ask(question: Question): Promise<Answer>;
  /** For what ordinary visitors do. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Limits switched off: what holds them is tried with limits of its own. */
const UNLIMITED = {
  MEMORY_WARNING: 'off',
  VISITORS_PER_MINUTE: '0',
  CONVERSATIONS_PER_MINUTE: '0',
  CONVERSATIONS_PER_MINUTE_PER_ADDRESS: '0',
  MESSAGES_PER_MINUTE: '0',
  MESSAGES_PER_MINUTE_PER_ADDRESS: '0',
  REQUESTS_PER_MINUTE: '0',
  RUNS_AT_ONCE: '0',
  TOKENS_PER_DAY: '0',
  TOKENS_PER_DAY_PER_VISITOR: '0',
};

export async function startStage(kind: Kind, settings: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const letta = await startLetta();
  const environment = { ...settingsFor(letta), ...UNLIMITED, ...settings };
  const proxy = kind === 'Node' ? await onNode(environment) : await inWorkerd(environment);
  return {
    kind,
    letta,
    port: Number(new URL(proxy.url).port),
    log: proxy.log,
    storeCalls: proxy.storeCalls,
    ask: (question) => ask(Number(new URL(proxy.url).port), question),
    request: (path, init) => fetch(proxy.url + path, init),
    async close() {
      await proxy.close();
      await letta.close();
    },
  };
}

interface Proxy {
  readonly url: string;
  readonly log: LogEntry[];
  readonly storeCalls: string[];
  close(): Promise<void>;
}

async function inWorkerd(environment: Record<string, string>): Promise<Proxy> {
  return { ...(await startWorker({ LETTA_AGENT_ID: '', ...environment })), log: [], storeCalls: [] };
}

/** The folder of the widget's files has a secret beside it. */
async function onNode(environment: Record<string, string>): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'letta-chat-attacks-'));
  mkdirSync(join(folder, 'dist', 'chunks'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'letta-chat.js'), 'console.log("the widget")');
  writeFileSync(join(folder, 'secret.js'), OUTSIDE);
  const store = createSqliteStore(join(folder, 'store.sqlite'));
  const log: LogEntry[] = [];
  const storeCalls: string[] = [];
  const proxy = await startNode(
    { ...environment, PORT: '0' },
    {
      store: noted(store, storeCalls),
      log: (entry) => void log.push(entry),
      dist: join(folder, 'dist'),
      timeouts: { ...TIMEOUTS, shutdown: 1_000 },
    },
  );
  return {
    url: proxy.url,
    log,
    storeCalls,
    async close() {
      await proxy.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What the file beside the widget's folder holds. */
export const OUTSIDE = 'PLANTED-FILE-OUTSIDE-OF-THE-FOLDER';

/** The store itself, with every call's name noted. */
const noted = <S extends Store>(store: S, calls: string[]): S =>
  new Proxy(store, {
    get(target, name) {
      calls.push(String(name));
      return Reflect.get(target, name);
    },
  });
