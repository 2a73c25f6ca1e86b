/** 1, 9 and 13, as far as they are about how much: what is over a limit is refused, tells when it goes on, and costs Letta nothing. */
import assert from 'node:assert/strict';
import { sign } from 'hono/jwt';
import { readUntil } from '../../proxy/rig.ts';
import { type Attack, expectRefusal, type Item } from '../attack.ts';
import type { Answer, Question } from '../http.ts';
import { PLANTED } from '../letta.ts';
import { enter, JSON_TYPE, message, RATED } from '../visitor.ts';

/** Headers by which clients say where they come from. */
const CLAIMS = [
  ...[
    'x-forwarded-for',
    'x-real-ip',
    'true-client-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'fastly-client-ip',
    'client-ip',
    'via',
  ],
  ...[
    'x-originating-ip',
    'x-remote-ip',
    'x-remote-addr',
    'x-forwarded',
    'forwarded-for',
    'x-appengine-user-ip',
    'fly-client-ip',
    'x-azure-clientip',
  ],
];

const ADDRESSES = [
  '203.0.113.9',
  '127.0.0.1',
  '::1',
  '2001:db8::9',
  '203.0.113.9, 198.51.100.7',
  'unknown',
  '_hidden',
  '',
];

const mint = (headers = {}): Question => ({
  method: 'POST',
  path: '/v1/visitors',
  headers: { ...JSON_TYPE, ...headers },
  body: '{}',
});

function expectLimit(answer: Answer, code = 'rate_limited'): void {
  expectRefusal(answer, { status: 429, code });
  assert.match(answer.headers['retry-after'] ?? '', /^[1-9]\d*$/);
}

/** A visitor of whose making no limit knows. */
async function signed(attack: Attack) {
  const sub = `visitor-${crypto.randomUUID()}`;
  const token = await sign({ sub, exp: Math.floor(Date.now() / 1000) + 600 }, PLANTED.secret);
  const headers = { ...JSON_TYPE, authorization: `Bearer ${token}` };
  const answer = await attack.stage.ask({ method: 'POST', path: '/v1/conversations', headers });
  const id: string = JSON.parse(answer.text).id;
  return {
    headers,
    id,
    send: (text: string, more = {}): Question => ({
      method: 'POST',
      path: `/v1/conversations/${id}/messages`,
      headers: { ...headers, ...more },
      body: JSON.stringify(message(text)),
    }),
  };
}

const sends = ({ stage }: Attack) =>
  stage.letta.reached.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));

export const metered: Item = {
  number: 1,
  title: 'An open, unmetered relay: how much',
  settings: {
    MESSAGES_PER_MINUTE: '3',
    CONVERSATIONS_PER_MINUTE: '3',
    TOKENS_PER_DAY_PER_VISITOR: '10',
    TOKENS_PER_RUN: '10',
  },
  async run(attack) {
    const visitor = await signed(attack);
    await attack.case('of 40 sends at once no more are run than the day has tokens for', async () => {
      const others = await Promise.all(
        Array.from({ length: 2 }, () => attack.ask({ ...visitor.send(''), path: '/v1/conversations', body: '{}' })),
      );
      const ids = [visitor.id, ...others.map(({ text }) => JSON.parse(text).id)];
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          attack.ask({ ...visitor.send('words 3'), path: `/v1/conversations/${ids[n % 3]}/messages` }),
        ),
      );
      const refused = answers.filter(({ status }) => status === 429);
      assert.equal(answers.length - refused.length, sends(attack).length);
      assert.equal(sends(attack).length, 1);
      for (const { text } of refused) assert.match(text, /budget_exhausted|rate_limited/);
    });
    await attack.case('of 40 ratings at once few are looked at, whatever they are of', async () => {
      const rating = { ...visitor.send(''), path: `/v1/conversations/${visitor.id}${RATED}/feedback` };
      const body = JSON.stringify({ value: 'positive' });
      const answers = await Promise.all(Array.from({ length: 40 }, () => attack.ask({ ...rating, body })));
      const refused = answers.filter(({ status }) => status !== 404);
      for (const answer of refused) expectLimit(answer);
      assert.ok(refused.length >= 35, `${answers.length - refused.length} were looked at`); // a slow minute gives some back
    });
    for (let more = 0; more < 10; more++) {
      await attack.case(`a send more (${more})`, async () => {
        const answer = await attack.ask(visitor.send('words 3'));
        expectLimit(answer, JSON.parse(answer.text).error.code);
        assert.equal(sends(attack).length, 0);
      });
      await attack.case(`a conversation more (${more})`, async () => {
        expectLimit(
          await attack.ask({
            ...visitor.send(''),
            path: more % 2 ? `/v1/conversations/${visitor.id}/fork` : '/v1/conversations',
            body: '{}',
          }),
        );
        assert.equal(attack.stage.letta.reached.length, 0);
      });
    }
  },
};

export const dodging: Item = {
  number: 9,
  title: 'Dodging the limiter',
  independent: true, // but the first, which is always tried
  settings: { VISITORS_PER_MINUTE: '1', MESSAGES_PER_MINUTE_PER_ADDRESS: '1' },
  async run(attack) {
    const [first, second] = [await signed(attack), await signed(attack)];
    await attack.case('the first is let in', async () => {
      assert.equal((await attack.ask(mint())).status, 201);
      assert.equal((await attack.ask(first.send('words 1'))).status, 200);
    });
    const names =
      attack.stage.kind === 'Node' ? [...CLAIMS, 'cf-connecting-ip', 'forwarded'] : [...CLAIMS, 'forwarded'];
    for (const name of names) {
      for (const address of ADDRESSES) {
        const value = name === 'forwarded' ? `for="${address}"` : address;
        await attack.case(`${name}: ${value}`, async () => {
          expectLimit(await attack.ask(mint({ [name]: value })));
          expectLimit(await attack.ask(second.send('words 1', { [name]: value })));
          assert.equal(sends(attack).length, 0);
        });
      }
    }
  },
};

/** Behind a proxy of one's own: what that one has added counts, what the client wrote to its left does not. */
export const forwarded: Item = {
  number: 9,
  title: 'Dodging the limiter behind a proxy',
  kinds: ['Node'],
  settings: { VISITORS_PER_MINUTE: '1', CLIENT_ADDRESS_HEADER: 'x-forwarded-for', TRUSTED_PROXIES: '1' },
  async run(attack) {
    const from = (value: string) => attack.ask(mint({ 'x-forwarded-for': value }));
    for (const [known, others] of [
      [
        '203.0.113.7',
        ['203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107', '203.0.113.7:4711', '[::ffff:203.0.113.7]:1'],
      ],
      [
        '2001:db8:1:2::1',
        [
          '2001:db8:1:2::2',
          '2001:0db8:0001:0002:ffff:ffff:ffff:ffff',
          '[2001:db8:1:2::3]:443',
          '2001:DB8:1:2:0:0:0:4%eth0',
          '2001:db8:1:2:a:b:1.2.3.4',
        ],
      ],
    ] as const) {
      await attack.case(`${known} is let in once`, async () => assert.equal((await from(known)).status, 201));
      for (const other of others) {
        for (const left of [
          '',
          '198.51.100.1, ',
          '198.51.100.1, 2001:db8:9::1, ',
          'x, ',
          ', ',
          `${'1.1.1.1, '.repeat(50)}`,
        ]) {
          await attack.case(`${left.slice(0, 40)}${other}`, async () => expectLimit(await from(left + other)));
        }
      }
    }
    await attack.case('the next network is another', async () =>
      assert.equal((await from('2001:db8:1:3::1')).status, 201),
    );
  },
};

export const leaving: Item = {
  number: 13,
  title: 'Spending after leaving',
  settings: { RUNS_AT_ONCE: '2' },
  async run(attack) {
    const visitor = await enter(attack.stage);
    const [one, two, three] = [await visitor.converse(), await visitor.converse(), await visitor.converse()];
    for (const id of [one, two]) {
      const leave = new AbortController();
      const response = await visitor.open(id, 'slow 20 words 2000', undefined, { signal: leave.signal });
      await readUntil(response, (text) => text.includes('lorem'));
      leave.abort();
    }
    for (let more = 0; more < 10; more++) {
      await attack.case(`a third run (${more})`, async () => {
        const answer = await attack.ask(
          visitor.question('POST', `/v1/conversations/${three}/messages`, {
            ...message('words 1'),
            streaming: more % 2 === 0,
          }),
        );
        expectLimit(answer);
        assert.equal(sends(attack).length, 0);
      });
    }
    await attack.case('both go on at Letta, and no more', async () =>
      assert.equal(attack.stage.letta.simulator.activeRuns(), 2),
    );
    await attack.case('another visitor is not in their way', async () => {
      const other = await signed(attack);
      assert.equal((await attack.ask(other.send('words 1'))).status, 200);
    });
    for (const id of [one, two]) await visitor.call('POST', `/v1/conversations/${id}/cancel`);
  },
};
