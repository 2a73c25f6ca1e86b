// What holds the day's tokens, whatever keeps them: run in process on memory and SQLite (budget.test.ts) and in workerd
// (test/worker). A run of the simulated Letta uses 30 tokens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newVisitor, type Rig, readEvents, UNLIMITED, type Visitor } from './rig.ts';

const DAY_SECONDS = 24 * 3600;

export const secondsToMidnight = () => DAY_SECONDS - ((Date.now() / 1000) % DAY_SECONDS);

/** Sends in each of these conversations at once; gives the answers, their streams read. */
export async function sendInAll(talks: readonly { visitor: Visitor; id: string }[]) {
  return Promise.all(
    talks.map(async ({ visitor, id }) => {
      const response = await visitor.open(id, 'hello');
      const text = await response.text();
      const retryAfter = Number(response.headers.get('retry-after'));
      return { status: response.status, code: response.ok ? null : JSON.parse(text).error.code, retryAfter };
    }),
  );
}

/** How many answers came of each kind, like `{ '200': 10, '429 budget_exhausted': 90 }`. */
export function tallyOf(answers: readonly { status: number; code: string | null }[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const { status, code } of answers) {
    const kind = code === null ? `${status}` : `${status} ${code}`;
    tally[kind] = (tally[kind] ?? 0) + 1;
  }
  return tally;
}

/** What a hundred sends against a budget for ten come to. */
const TEN_OF_A_HUNDRED = { '200': 10, '429 budget_exhausted': 90 };

export async function conversationsOf(visitor: Visitor, count: number) {
  return Promise.all(Array.from({ length: count }, async () => ({ visitor, id: await visitor.converse() })));
}

export function budgetBehaviour(start: (settings: Record<string, string>) => Promise<Rig>): void {
  const withRig = (settings: Record<string, string>, work: (rig: Rig) => Promise<void>) => async () => {
    const rig = await start({ ...UNLIMITED, TOKENS_PER_RUN: '30', ...settings });
    try {
      await work(rig);
    } finally {
      await rig.close();
    }
  };

  test(
    "of a hundred sends at once against the deployment's budget for ten, ten pass and nothing is overspent",
    withRig({ TOKENS_PER_DAY: '300' }, async (rig) => {
      const visitors = await Promise.all(Array.from({ length: 10 }, () => newVisitor(rig)));
      const talks = (await Promise.all(visitors.map((visitor) => conversationsOf(visitor, 10)))).flat();
      const before = secondsToMidnight();
      const answers = await sendInAll(talks);
      const after = secondsToMidnight();
      assert.deepEqual(tallyOf(answers), TEN_OF_A_HUNDRED);
      const refused = answers.filter(({ code }) => code === 'budget_exhausted');
      for (const { retryAfter } of refused)
        assert.ok(retryAfter <= Math.ceil(before) && retryAfter >= after, `${retryAfter}`);
      assert.equal(rig.sent.length, 10);
      const next = await sendInAll(talks);
      assert.deepEqual(tallyOf(next), { '429 budget_exhausted': 100 });
      assert.equal(rig.sent.length, 10);
    }),
  );

  test(
    "a visitor's budget is that visitor's: ten of a hundred sends pass, and others are not concerned",
    withRig({ TOKENS_PER_DAY_PER_VISITOR: '329', TOKENS_PER_DAY: '1000' }, async (rig) => {
      const [visitor, other] = [await newVisitor(rig), await newVisitor(rig)];
      const answers = await sendInAll(await conversationsOf(visitor, 100));
      assert.deepEqual(tallyOf(answers), TEN_OF_A_HUNDRED);
      assert.equal(rig.sent.length, 10);
      assert.deepEqual(
        (await sendInAll(await conversationsOf(other, 1))).map(({ status }) => status),
        [200],
      );
    }),
  );

  test(
    'the same message sent again and again is charged once',
    withRig({ TOKENS_PER_DAY_PER_VISITOR: '30', TOKENS_PER_DAY: '30', RUNS_AT_ONCE: '1' }, async (rig) => {
      const visitor = await newVisitor(rig);
      const id = await visitor.converse();
      const otid = crypto.randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.open(id, 'hello', otid)));
      for (const answer of answers) await readEvents(answer);
      await readEvents(await visitor.open(id, 'hello', otid));
      assert.equal((await visitor.messages(id)).length, 2);
      assert.equal((await visitor.open(id, 'another')).status, 429);
    }),
  );
}
