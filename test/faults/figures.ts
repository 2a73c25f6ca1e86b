/**
 * What a process of the soak holds on to after a garbage collection: heap, timers, sockets, listeners. Growth over
 * thousands of turns is a leak; what counts as growth is soak.ts's.
 */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Figures {
  /** Bytes of the JavaScript heap in use. */
  readonly heap: number;
  readonly timers: number;
  readonly sockets: number;
  /** Anything else that keeps the process alive (files, servers, pipes). */
  readonly others: number;
}

// As with node's own option --expose-gc, so that nobody has to give it.
setFlagsFromString('--expose-gc');
const gc: NodeJS.GCFunction = runInNewContext('gc');

/** Collects the garbage first, twice: the first frees what the second can then finalise. */
export async function takeFigures(): Promise<Figures> {
  for (let times = 0; times < 2; times++) {
    await gc({ type: 'major', execution: 'async' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const resources = process.getActiveResourcesInfo();
  const count = (pattern: RegExp) => resources.filter((resource) => pattern.test(resource)).length;
  const timers = count(/^(Timeout|Immediate)$/);
  const alive = count(/^TCPSocketWrap$/);
  return {
    heap: process.memoryUsage().heapUsed,
    timers,
    sockets: openSockets() ?? alive,
    others: resources.length - timers - alive,
  };
}

/** Idle sockets of a pool do not keep the process alive and are in no list of Node's; Linux counts them. */
function openSockets(): number | null {
  if (!existsSync(DESCRIPTORS)) return null;
  return readdirSync(DESCRIPTORS).filter((name) => isSocket(`${DESCRIPTORS}/${name}`)).length;
}

const DESCRIPTORS = '/proc/self/fd';

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith('socket:');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // the one that listed them
    throw error;
  }
}
