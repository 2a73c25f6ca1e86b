// What the proxy costs, on Node and in workerd: the time that it adds to an event, its CPU time, the bytes that a token of five bytes
// becomes, and how many streams it holds at once. Letta is a process of its own (letta-source.ts), the visitor is this one.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { newVisitor, settingsFor, UNLIMITED, type Visitor } from '../proxy/rig.ts';
import { root } from '../tools/root.ts';
import { startWorker } from '../worker/rig.ts';
import { costOf, findDescendant } from './process-cost.ts';

export type Runtime = 'node' | 'workerd';

export interface ProxyCost {
  readonly runtime: Runtime;
  /** Milliseconds from Letta's sending to the visitor's reading, the median and the slowest hundredth, beyond those without a proxy. */
  readonly added: { readonly p50: number; readonly p99: number };
  /** Milliseconds of CPU time for 1,000 events; `null` where the system does not tell. */
  readonly cpu: number | null;
  /** Bytes to the browser for a token of five bytes, and as Letta sends it. */
  readonly bytes: { readonly sent: number; readonly received: number };
  /** Streams held at once, how many of them failed, and MB of memory for each. */
  readonly streams: { readonly asked: number; readonly failed: number; readonly memory: number | null };
}

interface Running {
  readonly url: string;
  readonly pid: number | null;
  close(): Promise<void>;
}

export interface ProxyPlan {
  /** Events of a stream whose times are taken, streams at once whose CPU time is, and streams that are held. */
  readonly events: number;
  readonly parallel: number;
  readonly held: number;
}

export async function measureProxy(runtime: Runtime, plan: ProxyPlan): Promise<ProxyCost> {
  const letta = await startProgram(join(root, 'test', 'bench', 'letta-source.ts'), {});
  const settings = { ...settingsFor('agent-1', 'agent-2').settings, ...UNLIMITED, LETTA_BASE_URL: letta.url };
  const proxy = await (runtime === 'node' ? startOnNode(settings) : startInWorkerd(settings)).catch(async (error) => {
    await letta.close();
    throw error;
  });
  try {
    const visitor = await newVisitor({ request: (path, init) => fetch(proxy.url + path, init) });
    const direct = (events: number, every: number, rest = '') =>
      fetch(`${letta.url}/v1/conversations/x/messages`, {
        method: 'POST',
        body: `events ${events} every ${every}${rest}`,
      });
    const through = async (events: number, every: number, rest = '') =>
      visitor.open(await visitor.converse(), `events ${events} every ${every}${rest}`);
    await delays(await through(50, 5, ' stamped')); // warm
    // At the same time, so that both meet the same machine.
    const ways = [through(plan.events, 10, ' stamped'), direct(plan.events, 10, ' stamped')];
    const [with_, without] = await Promise.all(ways.map(async (response) => delays(await response)));
    const added = { p50: at(with_!, 0.5) - at(without!, 0.5), p99: at(with_!, 0.99) - at(without!, 0.99) };
    const bytes = { sent: await bytesPerToken(through), received: await bytesPerToken(direct) };
    return {
      runtime,
      added,
      bytes,
      cpu: await cpuOf(proxy.pid, plan, through),
      streams: await hold(proxy.pid, plan.held, visitor),
    };
  } finally {
    await proxy.close();
    await letta.close();
  }
}

type Open = (events: number, every: number, rest?: string) => Promise<Response>;

/** Milliseconds that each event was on its way, sorted. */
async function delays(response: Response): Promise<number[]> {
  const found: number[] = [];
  let rest = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    const now = process.hrtime.bigint();
    const events = (rest + part).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      const stamp = /"content":\s?"(\d{6,})"/.exec(event)?.[1];
      if (stamp) found.push(Number(now - BigInt(stamp)) / 1e6);
    }
  }
  if (!found.length) throw new Error(`No event came: ${response.status} ${rest}`);
  return found.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** The difference between a longer and a shorter stream, so that what comes once is not counted. */
async function bytesPerToken(open: Open): Promise<number> {
  const length = async (events: number) => (await (await open(events, 0)).arrayBuffer()).byteLength;
  return ((await length(400)) - (await length(200))) / 200;
}

async function cpuOf(pid: number | null, { parallel }: ProxyPlan, open: Open): Promise<number | null> {
  const before = pid === null ? null : costOf(pid);
  const events = 1000;
  const streams = Array.from({ length: parallel }, async () => (await open(events, 10)).arrayBuffer());
  await Promise.all(streams);
  const after = pid === null ? null : costOf(pid);
  return before && after ? (after.cpu - before.cpu) / ((events * parallel) / 1000) : null;
}

/** Opens that many streams of one event a second, and lets all of them end. */
async function hold(pid: number | null, asked: number, visitor: Visitor): Promise<ProxyCost['streams']> {
  const conversations: string[] = [];
  for (let i = 0; i < asked; i++) conversations.push(await visitor.converse());
  const before = pid === null ? null : costOf(pid);
  const responses = await Promise.allSettled(conversations.map((id) => visitor.open(id, 'events 30 every 1000')));
  const during = pid === null ? null : costOf(pid);
  const ends = await Promise.allSettled(
    responses.map(async (result) => {
      if (result.status === 'rejected') throw result.reason;
      const text = await result.value.text();
      if (!text.includes('end_turn')) throw new Error(`broke off: ${text.slice(-200)}`);
    }),
  );
  const failed = ends.filter(({ status }) => status === 'rejected').length;
  return { asked, failed, memory: before && during ? (during.memory - before.memory) / asked : null };
}

async function startOnNode(settings: Readonly<Record<string, string>>): Promise<Running> {
  const extra = { PORT: '0', STORE_PATH: ':memory:', MEMORY_WARNING: 'off' };
  return startProgram(join(root, 'proxy', 'node.ts'), { ...settings, ...extra });
}

async function startInWorkerd(settings: Readonly<Record<string, string>>): Promise<Running> {
  const worker = await startWorker({ LETTA_AGENT_ID: '', MEMORY_WARNING: 'off', ...settings });
  return { ...worker, pid: findDescendant('workerd') };
}

/** Starts a program of ours and waits for the address that it prints. */
async function startProgram(path: string, settings: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      const found = /http:\/\/\S+:\d+/.exec(text)?.[0];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}: ${text}`)));
  });
  return { url, pid: child.pid ?? null, close: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
