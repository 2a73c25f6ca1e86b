/** Runs random requests against a proxy: some at a time, each judged, with everything that reaches Letta. */
import { whyForbidden } from '../attacks/allowed.ts';
import type { Answer } from '../attacks/http.ts';
import { findLeakInLog } from '../attacks/secrets.ts';
import type { Stage } from '../attacks/stage.ts';
import { enter, message } from '../attacks/visitor.ts';
import { randomOf } from '../faults/random.ts';
import { judge } from './judge.ts';
import { type Drawn, drawRequest, type Material, type Own } from './requests.ts';

export interface FuzzOptions {
  readonly seed: string;
  readonly count: number;
  /** Only the request of this number. */
  readonly only?: number | undefined;
  /** How many are under way at once. Default 8. */
  readonly lanes?: number;
}

export interface FuzzReport {
  tried: number;
  readonly failures: string[];
  readonly statuses: Map<number, number>;
  readonly routes: Map<string, number>;
  reached: number;
}

const WORDS = ['PLANTED-WORDS', 'PLANTED-TITLE'];

export async function fuzzRequests(stage: Stage, { seed, count, only, lanes = 8 }: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = { tried: 0, failures: [], statuses: new Map(), routes: new Map(), reached: 0 };
  const material = await prepare(stage);
  const { letta } = stage;
  letta.reached.length = 0;
  stage.log.length = 0;
  let next = 0;

  async function lane(): Promise<void> {
    while (next < count) {
      const number = next++;
      const drawn = fitting(stage, drawRequest(randomOf(`${seed}:${number}`), material, number));
      if (only === undefined || only === number) await tryOne(number, drawn);
    }
  }

  async function tryOne(number: number, drawn: Drawn): Promise<void> {
    report.tried++;
    add(report.routes, drawn.route);
    const answer = await stage.ask(drawn.question).catch((error: unknown): string => `no answer: ${error}`);
    const problem = typeof answer === 'string' ? answer : judge(answer, letta, WORDS);
    if (typeof answer !== 'string') {
      add(report.statuses, answer.status);
      remember(drawn, answer, material);
    }
    if (problem !== null) fail(number, drawn, problem);
    for (const call of letta.reached.splice(0)) {
      report.reached++;
      const forbidden =
        whyForbidden(call, letta) ?? (call.path.includes(material.victim.id) ? `${call.method} ${call.path}` : null);
      if (forbidden !== null) fail(number, drawn, `reached Letta: ${forbidden}`);
    }
  }

  function fail(number: number, { question }: Drawn, problem: string): void {
    const { method, path, headers, body } = question;
    report.failures.push(
      `request ${number}: ${problem}\n      ${method} ${path} ${JSON.stringify(headers)} ${String(body).slice(0, 400)}`,
    );
  }

  await Promise.all(Array.from({ length: lanes }, lane));
  const leak = findLeakInLog(
    stage.log.filter(({ level }) => level === 'info'),
    [...WORDS, ...material.tokens],
  );
  if (leak !== null) report.failures.push(leak);
  if (letta.failures > 0)
    report.failures.push(`the simulated Letta failed ${letta.failures} times by what it was sent`);
  if (Object.keys(Object.prototype).length > 0) report.failures.push('a prototype was polluted');
  return report;
}

/** Two attackers and a victim. */
async function prepare(stage: Stage): Promise<Material & { own: Own[] }> {
  const [victim, ...attackers] = [await enter(stage), await enter(stage), await enter(stage)] as const;
  const id = await victim.converse();
  const otid = crypto.randomUUID();
  await victim.call('PATCH', `/v1/conversations/${id}`, { summary: 'PLANTED-TITLE' });
  await (await victim.raw('POST', `/v1/conversations/${id}/messages`, message('PLANTED-WORDS', { otid }))).text();
  const [{ id: messageId }] = await victim.messages(id);
  const own: Own[] = [];
  for (const attacker of attackers) {
    for (const agent of ['support', 'tools', 'support', 'tools']) {
      own.push({ id: await attacker.converse(agent), token: attacker.token });
    }
  }
  return { tokens: attackers.map(({ token }) => token), own, victim: { id, otid, message: messageId } };
}

/** Conversations that attackers have made are asked about later, and those that are gone no more. */
function remember({ question }: Drawn, { status, text }: Answer, material: Material & { own: Own[] }): void {
  const { method, path, headers } = question;
  const token = String(headers?.['authorization'] ?? '').slice('Bearer '.length);
  const made = status === 200 && /^\{"id":"(conv-[0-9a-f-]{36})"/.exec(text)?.[1];
  if (made && method === 'POST' && material.tokens.includes(token)) material.own.push({ id: made, token });
  const gone = material.own.findIndex((own) => own.token === token && path.endsWith(own.id));
  if (gone >= 0 && (status === 404 || method === 'DELETE')) material.own.splice(gone, 1);
}

/** In front of workerd stands wrangler's own server, which fails at any `Host` that is none; Cloudflare lets none of those in. */
function fitting({ kind }: Stage, { route, question }: Drawn): Drawn {
  if (kind === 'Node') return { route, question };
  const { host: _host, ...headers } = question.headers ?? {};
  return { route, question: { ...question, headers } };
}

const add = <Key>(counts: Map<Key, number>, key: Key) => void counts.set(key, (counts.get(key) ?? 0) + 1);
