import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createUniverse, type Universe } from './universe.ts';

type Move = readonly [name: keyof typeof MOVES, choice: number];

const MOVES = {
  submit: (u: Universe) => u.submit(),
  stop: (u: Universe) => u.happen({ type: 'stopRequested' }),
  retry: (u: Universe, choice: number) => u.retryFailed(choice),
  arrive: (u: Universe, choice: number) => u.arrive(choice),
  answer: (u: Universe, choice: number) => u.answer(choice),
  lose: (u: Universe, choice: number) => u.lose(choice),
  listen: (u: Universe) => u.listen(),
  cut: (u: Universe) => u.cut(),
  fire: (u: Universe, choice: number) => u.fire(choice),
  reload: (u: Universe) => u.reload(),
  online: (u: Universe) => u.happen({ type: 'wentOnline' }),
  visible: (u: Universe) => u.happen({ type: 'becameVisible' }),
  goOn: (u: Universe) => u.server.goOn(),
  fail: (u: Universe) => u.server.fail(),
  lag: (u: Universe, choice: number) => {
    u.server.lag = choice % 3;
  },
  elsewhere: (u: Universe) => {
    const number = u.server.runs.length;
    if (u.state.conversation) u.server.sendElsewhere(`elsewhere-${number}`, `elsewhere ${number}`);
  },
};

/** What moves things on comes more often, so that the moves get somewhere. */
const move: fc.Arbitrary<Move> = fc.tuple(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('arrive', 'answer', 'listen', 'goOn', 'fire' as const) },
    { weight: 1, arbitrary: fc.constantFrom('submit', 'cut' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(MOVES) as (keyof typeof MOVES)[])) },
  ) as fc.Arbitrary<keyof typeof MOVES>,
  fc.nat(1000),
);

function play(moves: readonly Move[], redis: boolean, check: (u: Universe) => void): Universe {
  const universe = createUniverse({ redis });
  for (const [name, choice] of moves) {
    MOVES[name](universe, choice);
    check(universe);
  }
  return universe;
}

const texts = (u: Universe) => u.messages.filter((m) => m.role === 'user').map((m) => m.text);

function everyWordOnce(u: Universe): void {
  const shown = texts(u);
  for (const text of u.submitted)
    assert.equal(shown.filter((other) => other === text).length, 1, `${text} in ${shown}`);
  const ids = u.messages.map((message) => message.id);
  assert.equal(new Set(ids).size, ids.length, `doubled: ${ids}`);
}

function serverOnce(u: Universe): void {
  const done = u.server.runs.filter((run) => run.state === 'done').map((run) => run.text);
  assert.equal(new Set(done).size, done.length, `ran twice: ${done}`);
}

const scenarios = [
  { redis: true, name: 'with background runs' },
  { redis: false, name: 'without background runs' },
];

const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1500) };

for (const { redis, name } of scenarios) {
  const moves = fc.array(move, { maxLength: 150, size: 'max' });

  test(`whatever happens, every message is shown once at every moment (${name})`, () => {
    fc.assert(
      fc.property(moves, (all) => void play(all, redis, everyWordOnce)),
      runs,
    );
  });

  test(`when the world behaves again, everything settles, once (${name})`, () => {
    fc.assert(
      fc.property(moves, (all) => {
        const u = play(all, redis, () => undefined);
        u.calm();
        assert.equal(u.state.turn.phase, 'idle');
        assert.deepEqual(u.state.outbox, []);
        everyWordOnce(u);
        serverOnce(u);
      }),
      runs,
    );
  });

  test(`in the end the transcript has what the server has, each reply behind its message (${name})`, () => {
    fc.assert(
      fc.property(moves, (all) => {
        const u = play(all, redis, () => undefined);
        u.calm();
        u.happen({ type: 'becameVisible' });
        u.calm();
        const { messages } = u;
        const replies = u.server.history.flatMap((m) => (m.message_type === 'assistant_message' ? [m.content] : []));
        const complete = messages.filter((m) => m.role === 'assistant' && m.state === 'complete').map((m) => m.text);
        assert.deepEqual(complete, replies);
        for (const [index, message] of messages.entries()) {
          if (message.role !== 'assistant' || message.state !== 'complete') continue;
          const before = messages.slice(0, index).findLast((m) => m.role === 'user');
          assert.equal(message.text, `[${before?.text} is answered]`);
        }
      }),
      runs,
    );
  });

  test(`messages keep the order in which they were written, unless sent again (${name})`, () => {
    const noRetry = moves.map((all) => all.filter(([kind]) => kind !== 'retry'));
    fc.assert(
      fc.property(noRetry, (all) => {
        const u = play(all, redis, () => undefined);
        u.calm();
        assert.deepEqual(
          texts(u).filter((text) => u.submitted.includes(text)),
          u.submitted,
        );
      }),
      runs,
    );
  });
}
