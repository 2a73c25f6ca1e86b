/**
 * What a process of the soak holds on to after a garbage collection: heap, timers, sockets, listeners. Growth over
 * thousands of turns is a leak; what counts as growth is soak.ts's.
 */

export interface Figures {
  /** Bytes of the JavaScript heap in use. */
  readonly heap: number;
  readonly timers: number;
  readonly sockets: number;
  /** Anything else that keeps the process alive (files, servers, pipes). */
  readonly others: number;
}

/** Collects the garbage first, twice: the first frees what the second can then finalise. Needs `--expose-gc`. */
export async function takeFigures(): Promise<Figures> {
  const { gc } = globalThis;
  if (!gc) throw new Error('start node with --expose-gc');
  for (let times = 0; times < 2; times++) {
    await gc({ type: 'major', execution: 'async' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const resources = process.getActiveResourcesInfo();
  const count = (pattern: RegExp) => resources.filter((resource) => pattern.test(resource)).length;
  const timers = count(/^(Timeout|Immediate)$/);
  const sockets = count(/^TCPSocketWrap$/);
  return { heap: process.memoryUsage().heapUsed, timers, sockets, others: resources.length - timers - sockets };
}
