// What README.md says of the bench's results, made from results.json: a chart, a sentence and a table. `npm run bench` writes them, and
// report.test.ts finds what has gone stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/root.ts';
import { type Bar, chart, type Panel } from './chart.ts';
import type { HistoryRow, ProxyRow, ReplyRow, Results } from './results.ts';

export const chartFile = join(root, 'demo', 'pictures', 'bench.svg');
export const readmeFile = join(root, 'README.md');

/** Writes the chart, and README.md's parts between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */
export function writeReport(results: Results): void {
  if (!isComplete(results)) {
    console.log(
      'README.md and its chart stay as they are: results.json lacks what they speak of. Run `npm run bench` whole.',
    );
    return;
  }
  writeFileSync(chartFile, chartOf(results));
  writeFileSync(readmeFile, withReport(readFileSync(readmeFile, 'utf8'), results));
}

/** Whether everything was measured that README.md speaks of. */
function isComplete(results: Results): boolean {
  const sizes = [10_000, 100_000, 300_000].map((bytes) => replyOf(results, 'letta-chat', bytes));
  const opened = [10, 1000, 10_000].map((messages) => historyOf(results, 'letta-chat', messages));
  const others = [replyOf(results, 'deep-chat', 10_000), historyOf(results, 'deep-chat', 1000)];
  return [...sizes, ...opened, ...others].every(Boolean) && proxies(results).length > 0;
}

/** The text with its parts about the bench made anew. */
export function withReport(text: string, results: Results): string {
  const parts = { fast: sentenceOf(results), table: `\n${tableOf(results)}\n` };
  return Object.entries(parts).reduce((whole, [name, part]) => {
    const pattern = new RegExp(`(<!-- bench:${name} -->)[\\s\\S]*?(<!-- /bench:${name} -->)`);
    if (!pattern.test(whole)) throw new Error(`README.md has no <!-- bench:${name} --> … <!-- /bench:${name} -->.`);
    return whole.replace(pattern, (_, start, end) => start + part + end);
  }, text);
}

const replies = ({ rows }: Results): ReplyRow[] => rows.filter((row) => row.plan === 'replies') as ReplyRow[];
const histories = ({ rows }: Results): HistoryRow[] => rows.filter((row) => row.plan === 'history') as HistoryRow[];
const proxies = ({ rows }: Results): ProxyRow[] => rows.filter((row) => row.plan === 'proxy') as ProxyRow[];

/** The row of a product; of several rounds the median by CPU time. */
function replyOf(results: Results, product: string, bytes: number, every = 2): ReplyRow | undefined {
  const rows = replies(results).filter((row) => row.product === product && row.bytes === bytes && row.every === every);
  return rows.sort((a, b) => a.cpu - b.cpu)[Math.floor(rows.length / 2)];
}

const historyOf = (results: Results, product: string, messages: number): HistoryRow | undefined =>
  histories(results).find((row) => row.product === product && row.messages === messages);

const names: Readonly<Record<string, string>> = {
  'letta-chat': 'letta-chat',
  'deep-chat': 'deep-chat',
  bare: 'text alone',
  once: 'at the end',
};

/** The longest reply that both were measured with. */
function commonSize(results: Results): number {
  const sizes = [100_000, 10_000];
  return sizes.find((bytes) => replyOf(results, 'deep-chat', bytes) && replyOf(results, 'letta-chat', bytes)) ?? 10_000;
}

const seconds = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} s`;
const milliseconds = (value: number): string => (value >= 1000 ? seconds(value / 1000) : `${value.toFixed(0)} ms`);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

export function chartOf(results: Results): string {
  const bytes = commonSize(results);
  const messages = historyOf(results, 'deep-chat', 10_000) ? 10_000 : 1000;
  const bars = (
    products: readonly string[],
    measured: (product: string) => number | undefined,
    write: (value: number) => string,
  ): Bar[] =>
    products.flatMap((product) => {
      const value = measured(product);
      const name = names[product] ?? product;
      return value === undefined ? [] : [{ name, value, label: write(value), own: product === 'letta-chat' }];
    });
  const both = ['letta-chat', 'deep-chat'];
  const panels: Panel[] = [
    {
      title: `CPU while a reply of ${kilobytes(bytes)} streams`,
      bars: bars(['letta-chat', 'bare', 'deep-chat'], (product) => replyOf(results, product, bytes)?.cpu, seconds),
    },
    {
      title: 'The longest that the page stands still',
      bars: bars(
        ['letta-chat', 'bare', 'deep-chat'],
        (product) => replyOf(results, product, bytes)?.longestTask,
        milliseconds,
      ),
    },
    {
      title: 'Script that opening the chat loads (brotli)',
      bars: bars(both, (product) => historyOf(results, product, 10)?.script, kilobytes),
    },
    {
      title: `Opening a conversation of ${messages.toLocaleString('en')}`,
      bars: bars(both, (product) => historyOf(results, product, messages)?.usable, milliseconds),
    },
  ];
  return chart(panels);
}

function sentenceOf(results: Results): string {
  const own = replyOf(results, 'letta-chat', 100_000);
  const bytes = commonSize(results);
  const other = replyOf(results, 'deep-chat', bytes);
  const [ten, many] = [historyOf(results, 'letta-chat', 10), historyOf(results, 'letta-chat', 10_000)];
  if (!own || !other || !ten || !many)
    throw new Error('results.json lacks a row that README.md speaks of: run `npm run bench` whole.');
  return (
    `A 100 kB Markdown reply costs no task over ${milliseconds(own.longestTask)} of CPU (deep-chat: ${milliseconds(other.longestTask)} at ` +
    `${kilobytes(bytes)}); 10,000 messages of history open in ${milliseconds(many.usable)}, ten in ${milliseconds(ten.usable)}.`
  );
}

function tableOf(results: Results): string {
  const cell = (row: ReplyRow | undefined) =>
    row ? `${row.cpu.toFixed(1)} s, ${row.longestTask.toFixed(0)} ms` : 'with `--full`';
  const line = (product: string, name: string) => {
    const never = product === 'deep-chat';
    const cells = [cell(replyOf(results, product, 10_000)), cell(replyOf(results, product, 100_000))];
    const last = [replyOf(results, product, 300_000), replyOf(results, product, 30_000, 20)];
    return `| ${name} | ${[...cells, ...last.map((row) => (row || !never ? cell(row) : '–'))].join(' | ')} |`;
  };
  return [
    '| main-thread CPU, longest task | 10 kB | 100 kB | 300 kB | 30 kB, slowly |',
    '| --- | --- | --- | --- | --- |',
    line('letta-chat', 'letta-chat, with its proxy and a simulated Letta'),
    line('markdown', 'its renderer alone'),
    line('bare', 'a bare page that appends text'),
    line('once', 'the same, marked once at the end'),
    line('deep-chat', 'deep-chat'),
    '',
    '| the proxy | adds to an event (p50, p99) | CPU for 1,000 events | bytes for a five-byte token (Letta sends) | streams at once | memory each |',
    '| --- | --- | --- | --- | --- | --- |',
    ...proxies(results).map(proxyLine),
    '',
    `Measured on ${results.machine}; the reply in 20-byte pieces every 2 ms, slowly: every 20 ms.`,
  ].join('\n');
}

function proxyLine({ runtime, added, cpu, bytes, streams }: ProxyRow): string {
  const memory = streams.memory === null ? '–' : `${(streams.memory * 1000).toFixed(0)} kB`;
  const held = `${(streams.asked - streams.failed).toLocaleString('en')} of ${streams.asked.toLocaleString('en')}`;
  const times = `${added.p50.toFixed(2)} ms, ${added.p99.toFixed(2)} ms`;
  return `| ${runtime === 'node' ? 'Node' : 'workerd'} | ${times} | ${cpu?.toFixed(0) ?? '–'} ms | ${bytes.sent.toFixed(0)} (${bytes.received.toFixed(0)}) | ${held} | ${memory} |`;
}
