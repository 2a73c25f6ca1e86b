// The bench's tables at the terminal, a line as soon as it is measured.
import type { HistoryCost } from './history.ts';
import type { Cost } from './measure.ts';
import type { ProxyCost } from './proxy.ts';
import type { Product, Run } from './runs.ts';

type Column<Row> = readonly [name: string, width: number, write: (row: Row) => string];

const replyColumns: readonly Column<Run & Cost & { readonly product: Product }>[] = [
  ['what', 22, ({ shape, bytes, every }) => `${shape} ${bytes / 1000} kB @${every} ms`],
  ['shown by', 11, ({ product }) => product],
  ['CPU s', 8, ({ cpu }) => cpu.toFixed(2)],
  ['longest ms', 11, ({ longestTask }) => longestTask.toFixed(0)],
  ['by the clock', 13, ({ longestTaskWall }) => longestTaskWall.toFixed(0)],
  ['seconds', 8, ({ duration }) => duration.toFixed(1)],
  ['dropped', 8, ({ dropped }) => String(dropped)],
  ['gap ms', 7, ({ longestGap }) => longestGap.toFixed(0)],
  ['heap MB', 8, ({ heap }) => heap.toFixed(1)],
  ['nodes', 8, ({ nodes }) => String(nodes)],
];

const historyColumns: readonly Column<HistoryCost>[] = [
  ['history', 22, ({ messages }) => `${messages} messages`],
  ['shown by', 11, ({ product }) => product],
  ['script kB', 10, ({ script }) => (script / 1000).toFixed(1)],
  ['usable ms', 10, ({ usable }) => usable.toFixed(0)],
  ['CPU slowed 4x', 14, ({ usableSlowed }) => usableSlowed.toFixed(0)],
  ['a letter ms', 12, ({ typing }) => typing.toFixed(1)],
  ['heap MB', 8, ({ heap }) => heap.toFixed(1)],
  ['nodes', 8, ({ nodes }) => String(nodes)],
];

const proxyColumns: readonly Column<ProxyCost>[] = [
  ['proxy', 9, ({ runtime }) => runtime],
  ['adds ms, p50', 13, ({ added }) => added.p50.toFixed(2)],
  ['p99', 7, ({ added }) => added.p99.toFixed(2)],
  ['CPU ms/1000 events', 19, ({ cpu }) => cpu?.toFixed(0) ?? '–'],
  ['bytes/token', 12, ({ bytes }) => bytes.sent.toFixed(0)],
  ['from Letta', 11, ({ bytes }) => bytes.received.toFixed(0)],
  ['streams at once', 16, ({ streams }) => `${streams.asked - streams.failed} of ${streams.asked}`],
  ['kB each', 8, ({ streams }) => (streams.memory === null ? '–' : (streams.memory * 1000).toFixed(0))],
];

/** Prints one row, under a header when asked. */
export const printReply = printerOf(replyColumns);
export const printHistory = printerOf(historyColumns);
export const printProxy = printerOf(proxyColumns);

function printerOf<Row>(columns: readonly Column<Row>[]): (row: Row, withHeader: boolean) => void {
  const line = (texts: readonly string[]) =>
    texts.map((text, i) => (i < 2 ? text.padEnd(columns[i]![1]) : text.padStart(columns[i]![1]))).join(' ');
  return (row, withHeader) => {
    if (withHeader) console.log(`\n${line(columns.map(([name]) => name))}`);
    console.log(line(columns.map(([, , write]) => write(row))));
  };
}
