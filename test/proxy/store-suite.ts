// What every store must do. Run on memory and SQLite (store.test.ts) and on the Durable Object in workerd (test/worker).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BELONGINGS, type NewRun, SENDS_KEPT, SENDS_KEPT_FOR, type Store } from '../../proxy/store/store.ts';
import { ledgerBehaviour } from './ledger-suite.ts';

const NOW = 1_800_000_000_000;

const newRun = (otid: string, sentAt = NOW): NewRun => ({
  otid,
  sentAt,
  previousRun: 'run-0',
  mayArriveUntil: sentAt + 70_000,
});

/** `open` gives the same store each time; visitors keep the tests apart. */
export function storeBehaviour(open: () => Promise<Store>): void {
  const stage = async () => ({
    store: await open(),
    visitor: `visitor-${crypto.randomUUID()}`,
    id: `conv-${crypto.randomUUID()}`,
  });

  test('a conversation is found by its owner only', async () => {
    const { store, visitor, id } = await stage();
    const conversation = { id, agent: 'support', variant: null, createdAt: NOW };
    await store.addConversation(visitor, conversation);
    assert.deepEqual(await store.findConversation(visitor, id), conversation);
    assert.equal(await store.findConversation('visitor-other', id), null);
    assert.equal(await store.findConversation(visitor, 'conv-unknown'), null);
  });

  test('conversations are listed newest first, by agent, in pages; a foreign cursor is told', async () => {
    const { store, visitor } = await stage();
    for (const [index, agent] of ['a', 'b', 'a', 'a'].entries()) {
      await store.addConversation(visitor, { id: `conv-${index}`, agent, variant: null, createdAt: NOW });
    }
    const ids = async (page: Parameters<Store['listConversations']>[1]) =>
      (await store.listConversations(visitor, page))?.map(({ id }) => id) ?? null;
    assert.deepEqual(await ids({ agent: 'a', limit: 2 }), ['conv-3', 'conv-2']);
    assert.deepEqual(await ids({ agent: 'a', limit: 2, after: 'conv-2' }), ['conv-0']);
    assert.deepEqual(await ids({ agent: 'b', limit: 9 }), ['conv-1']);
    assert.equal(await ids({ agent: 'a', limit: 2, after: 'conv-unknown' }), null);
    assert.deepEqual(await store.listConversations('visitor-other', { agent: 'a', limit: 9 }), []);
  });

  test('a send makes its conversation the first of the list; the same send again does not', async () => {
    const { store, visitor } = await stage();
    for (const id of ['conv-1', 'conv-2', 'conv-3'])
      await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    const ids = async () => (await store.listConversations(visitor, { agent: 'a', limit: 9 }))?.map(({ id }) => id);
    await store.rememberSend(visitor, 'conv-1', 'otid-1', NOW);
    assert.deepEqual(await ids(), ['conv-1', 'conv-3', 'conv-2']);
    await store.claimRun(visitor, 'conv-2', { otid: 'otid-2', sentAt: NOW, previousRun: null, mayArriveUntil: 0 });
    await store.rememberSend(visitor, 'conv-1', 'otid-1', NOW);
    assert.deepEqual(await ids(), ['conv-2', 'conv-1', 'conv-3']);
    await store.addConversation(visitor, { id: 'conv-4', agent: 'a', variant: null, createdAt: NOW });
    assert.deepEqual(await ids(), ['conv-4', 'conv-2', 'conv-1', 'conv-3']);
  });

  test('a removed conversation is gone with its sends', async () => {
    const { store, visitor, id } = await stage();
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    await store.rememberSend(visitor, id, 'otid-1', NOW);
    await store.removeConversation(visitor, id);
    assert.equal(await store.findConversation(visitor, id), null);
    assert.equal(await store.findSend(visitor, id, 'otid-1'), null);
  });

  test('what runs have used adds up, for the conversation of its visitor', async () => {
    const { store, visitor, id } = await stage();
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    assert.equal(await store.tokensOf(visitor, id), 0);
    await store.addTokens(visitor, id, 30);
    await store.addTokens(visitor, id, 12);
    assert.equal(await store.tokensOf(visitor, id), 42);
    await store.addTokens(visitor, 'conv-unknown', 5);
    assert.equal(await store.tokensOf(visitor, 'conv-unknown'), 0);
    assert.equal(await store.tokensOf('visitor-other', id), 0);
    await store.removeConversation(visitor, id);
    assert.equal(await store.tokensOf(visitor, id), 0);
  });

  test('of a reply the last word counts, and each tells the one before', async () => {
    const { store, visitor, id } = await stage();
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    const rate = (value: 'positive' | 'negative' | null, message = 'message-1', who = visitor) =>
      store.rate(who, id, message, value);
    assert.equal(await rate('positive'), null);
    assert.equal(await rate('positive'), 'positive');
    assert.equal(await rate('negative'), 'positive');
    assert.equal(await rate(null), 'negative');
    assert.equal(await rate(null), null);
    await rate('positive');
    assert.equal(await rate('negative', 'message-2'), null);
    assert.equal(await rate('negative', 'message-1', 'visitor-other'), null);
    await store.removeConversation(visitor, id);
    assert.equal(await rate(null), null);
  });

  test('of words at the same time each follows another', async () => {
    const { store, visitor, id } = await stage();
    const before = await Promise.all(Array.from({ length: 8 }, () => store.rate(visitor, id, 'message-1', 'positive')));
    assert.equal(before.filter((value) => value === null).length, 1);
  });

  test('tokens and ratings come along to the heir, once', async () => {
    const { store, visitor, id } = await stage();
    const person = `visitor-${crypto.randomUUID()}`;
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    await store.addTokens(visitor, id, 7);
    await store.rate(visitor, id, 'message-1', 'positive');
    const belongings = await store.handOver(visitor, person);
    await store.takeOver(person, belongings!);
    await store.addTokens(person, id, 3);
    assert.equal(await store.rate(person, id, 'message-1', 'negative'), 'positive');
    await store.takeOver(person, belongings!);
    assert.equal(await store.tokensOf(person, id), 10);
    assert.equal(await store.rate(person, id, 'message-1', null), 'negative');
    await store.forgetVisitor(visitor);
    assert.equal(await store.rate(visitor, id, 'message-1', null), null);
  });

  test('a value that many keep at once is kept once, and stays', async () => {
    const { store, visitor } = await stage();
    const kept = await Promise.all(['a', 'b', 'c'].map((value) => store.keepOnce(visitor, 'secret', value)));
    assert.equal(new Set(kept).size, 1);
    assert.equal(await store.keepOnce(visitor, 'secret', 'd'), kept[0]);
    assert.equal(await store.keepOnce(visitor, 'other', 'e'), 'e');
  });

  test('what is handed over can be taken over twice: nothing is lost, nothing doubled, and the sends come along', async () => {
    const { store, visitor, id } = await stage();
    const person = `visitor-${crypto.randomUUID()}`;
    const conversation = { id, agent: 'a', variant: null, createdAt: NOW };
    await store.addConversation(visitor, conversation);
    await store.addConversation(visitor, { id: `${id}-2`, agent: 'b', variant: null, createdAt: NOW });
    await store.claimRun(visitor, id, newRun('otid-1'));
    for (let n = 0; n < 2; n++) {
      const belongings = await store.handOver(visitor, person);
      assert.deepEqual(
        belongings?.map(({ conversation, sends }) => [conversation.id, sends.map(({ otid }) => otid)]),
        [
          [`${id}-2`, []],
          [id, ['otid-1']],
        ],
      );
      await store.takeOver(person, belongings!);
    }
    assert.deepEqual(await store.findConversation(visitor, id), conversation);
    const taken = await store.listConversations(person, { limit: 9 });
    assert.deepEqual(
      taken?.map((one) => one.id),
      [id, `${id}-2`],
    );
    assert.equal((await store.findSend(person, id, 'otid-1'))?.state, 'running');
  });

  test('taking over again brings nothing back to an earlier state', async () => {
    const { store, visitor, id } = await stage();
    const person = `visitor-${crypto.randomUUID()}`;
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    await store.claimRun(visitor, id, newRun('otid-1'));
    const belongings = await store.handOver(visitor, person);
    await store.takeOver(person, belongings!);
    await store.endRuns(person, id);
    await store.takeOver(person, belongings!);
    assert.equal((await store.findSend(person, id, 'otid-1'))?.state, 'ended');
  });

  test('who has an heir has only that one, empty-handed or not', async () => {
    const { store, visitor, id } = await stage();
    assert.deepEqual(await store.handOver(visitor, 'visitor-heir'), []);
    await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    assert.equal(await store.handOver(visitor, 'visitor-another'), null);
    assert.equal((await store.handOver(visitor, 'visitor-heir'))?.length, 1);
  });

  test('much is handed over in parts, the oldest first', async () => {
    const { store, visitor } = await stage();
    const ids = Array.from({ length: BELONGINGS + 1 }, (_, n) => `conv-${n}`);
    for (const id of ids) await store.addConversation(visitor, { id, agent: 'a', variant: null, createdAt: NOW });
    const first = await store.handOver(visitor, 'visitor-heir');
    assert.deepEqual(
      first?.map(({ conversation }) => conversation.id),
      ids.slice(0, BELONGINGS),
    );
    for (const { conversation } of first!) await store.removeConversation(visitor, conversation.id);
    const rest = await store.handOver(visitor, 'visitor-heir');
    assert.deepEqual(
      rest?.map(({ conversation }) => conversation.id),
      ids.slice(BELONGINGS),
    );
  });

  test('a forgotten visitor has nothing; others keep theirs', async () => {
    const { store, visitor, id } = await stage();
    const other = `visitor-${crypto.randomUUID()}`;
    for (const owner of [visitor, other]) {
      await store.addConversation(owner, { id, agent: 'a', variant: null, createdAt: NOW });
      await store.rememberSend(owner, id, 'otid-1', NOW);
      await store.handOver(owner, 'visitor-heir');
    }
    await store.forgetVisitor(visitor);
    await store.forgetVisitor(visitor);
    assert.deepEqual(await store.listConversations(visitor, { limit: 9 }), []);
    assert.equal(await store.findSend(visitor, id, 'otid-1'), null);
    assert.deepEqual(await store.handOver(visitor, 'visitor-another'), []);
    assert.equal((await store.listConversations(other, { limit: 9 }))?.length, 1);
    assert.equal((await store.findSend(other, id, 'otid-1'))?.otid, 'otid-1');
  });

  test('a send is new once; afterwards it is known, in its own conversation', async () => {
    const { store, visitor, id } = await stage();
    assert.equal(await store.rememberSend(visitor, id, 'otid-1', NOW), null);
    const known = await store.rememberSend(visitor, id, 'otid-1', NOW + 1);
    assert.deepEqual([known?.otid, known?.sentAt, known?.state, known?.runId], ['otid-1', NOW, 'background', null]);
    assert.equal(await store.findSend(visitor, 'conv-other', 'otid-1'), null);
  });

  test('only one of many claims at the same time takes the conversation', async () => {
    const { store, visitor, id } = await stage();
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) => store.claimRun(visitor, id, newRun(`otid-${n}`))),
    );
    assert.equal(claims.filter((claim) => claim.claimed).length, 1);
    const running = claims.flatMap((claim) => (claim.claimed ? [] : [claim.by.otid]));
    assert.equal(new Set(running).size, 1);
  });

  test('of the same otid claimed many times at once one is granted', async () => {
    const { store, visitor, id } = await stage();
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claimRun(visitor, id, newRun('otid-1'))));
    assert.equal(claims.filter((claim) => claim.claimed).length, 1);
  });

  test('a claimed run keeps what is told of it, and ends', async () => {
    const { store, visitor, id } = await stage();
    await store.claimRun(visitor, id, newRun('otid-1'));
    await store.updateSend(visitor, id, 'otid-1', { runId: 'run-1' });
    await store.updateSend(visitor, id, 'otid-1', { mayArriveUntil: 5 });
    assert.deepEqual(await store.findSend(visitor, id, 'otid-1'), {
      ...newRun('otid-1'),
      mayArriveUntil: 5,
      state: 'running',
      runId: 'run-1',
    });
    await store.endRuns(visitor, id);
    assert.equal((await store.findSend(visitor, id, 'otid-1'))?.state, 'ended');
    assert.deepEqual(await store.claimRun(visitor, id, newRun('otid-2')), { claimed: true });
  });

  test('an otid that has run is not claimed again, unless it was forgotten', async () => {
    const { store, visitor, id } = await stage();
    await store.claimRun(visitor, id, newRun('otid-1'));
    await store.updateSend(visitor, id, 'otid-1', { state: 'ended' });
    const again = await store.claimRun(visitor, id, newRun('otid-1'));
    assert.equal(again.claimed === false && again.by.state, 'ended');
    await store.forgetSend(visitor, id, 'otid-1');
    assert.deepEqual(await store.claimRun(visitor, id, newRun('otid-1')), { claimed: true });
  });

  test('a send that was meant for the background can be claimed for the foreground', async () => {
    const { store, visitor, id } = await stage();
    await store.rememberSend(visitor, id, 'otid-1', NOW);
    assert.deepEqual(await store.claimRun(visitor, id, newRun('otid-1')), { claimed: true });
    assert.equal((await store.findSend(visitor, id, 'otid-1'))?.state, 'running');
  });

  test('news of a forgotten send changes nothing', async () => {
    const { store, visitor, id } = await stage();
    await store.updateSend(visitor, id, 'otid-1', { state: 'ended' });
    assert.equal(await store.findSend(visitor, id, 'otid-1'), null);
  });

  test('old sends are forgotten, by number and by age', async () => {
    const { store, visitor, id } = await stage();
    await store.rememberSend(visitor, id, 'ancient', NOW - SENDS_KEPT_FOR - 1);
    for (let n = 0; n < SENDS_KEPT + 5; n++) await store.rememberSend(visitor, id, `otid-${n}`, NOW);
    assert.equal(await store.findSend(visitor, id, 'ancient'), null);
    assert.equal(await store.findSend(visitor, id, 'otid-4'), null);
    assert.equal((await store.findSend(visitor, id, 'otid-5'))?.otid, 'otid-5');
    await store.rememberSend(visitor, id, 'later', NOW + SENDS_KEPT_FOR);
    assert.equal(await store.findSend(visitor, id, 'otid-100'), null);
  });

  ledgerBehaviour(open);
}
