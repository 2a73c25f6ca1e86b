// What another process has cost so far, as Linux tells it in /proc: CPU time and memory. Elsewhere there is no answer.
import { readdirSync, readFileSync } from 'node:fs';

/** CPU time in milliseconds and resident memory in MB, of one process. */
export interface ProcessCost {
  readonly cpu: number;
  readonly memory: number;
}

/** Ticks of the clock in a second; the same on every Linux that Node runs on. */
const TICKS = 100;

/** `null` where /proc does not tell. */
export function costOf(pid: number): ProcessCost | null {
  const stat = read(`/proc/${pid}/stat`);
  const memory = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`) ?? '');
  if (!stat || !memory) return null;
  // The name, which stands in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { cpu: ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000, memory: Number(memory[1]) / 1000 };
}

/** The process of that name which this one has started, directly or not. */
export function findDescendant(name: string): number | null {
  const parents = new Map<number, number>();
  const named: number[] = [];
  for (const entry of readdirSync('/proc').filter((path) => /^\d+$/.test(path))) {
    const stat = read(`/proc/${entry}/stat`);
    if (!stat) continue;
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    if (stat.includes(`(${name})`)) named.push(Number(entry));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === process.pid || isOurs(parents.get(pid)));
  return named.find((pid) => isOurs(pid)) ?? null;
}

/** A process may end while one looks. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
