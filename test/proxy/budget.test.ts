// The day's tokens in process, on memory and on SQLite, and what only a rig in process can show.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { CHARGE_OVERDUE, type ChargeKey, DAY, DEPLOYMENT } from '../../proxy/store/ledger.ts';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import { budgetBehaviour } from './budget-suite.ts';
import { newVisitor, type RigOptions, readUntil, startRig, UNLIMITED, until, type Visitor } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-chat-budget-'));
after(() => rmSync(folder, { recursive: true }));

describe('on memory', () => budgetBehaviour(async (settings) => startRig({ settings })));

describe('on SQLite', () => {
  budgetBehaviour(async (settings) => {
    const store = createSqliteStore(join(folder, `${crypto.randomUUID()}.sqlite`));
    const rig = startRig({ settings, store });
    return { ...rig, close: () => rig.close().then(() => store.close()) };
  });
});

const start = rigsOfTests();

/** A rig with a visitor in a conversation, and a look at what a send was charged. */
async function stage(settings: Record<string, string>, options: RigOptions = {}) {
  const store = createMemoryStore();
  const rig = start({ store, ...options, settings: { ...UNLIMITED, TOKENS_PER_DAY: '1000000', ...settings } });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const charges = async (otid: string, conversation = id) => {
    const key: ChargeKey = { visitor: visitor.id, conversation, otid };
    const found = [await store.findCharge(visitor.id, key), await store.findCharge(DEPLOYMENT, key)];
    return found.map((charge) => charge && `${charge.state} ${charge.tokens}`);
  };
  return { rig, store, visitor, id, charges };
}

async function leave(visitor: Visitor, id: string, content: string, otid: string): Promise<void> {
  const { reader } = await readUntil(await visitor.open(id, content, otid), (text) => text.includes('lorem'));
  await reader.cancel();
}

test('what a run has really used takes the place of the reservation', async () => {
  const { visitor, id } = await stage({ TOKENS_PER_RUN: '1000', TOKENS_PER_DAY_PER_VISITOR: '1059' });
  await visitor.say(id, 'one');
  await visitor.say(id, 'two');
  assert.equal((await visitor.open(id, 'three')).status, 429);
});

test('the next day (UTC) it goes on, exactly when retry-after said', async () => {
  const { rig, visitor, id } = await stage({ TOKENS_PER_RUN: '30', TOKENS_PER_DAY_PER_VISITOR: '30' });
  await visitor.say(id, 'one');
  const refused = await visitor.open(id, 'two');
  const seconds = Number(refused.headers.get('retry-after'));
  const midnight = Math.ceil(Date.now() / DAY) * DAY;
  assert.ok(Math.abs(Date.now() + seconds * 1000 - midnight) < 60_000);
  rig.later = seconds * 1000;
  await visitor.say(id, 'two');
});

test('a visitor who leaves pays what the run has used: Letta is asked before the next message there', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '10' });
  const otid = crypto.randomUUID();
  await leave(visitor, id, 'slow 3 words 60', otid);
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
  assert.deepEqual(await charges(otid), ['open 10', 'open 10']);
  rig.later = CHARGE_OVERDUE;
  await visitor.say(id, 'next');
  assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
});

test("another visitor's message settles what somebody left behind", async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '10' });
  const otid = crypto.randomUUID();
  await leave(visitor, id, 'slow 3 words 60', otid);
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
  rig.later = CHARGE_OVERDUE;
  const other = await newVisitor(rig);
  await other.say(await other.converse(), 'hello');
  assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
});

test('a visitor who leaves before anything was heard of the run pays as well', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '10' });
  const otid = crypto.randomUUID();
  rig.intercept = (request) =>
    request.url.endsWith('/messages') && request.method === 'POST'
      ? rig.simulator.fetch(request).then(() => Promise.reject(new TypeError('socket hang up')))
      : null;
  assert.equal((await visitor.open(id, 'hello', otid)).status, 503);
  rig.intercept = null;
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
  assert.deepEqual(await charges(otid), ['open 10', 'open 10']);
  await visitor.say(id, 'next');
  assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
});

test('a resumed stream tells what the run has used', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '10' });
  const otid = crypto.randomUUID();
  await leave(visitor, id, 'slow 3 words 60', otid);
  for (let time = 0; time < 2; time++) {
    const resumed = await visitor.raw('POST', `/v1/conversations/${id}/stream`, { otid, starting_after: 2 });
    assert.match(await resumed.text(), /usage_statistics/);
    assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
  }
  assert.equal(rig.simulator.activeRuns(), 0);
});

test('a reply that is stopped counts as much as was reserved', async () => {
  const { visitor, id, charges } = await stage({ TOKENS_PER_RUN: '500' });
  const otid = crypto.randomUUID();
  const response = await visitor.open(id, 'slow 100 words 900', otid);
  const { reader } = await readUntil(response, (text) => text.includes('lorem'));
  await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  for (let done = false; !done; ) ({ done } = await reader.read());
  assert.deepEqual(await charges(otid), ['settled 500', 'settled 500']);
});

test('a model that fails costs what Letta says: nothing', async () => {
  const { visitor, id, charges } = await stage({ TOKENS_PER_RUN: '500' });
  const otid = crypto.randomUUID();
  await visitor.say(id, 'fail 500', otid);
  assert.deepEqual(await charges(otid), ['settled 0', 'settled 0']);
});

test('what Letta refuses, and what never got there, is given back; what nobody knows of stays reserved', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '500' });
  const failure = (cause: Error) => () => Promise.reject(new TypeError('fetch failed', { cause }));
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  for (const [answer, left] of [
    [() => Promise.resolve(Response.json({ detail: 'no' }, { status: 422 })), null],
    [() => Promise.resolve(Response.json({ detail: 'pay' }, { status: 402 })), null],
    [failure(refused), null],
    [() => Promise.resolve(Response.json({ detail: 'oops' }, { status: 500 })), 'open 500'],
    [failure(new Error('socket hang up')), 'open 500'],
  ] as const) {
    const otid = crypto.randomUUID();
    const conversation = await visitor.converse();
    rig.intercept = (request) => (request.method === 'POST' && request.url.endsWith('/messages') ? answer() : null);
    assert.equal((await visitor.open(conversation, 'hello', otid)).status, 503);
    rig.intercept = null;
    assert.deepEqual(await charges(otid, conversation), [left, left]);
  }
  assert.equal((await visitor.call('GET', `/v1/conversations/${id}`)).status, 200);
});

test('a message that was lost on its way stays reserved when Letta cannot be reached any more: it may have arrived', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '500' });
  const causes = [new Error('socket hang up'), Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })];
  rig.intercept = (request) =>
    request.method === 'POST' && request.url.endsWith('/messages')
      ? Promise.reject(new TypeError('fetch failed', { cause: causes.shift() }))
      : null;
  const otid = crypto.randomUUID();
  assert.equal((await visitor.open(id, 'hello', otid)).status, 503);
  assert.equal(causes.length, 0);
  assert.deepEqual(await charges(otid), ['open 500', 'open 500']);
});

test('a busy conversation costs nothing', async () => {
  const { rig, visitor, id, charges } = await stage({ TOKENS_PER_RUN: '500' });
  const first = await visitor.open(id, 'slow 20 words 2000');
  const { reader } = await readUntil(first, (text) => text.includes('lorem'));
  const otid = crypto.randomUUID();
  assert.equal((await visitor.open(id, 'hello', otid)).status, 409);
  assert.deepEqual(await charges(otid), [null, null]);
  await reader.cancel();
  await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  await until(() => rig.simulator.activeRuns() === 0, 'the run has ended');
});

test('without Redis runs are paid for alike', async () => {
  const { visitor, id, charges } = await stage({ TOKENS_PER_RUN: '10' }, { redis: false });
  const otid = crypto.randomUUID();
  await visitor.say(id, 'hello', otid);
  assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
  assert.equal((await visitor.open(id, 'hello', otid)).status, 400);
  assert.deepEqual(await charges(otid), ['settled 30', 'settled 30']);
});

test('deleting a conversation gives no tokens back', async () => {
  const { visitor, id } = await stage({ TOKENS_PER_RUN: '30', TOKENS_PER_DAY_PER_VISITOR: '30' });
  await visitor.say(id, 'hello');
  await visitor.call('DELETE', `/v1/conversations/${id}`);
  assert.equal((await visitor.open(await visitor.converse(), 'hello')).status, 429);
});

test('the operator reads in the log which setting is used up', async () => {
  const { rig, visitor, id } = await stage({ TOKENS_PER_RUN: '30', TOKENS_PER_DAY: '29' });
  const refused = await visitor.open(id, 'hello');
  assert.doesNotMatch(await refused.text(), /TOKENS_PER_DAY/);
  await until(() => rig.log.some(({ problem }) => /^TOKENS_PER_DAY is used up/.test(problem ?? '')), 'the log has it');
});
