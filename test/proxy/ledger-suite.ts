// What the ledger of every store must do: count rates and tokens exactly, however many ask at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ADDRESS,
  type Bounds,
  CHARGE_OVERDUE,
  CHARGES_KEPT,
  type ChargeKey,
  DAY,
  DEPLOYMENT,
  type NewCharge,
} from '../../proxy/store/ledger.ts';
import type { Store } from '../../proxy/store/store.ts';

/** Noon. */
const NOW = 20_833 * DAY + DAY / 2;
const NONE: Bounds = { tokens: 0, open: 0, perMinute: 0 };

/** A charge of 30 tokens in a conversation of its own. */
function newCharge(changes: Partial<NewCharge> = {}): NewCharge {
  const id = crypto.randomUUID();
  return { visitor: 'visitor-1', conversation: `conv-${id}`, otid: `otid-${id}`, at: NOW, tokens: 30, ...changes };
}
const keyOf = ({ visitor, conversation, otid }: ChargeKey): ChargeKey => ({ visitor, conversation, otid });

export function ledgerBehaviour(open: () => Promise<Store>): void {
  const stage = async () => ({ store: await open(), account: `visitor-${crypto.randomUUID()}` });
  const outcomes = (all: { outcome: string }[], wanted: string) =>
    all.filter(({ outcome }) => outcome === wanted).length;

  test('a rate lets so many through at once, then one more each share of the minute, and tells the wait', async () => {
    const { store } = await stage();
    const account = ADDRESS + crypto.randomUUID();
    const take = (now: number, kind = 'messages') => store.take(account, kind, 3, now);
    assert.deepEqual(await Promise.all([take(NOW), take(NOW), take(NOW), take(NOW)]), [0, 0, 0, 20_000]);
    assert.equal(await take(NOW + 19_999), 1);
    assert.equal(await take(NOW + 20_000), 0);
    assert.equal(await take(NOW + 20_000, 'conversations'), 0);
    assert.equal(await store.take(account, 'messages', 0, NOW + 20_000), 0);
    assert.deepEqual([await take(NOW + 80_000), await take(NOW + 80_000)], [0, 0]);
  });

  test('of a hundred charges at once exactly those pass that there is room for', async () => {
    for (const account of [`visitor-${crypto.randomUUID()}`, DEPLOYMENT]) {
      const { store } = await stage();
      const at = account === DEPLOYMENT ? NOW + 40 * DAY : NOW; // a day that no other test spends from
      const all = await Promise.all(
        Array.from({ length: 100 }, () => store.reserve(account, newCharge({ at }), { ...NONE, tokens: 329 })),
      );
      assert.deepEqual([outcomes(all, 'granted'), outcomes(all, 'exhausted')], [10, 90]);
    }
  });

  test('the same charge many times at once is taken once, and known while it is kept', async () => {
    const { store, account } = await stage();
    const charge = newCharge();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => store.reserve(account, charge, { tokens: 30, open: 1, perMinute: 1 })),
    );
    assert.deepEqual([outcomes(all, 'granted'), outcomes(all, 'known')], [1, 7]);
    await store.settle(account, charge, 'run-1', 30);
    const later = (at: number) => store.reserve(account, { ...charge, at }, NONE);
    assert.deepEqual(await later(NOW + CHARGES_KEPT - 1), { outcome: 'known', state: 'settled' });
    assert.equal((await later(NOW + CHARGES_KEPT)).outcome, 'granted');
  });

  test('settling replaces the reservation by what was used, once', async () => {
    const { store, account } = await stage();
    const charge = newCharge();
    await store.reserve(account, charge, NONE);
    assert.equal(await store.settle(account, charge, 'run-1', 100), true);
    assert.equal(await store.settle(account, charge, 'run-1', 100), false);
    assert.equal(await store.settle(account, charge, null, 500), false);
    assert.deepEqual(await store.findCharge(account, keyOf(charge)), {
      ...charge,
      tokens: 100,
      state: 'settled',
      runId: 'run-1',
    });
    const next = (tokens: number) => store.reserve(account, newCharge(), { ...NONE, tokens });
    assert.equal((await next(129)).outcome, 'exhausted');
    assert.equal((await next(130)).outcome, 'granted');
  });

  test('another run under the same key is added', async () => {
    const { store, account } = await stage();
    const charge = newCharge();
    await store.reserve(account, charge, NONE);
    await store.settle(account, charge, 'run-1', 100);
    assert.equal(await store.settle(account, charge, 'run-2', 50), true);
    assert.equal((await store.findCharge(account, charge))?.tokens, 150);
  });

  test('when nobody knows what was used the reservation stands, until somebody does', async () => {
    const { store, account } = await stage();
    const charge = newCharge();
    await store.reserve(account, charge, { ...NONE, open: 1 });
    await store.settle(account, charge, null, null);
    assert.equal((await store.findCharge(account, charge))?.state, 'guessed');
    assert.equal((await store.reserve(account, newCharge(), { ...NONE, open: 1, tokens: 59 })).outcome, 'exhausted');
    assert.equal(await store.settle(account, charge, 'run-1', 10), true);
    assert.equal((await store.reserve(account, newCharge(), { ...NONE, open: 1, tokens: 40 })).outcome, 'granted');
  });

  test('a charge is given back, unless its run was seen or it is settled', async () => {
    const { store, account } = await stage();
    const [back, seen, settled] = [newCharge(), newCharge(), newCharge()];
    for (const charge of [back, seen, settled]) await store.reserve(account, charge, NONE);
    await store.noteRun(account, seen, 'run-1');
    await store.settle(account, settled, null, 30);
    for (const charge of [back, seen, settled]) await store.release(account, charge);
    assert.equal(await store.findCharge(account, back), null);
    assert.equal((await store.findCharge(account, seen))?.runId, 'run-1');
    assert.equal((await store.reserve(account, newCharge(), { ...NONE, tokens: 90 })).outcome, 'granted');
    assert.equal((await store.reserve(account, back, { ...NONE, tokens: 119 })).outcome, 'exhausted');
  });

  test('a run belongs to one charge', async () => {
    const { store, account } = await stage();
    const [one, other] = [newCharge(), newCharge()];
    for (const charge of [one, other]) await store.reserve(account, charge, NONE);
    assert.equal(await store.noteRun(account, one, 'run-1'), true);
    assert.equal(await store.noteRun(account, one, 'run-1'), true);
    assert.equal(await store.noteRun(account, other, 'run-1'), false);
    assert.equal((await store.findCharge(account, other))?.runId, null);
  });

  test('no more charges are open at once than allowed; the refused hears which', async () => {
    const { store, account } = await stage();
    const bounds = { ...NONE, open: 2, perMinute: 2 };
    const [one, two] = [newCharge(), newCharge()];
    for (const charge of [one, two]) await store.reserve(account, charge, bounds);
    const refused = await store.reserve(account, newCharge(), bounds);
    assert.ok(refused.outcome === 'too_many');
    assert.deepEqual(new Set(refused.unsettled.map(({ otid }) => otid)), new Set([one.otid, two.otid]));
    await store.settle(account, one, null, 1);
    const fast = await store.reserve(account, newCharge(), bounds);
    assert.deepEqual(fast, { outcome: 'too_fast', wait: 30_000 });
  });

  test('each day (UTC) has its own tokens; a run counts for the day on which it began', async () => {
    const { store, account } = await stage();
    const midnight = NOW + DAY / 2;
    const late = newCharge({ at: midnight - 1 });
    const bounds = { ...NONE, tokens: 40 };
    assert.equal((await store.reserve(account, late, bounds)).outcome, 'granted');
    assert.equal((await store.reserve(account, newCharge({ at: midnight - 1 }), bounds)).outcome, 'exhausted');
    assert.equal((await store.reserve(account, newCharge({ at: midnight }), bounds)).outcome, 'granted');
    await store.settle(account, late, 'run-1', 1_000);
    const next = newCharge({ at: midnight, tokens: 10 });
    assert.equal((await store.reserve(account, next, bounds)).outcome, 'granted');
  });

  test('open charges that are overdue are handed out to be asked after, in turn', async () => {
    const { store, account } = await stage();
    for (const otid of ['a', 'b', 'c']) await store.reserve(account, newCharge({ otid }), NONE);
    const later = async (at: number) => {
      const reserved = await store.reserve(account, newCharge({ at }), NONE);
      return reserved.outcome === 'granted' ? reserved.unsettled.map(({ otid }) => otid).sort() : null;
    };
    assert.deepEqual(await later(NOW + CHARGE_OVERDUE - 1), []);
    const [first, second] = [await later(NOW + CHARGE_OVERDUE), await later(NOW + CHARGE_OVERDUE)];
    assert.deepEqual([first?.length, [...first!, ...second!].sort()], [2, ['a', 'b', 'c']]);
  });

  test('in the same conversation a charge whose run is unknown is asked after at once', async () => {
    const { store, account } = await stage();
    const left = newCharge();
    await store.reserve(account, left, NONE);
    const next = { ...left, otid: 'next' };
    const reserved = await store.reserve(account, next, NONE);
    assert.deepEqual(reserved.outcome === 'granted' && reserved.unsettled.map(keyOf), [keyOf(left)]);
  });

  test('accounts share nothing', async () => {
    const { store, account } = await stage();
    const charge = newCharge();
    await store.reserve(account, charge, NONE);
    assert.equal(await store.findCharge(`${account}-other`, charge), null);
    assert.equal(await store.settle(`${account}-other`, charge, 'run-1', 1), false);
    await store.release(`${account}-other`, charge);
    assert.equal((await store.findCharge(account, charge))?.state, 'open');
  });
}
