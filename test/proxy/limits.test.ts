// What may be asked for in a minute, by a visitor and from an address, and how many runs may go on at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientAddress, networkOf } from '../../proxy/limits/address.ts';
import { type LocalRig, newVisitor, readEvents, readUntil, UNLIMITED, until, type Visitor } from './rig.ts';
import { rigsOfTests } from './rigs.ts';

const startRig = rigsOfTests();
const start = (settings: Record<string, string>) => startRig({ settings: { ...UNLIMITED, ...settings } });

const from = (address: string): RequestInit => ({ headers: { 'test-address': address } });

const mint = (rig: LocalRig, address: string) => rig.request('/v1/visitors', { method: 'POST', ...from(address) });

/** That it is refused, and that the wait which it tells is at most so many seconds; gives the wait. How exact it is, the ledger's suite shows. */
async function assertRefused(response: Response, most: number): Promise<number> {
  const { error } = (await response.json()) as { error?: { code: string } };
  assert.deepEqual([response.status, error?.code], [429, 'rate_limited']);
  const wait = Number(response.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait > 0 && wait <= most, `retry-after is ${wait}`);
  return wait;
}

test('an IPv4 address counts by itself, however it is written; IPv6 by its first 64 bits', () => {
  for (const [address, network] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
    ['192.0.2.256', null],
    ['1', null],
    ['192.0.02.1', null],
    ['1:2', null],
    ['[::1]', null],
    ['::1]@evil.example', null],
    ['évil', null],
    ['192.0.2.1:80', null],
    ['2001:db8:::1', null],
    ['unknown', null],
    ['', null],
  ] as const) {
    assert.equal(networkOf(address), network, address);
  }
});

test('of a forwarding header only the value of the trusted proxy is believed, never what the client wrote before it', () => {
  const behind = (trustedProxies: number, header?: string, addressHeader: string | null = 'x-forwarded-for') =>
    clientAddress('10.0.0.1', header, { addressHeader, trustedProxies });
  assert.equal(behind(1, '6.6.6.6, 192.0.2.1'), '192.0.2.1');
  assert.equal(behind(2, '6.6.6.6, 192.0.2.1, 10.0.0.2'), '192.0.2.1');
  assert.equal(behind(1, '192.0.2.1:4711'), '192.0.2.1');
  assert.equal(behind(1, '6.6.6.6, [2001:db8::1]:443'), '2001:db8::1');
  for (const [count, header] of [
    [2, '6.6.6.6'],
    [1, undefined],
    [1, 'unknown'],
    [1, '6.6.6.6, '],
  ] as const) {
    assert.equal(behind(count, header), '10.0.0.1', String(header));
  }
  assert.equal(behind(1, '6.6.6.6', null), '10.0.0.1');
});

test('new visitors are limited by address, with the exact wait; others and renewals are not concerned', async () => {
  const rig = start({ VISITORS_PER_MINUTE: '2' });
  const answers = [];
  for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8::3']) answers.push(await mint(rig, address));
  const [first, second, third] = answers;
  assert.deepEqual([first?.status, second?.status], [201, 201]);
  await assertRefused(third!, 30);
  assert.equal((await mint(rig, '2001:db8:0:1::1')).status, 201);
  const { token } = (await first!.json()) as { token: string };
  const headers = { 'test-address': '2001:db8::4', authorization: `Bearer ${token}` };
  assert.equal((await rig.request('/v1/visitors', { method: 'POST', headers })).status, 201);
  rig.later = 30_000;
  assert.equal((await mint(rig, '2001:db8::5')).status, 201);
  await assertRefused(await mint(rig, '2001:db8::5'), 30);
});

test('a page reads the refusal and its wait', async () => {
  const rig = start({ VISITORS_PER_MINUTE: '1' });
  const headers = { 'test-address': '192.0.2.1', origin: 'https://shop.example' };
  const ask = () => rig.request('/v1/visitors', { method: 'POST', headers });
  await ask();
  const refused = await ask();
  assert.equal(refused.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(refused.headers.get('access-control-expose-headers') ?? '', /retry-after/i);
});

test('conversations are limited by visitor and by address; a fork is one too', async () => {
  const rig = start({ CONVERSATIONS_PER_MINUTE: '2', CONVERSATIONS_PER_MINUTE_PER_ADDRESS: '3' });
  const visitor = await newVisitor(rig);
  const make = (who: Visitor, address = '192.0.2.1') =>
    who.raw('POST', '/v1/conversations?agent_id=support', {}, from(address));
  const { id } = (await (await make(visitor)).json()) as { id: string };
  const fork = () => visitor.raw('POST', `/v1/conversations/${id}/fork`, {}, from('192.0.2.1'));
  assert.equal((await fork()).status, 200);
  const upstream = rig.upstream.length;
  await assertRefused(await make(visitor), 30);
  await assertRefused(await fork(), 30);
  assert.equal(rig.upstream.length, upstream);
  const other = await newVisitor(rig);
  assert.equal((await make(other, '::ffff:192.0.2.1')).status, 200);
  await assertRefused(await make(other), 20);
  assert.equal((await make(await newVisitor(rig), '192.0.2.2')).status, 200);
});

test("somebody else's conversation and an unknown one cost the same: nothing", async () => {
  const rig = start({ CONVERSATIONS_PER_MINUTE: '1', MESSAGES_PER_MINUTE: '1' });
  const [owner, other] = [await newVisitor(rig), await newVisitor(rig)];
  const id = await owner.converse();
  for (const target of [id, 'conv-00000000-0000-4000-8000-000000000000']) {
    for (let time = 0; time < 3; time++) {
      assert.equal((await other.call('POST', `/v1/conversations/${target}/fork`)).status, 404);
      assert.equal((await other.open(target, 'hello')).status, 404);
    }
  }
  await other.say(await other.converse(), 'hello');
});

test('messages are limited by visitor, with the exact wait; the same message sent again counts once', async () => {
  const rig = start({ MESSAGES_PER_MINUTE: '2' });
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  const otid = crypto.randomUUID();
  for (let time = 0; time < 3; time++) await visitor.say(id, 'one', otid);
  await visitor.say(id, 'two');
  const sent = rig.sent.length;
  await assertRefused(await visitor.open(id, 'three'), 30);
  assert.equal(rig.sent.length, sent);
  const other = await newVisitor(rig);
  await other.say(await other.converse(), 'hello');
  rig.later = 30_000;
  await visitor.say(id, 'three');
});

test('messages are limited by address, whoever sends them, and a refused one costs the visitor no tokens', async () => {
  const rig = start({ MESSAGES_PER_MINUTE_PER_ADDRESS: '2', TOKENS_PER_DAY_PER_VISITOR: '30', TOKENS_PER_RUN: '30' });
  const send = async (address: string, visitor?: Visitor) => {
    const who = visitor ?? (await newVisitor(rig));
    return who.open(await who.converse(), 'hello', undefined, from(address));
  };
  const refused = await newVisitor(rig);
  for (const address of ['192.0.2.1', '::ffff:192.0.2.1']) await readEvents(await send(address));
  await assertRefused(await send('192.0.2.1', refused), 30);
  await readEvents(await send('192.0.2.2', refused));
});

test('of twenty messages at once those pass that the limit allows', async () => {
  const rig = start({ MESSAGES_PER_MINUTE: '7' });
  const visitor = await newVisitor(rig);
  const ids = await Promise.all(Array.from({ length: 20 }, () => visitor.converse()));
  const answers = await Promise.all(ids.map((id) => visitor.open(id, 'hello')));
  assert.equal(answers.filter(({ status }) => status === 200).length, 7);
  assert.equal(rig.sent.length, 7);
});

test('requests of any kind are limited by address', async () => {
  const rig = start({ REQUESTS_PER_MINUTE: '3' });
  const ask = (address: string) => rig.request('/v1/agents', from(address));
  for (let time = 0; time < 3; time++) assert.equal((await ask('192.0.2.1')).status, 401);
  await assertRefused(await ask('192.0.2.1'), 20);
  assert.equal((await ask('192.0.2.2')).status, 401);
  assert.equal((await rig.request('/healthz', from('192.0.2.1'))).status, 200);
  rig.later = 20_000;
  assert.equal((await ask('192.0.2.1')).status, 401);
});

test('only so many runs of a visitor go on at once; the next may begin when one has ended, even if unseen', async () => {
  const rig = start({ RUNS_AT_ONCE: '2' });
  const visitor = await newVisitor(rig);
  const ids = await Promise.all(Array.from({ length: 3 }, () => visitor.converse()));
  const [first, second, third] = ids as [string, string, string];
  for (const id of [first, second]) {
    const { reader } = await readUntil(await visitor.open(id, 'slow 50 words 9000'), (text) => text.includes('lorem'));
    await reader.cancel();
  }
  await assertRefused(await visitor.open(third, 'hello'), 5);
  const other = await newVisitor(rig);
  await other.say(await other.converse(), 'hello');
  await visitor.call('POST', `/v1/conversations/${first}/cancel`);
  await until(() => rig.simulator.activeRuns() === 1, 'one has ended');
  await visitor.say(third, 'hello');
  await visitor.call('POST', `/v1/conversations/${second}/cancel`);
});

test('whose address nobody knows is limited as a visitor only', async () => {
  const rig = start({ VISITORS_PER_MINUTE: '1', REQUESTS_PER_MINUTE: '1', MESSAGES_PER_MINUTE_PER_ADDRESS: '1' });
  for (let time = 0; time < 3; time++) {
    const visitor = await newVisitor(rig);
    await visitor.say(await visitor.converse(), 'hello');
  }
});
