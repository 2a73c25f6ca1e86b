/**
 * The figures of this process as Prometheus reads them, for the Node entry: counted by `createMetrics`, given out at
 * `GET /metrics` to whoever brings METRICS_TOKEN. Labels are routes' patterns, methods, statuses, codes, agents and variants: all of them few.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProxyApp } from './app.ts';
import { ProxyError } from './errors.ts';
import type { Meter } from './observe.ts';
import { whatWasDone } from './store/tallies.ts';

/** Upper bounds in seconds: from a refusal out of memory to a run that starts slowly. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

type Labels = Readonly<Record<string, string>>;

export interface Metrics extends Meter {
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string;
}

export function createMetrics(): Metrics {
  const requests = createCounter('requests_total', 'Requests answered.');
  const refused = createCounter('refused_total', 'Requests and runs that ended with an error, by its code.');
  const streams = createCounter('streams_total', 'Streams that are over, by how they ended.');
  const events = createCounter('events_total', 'Events given out in streams.');
  const byAgent = {
    conversations: createCounter('conversations_total', 'Conversations begun, by agent and variant.'),
    messages: createCounter('messages_total', 'Messages of visitors, each once, by agent and variant.'),
    tokens: createCounter('tokens_total', 'Tokens that finished runs have used, as Letta counts them.'),
    errors: createCounter('agent_errors_total', 'Messages and replies that ended with an error, by agent and variant.'),
  };
  const feedback = createCounter(
    'feedback',
    'Replies that visitors called good or bad since the start, by agent and variant; less those taken back.',
    'gauge',
  );
  const firstByte = createHistogram('first_byte_seconds', 'Time until the first byte of the answer.');
  const upstream = createHistogram('upstream_seconds', "Time of a request in which Letta's answers were waited for.");
  let requestsOpen = 0;
  let streamsOpen = 0;

  return {
    begun() {
      requestsOpen++;
    },
    streaming() {
      streamsOpen++;
    },
    ended(line) {
      const { route, method, status, ended, code, events: given } = line;
      requestsOpen--;
      requests.add({ route, method, status: String(status) });
      if (code !== undefined) refused.add({ code });
      if (line.first_byte_ms !== undefined) firstByte.observe({ route }, line.first_byte_ms / 1000);
      if (line.upstream_ms) upstream.observe({ route }, line.upstream_ms / 1000);
      const { agent = '', variant = '' } = line;
      const { positive, negative, ...counts } = whatWasDone(line);
      for (const [what, count] of Object.entries(counts))
        if (count > 0) byAgent[what as keyof typeof byAgent].add({ agent, variant }, count);
      for (const [value, count] of Object.entries({ positive, negative }))
        if (count !== 0) feedback.add({ agent, variant, value }, count);
      if (given === undefined) return;
      streamsOpen--;
      streams.add({ ended });
      events.add({}, given);
    },
    text: () =>
      [
        ...[requests, refused, streams, events, ...Object.values(byAgent), feedback, firstByte, upstream].flatMap(
          (metric) => metric.lines(),
        ),
        ...head('requests_open', 'Requests being served, streams included.', 'gauge'),
        sample('requests_open', {}, requestsOpen),
        ...head('streams_open', 'Streams being given out.', 'gauge'),
        sample('streams_open', {}, streamsOpen),
        '',
      ].join('\n'),
  };
}

/** Adds the route. Without a token there is none. */
export function serveMetrics(app: ProxyApp, metrics: Metrics, token: string | null): void {
  if (token === null) return;
  app.get('/metrics', (c) => {
    if (!isSame(c.req.header('authorization') ?? '', `Bearer ${token}`)) {
      throw new ProxyError('unauthorized', 'Send METRICS_TOKEN as "Authorization: Bearer …".');
    }
    return c.text(metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}

/** Hashed first: the comparison takes equal lengths, and the same time for all of them. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string) => createHash('sha256').update(text).digest();

/** One that may go down again is a gauge. */
function createCounter(name: string, help: string, type: 'counter' | 'gauge' = 'counter') {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add(labels: Labels, by = 1): void {
      const key = Object.values(labels).join('\n');
      const known = counts.get(key) ?? { labels, value: 0 };
      known.value += by;
      counts.set(key, known);
    },
    lines: () => [
      ...head(name, help, type),
      ...[...counts.values()].map(({ labels, value }) => sample(name, labels, value)),
    ],
  };
}

function createHistogram(name: string, help: string) {
  const all = new Map<string, { readonly labels: Labels; readonly buckets: number[]; sum: number; count: number }>();
  return {
    observe(labels: Labels, seconds: number): void {
      const key = Object.values(labels).join('\n');
      const known = all.get(key) ?? { labels, buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
      BUCKETS.forEach((bound, index) => {
        if (seconds <= bound) known.buckets[index] = (known.buckets[index] ?? 0) + 1;
      });
      known.sum += seconds;
      known.count++;
      all.set(key, known);
    },
    lines: () => [
      ...head(name, help, 'histogram'),
      ...[...all.values()].flatMap(({ labels, buckets, sum, count }) => [
        ...BUCKETS.map((bound, index) =>
          sample(`${name}_bucket`, { ...labels, le: String(bound) }, buckets[index] ?? 0),
        ),
        sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
        sample(`${name}_sum`, labels, sum),
        sample(`${name}_count`, labels, count),
      ]),
    ],
  };
}

const head = (name: string, help: string, type: string) => [
  `# HELP letta_chat_${name} ${help}`,
  `# TYPE letta_chat_${name} ${type}`,
];

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/[\\"\n]/g, '\\$&')}"`);
  return `letta_chat_${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}
