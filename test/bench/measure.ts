// What a page costs while it does something: the main thread's CPU time, its longest task, frames and heap. CPU time is the
// thread's own (the trace's `tdur`), so that a busy machine does not count; wall time stands beside it.
import type { CDPSession, Page } from 'playwright-core';

export interface Cost {
  /** CPU time of the main thread in seconds, and of its longest task in milliseconds. */
  readonly cpu: number;
  readonly longestTask: number;
  /** The longest task by the clock on the wall, in milliseconds; more than its CPU time where the machine is busy. */
  readonly longestTaskWall: number;
  /** How long it took, in seconds. */
  readonly duration: number;
  readonly frames: number;
  /** Frames of 60 a second that were not drawn, and the longest time between two, in milliseconds. */
  readonly dropped: number;
  readonly longestGap: number;
  /** JavaScript's heap in MB after a collection, and the elements of the page, shadow trees included. */
  readonly heap: number;
  readonly nodes: number;
}

/** Measures a page from now until `until` resolves. */
export async function measure(page: Page, until: () => Promise<void>): Promise<Cost> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(countFrames);
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  const start = performance.now();
  await until();
  const duration = (performance.now() - start) / 1000;
  const tasks = mainThreadTasks(await readTrace(session));
  const { frames, longestGap } = (await page.evaluate('frameCount')) as { frames: number; longestGap: number };
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return {
    cpu: sum(tasks.map(({ tdur }) => tdur)) / 1e6,
    longestTask: largest(tasks.map(({ tdur }) => tdur)) / 1000,
    longestTaskWall: largest(tasks.map(({ dur }) => dur)) / 1000,
    duration,
    frames,
    dropped: Math.max(0, Math.round(duration * 60) - frames),
    longestGap,
    heap: usedSize / 1e6,
    nodes,
  };
}

const countFrames = `(() => {
  globalThis.frameCount = { frames: 0, longestGap: 0 };
  let last = performance.now();
  const frame = (now) => {
    frameCount.frames++;
    frameCount.longestGap = Math.max(frameCount.longestGap, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

async function readTrace(session: CDPSession): Promise<TraceEvent[]> {
  const complete = new Promise<{ stream?: string }>((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  const { stream: handle } = await complete;
  let text = '';
  for (let eof = false; !eof; ) {
    const part = await session.send('IO.read', { handle: handle!, size: 1 << 20 });
    text += part.base64Encoded ? Buffer.from(part.data, 'base64').toString() : part.data;
    eof = part.eof;
  }
  return JSON.parse(text).traceEvents;
}

/** A task and the microtasks behind it, which the trace keeps apart: in microseconds of CPU and of time. */
interface Task {
  tdur: number;
  dur: number;
}

/** The tasks of the busiest renderer's main thread: the page's own, the others wait. */
function mainThreadTasks(events: readonly TraceEvent[]): Task[] {
  const mains = events.filter(
    ({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const threads = mains.map(({ pid, tid }) =>
    toTasks(events.filter((event) => event.pid === pid && event.tid === tid)),
  );
  const total = (tasks: readonly Task[]) => sum(tasks.map(({ tdur }) => tdur));
  return threads.sort((a, b) => total(b) - total(a))[0] ?? [];
}

function toTasks(events: readonly TraceEvent[]): Task[] {
  const tasks: Task[] = [];
  let end = 0;
  for (const event of events.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    if (event.ts < end) continue; // within the last one
    end = event.ts + event.dur;
    const last = tasks.at(-1);
    if (event.name === 'BlinkScheduler_PerformMicrotaskCheckpoint' && last) {
      last.tdur += event.tdur ?? 0;
      last.dur += event.dur;
    } else {
      tasks.push({ tdur: event.tdur ?? 0, dur: event.dur });
    }
  }
  return tasks;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + (number || 0), 0);
const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number || 0), 0);
