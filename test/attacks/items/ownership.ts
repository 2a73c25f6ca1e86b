/** 5. Another visitor's conversation: on every route it is as if it were not there, in words and in work. */
import assert from 'node:assert/strict';
import type { Attack, Item } from '../attack.ts';
import type { Question } from '../http.ts';
import { CONVERSATION_ROUTES, enter, type Hands, message, UNKNOWN } from '../visitor.ts';

const WORDS = 'PLANTED-WORDS the number of my account is 4711';

export const ownership: Item = {
  number: 5,
  title: "Another visitor's conversation",
  async run(attack) {
    const [anna, boris] = [await enter(attack.stage), await enter(attack.stage)];
    const [hers, his] = [await anna.converse(), await boris.converse()];
    const otid = crypto.randomUUID();
    await anna.say(hers, WORDS, otid);
    await boris.say(his, 'hello');
    await everyRoute(attack, boris, hers, otid);
    await medians(attack, boris, hers);
    await herIds(attack, anna, boris, { hers, his, otid });
    await attack.case('her reply can be rated in hers alone', async () => {
      const [reply] = await anna.messages(hers);
      const rate = (hands: Hands, id: string) =>
        attack.ask(
          hands.question('POST', `/v1/conversations/${id}/messages/${reply.id}/feedback`, { value: 'positive' }),
        );
      for (const [hands, id, status] of [
        [boris, his, 404] as const,
        [boris, hers, 404] as const,
        [anna, hers, 200] as const,
      ])
        assert.equal((await rate(hands, id)).status, status);
      assert.equal(attack.stage.letta.reached.filter(({ method }) => method === 'PATCH').length, 1);
    });
    await attack.case('and hers is as it was', async () => {
      assert.equal((await anna.messages(hers)).length, 2);
      const { body } = await anna.call('GET', `/v1/conversations/${hers}`);
      assert.equal(body.summary, null);
    });
  },
};

/** "Not yours" and "not there": the same answer, the same calls of the store, none of Letta's. */
async function everyRoute(attack: Attack, boris: Hands, hers: string, otid: string): Promise<void> {
  const { stage } = attack;
  const resumes = [['POST', '/stream', { otid }] as const, ['POST', '/stream', { otid, starting_after: 1 }] as const];
  const sends = [['POST', '/messages', message('x', { otid })] as const];
  for (const [method, rest, body] of [...CONVERSATION_ROUTES, ...resumes, ...sends]) {
    await attack.case(`${method} ${rest}`, async () => {
      const look = async (id: string) => {
        stage.storeCalls.length = 0;
        const { status, headers, text } = await attack.ask(
          boris.question(method, `/v1/conversations/${id}${rest}`, body),
        );
        const { error } = JSON.parse(text);
        const names = Object.keys(headers).sort();
        return { status, names, error: { ...error, request_id: '' }, storeCalls: stage.storeCalls.splice(0) };
      };
      const [theirs, unknown] = [await look(hers), await look(UNKNOWN)];
      assert.equal(theirs.status, 404);
      assert.deepEqual(theirs, unknown);
      assert.equal(stage.letta.reached.length, 0, 'nothing reaches Letta');
    });
  }
}

/** For information: what a clock outside could see. */
async function medians(attack: Attack, boris: Hands, hers: string): Promise<void> {
  const measure = async (id: string) => {
    const started = performance.now();
    await attack.ask(boris.question('GET', `/v1/conversations/${id}`));
    return performance.now() - started;
  };
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 50; round++) {
    times[0].push(await measure(hers));
    times[1].push(await measure(UNKNOWN));
  }
  const [theirs, unknown] = times.map((list) => list.sort((a, b) => a - b)[25]?.toFixed(2));
  attack.note(`median of 50: ${theirs} ms for somebody else's, ${unknown} ms for none`);
}

interface Ids {
  readonly hers: string;
  readonly his: string;
  readonly otid: string;
}

/** Her ids in his own conversation: they lead nowhere. */
async function herIds(attack: Attack, anna: Hands, boris: Hands, { hers, his, otid }: Ids): Promise<void> {
  const [reply, said] = await anna.messages(hers);
  const path = `/v1/conversations/${his}`;
  const post = (rest: string, body?: unknown) => boris.question('POST', `${path}${rest}`, body);
  const questions: [string, Question][] = [
    ['resume her otid', post('/stream', { otid })],
    ["resume her reply's otid", post('/stream', { otid: reply.otid })],
    ['send under her otid', post('/messages', message('x', { otid }))],
    ['send under her otid, for JSON', post('/messages', { ...message('x', { otid }), streaming: false })],
    ['fork at her message', post(`/fork?message_id=${reply.id}`)],
    ['fork at her message, in the body', post('/fork', { message_id: said.id })],
    ['rate her reply', post(`/messages/${reply.id}/feedback`, { value: 'negative' })],
    ['list before her message', boris.question('GET', `${path}/messages?before=${reply.id}`)],
    ['list after her message', boris.question('GET', `${path}/messages?after=${said.id}&order=asc`)],
    ['list his after hers', boris.question('GET', `/v1/conversations?after=${hers}`)],
    ['list his after none', boris.question('GET', `/v1/conversations?after=${UNKNOWN}`)],
  ];
  for (const [name, question] of questions) {
    await attack.case(name, async () => {
      const { text, status } = await attack.ask(question);
      assert.ok(status < 500, `${status} ${text}`);
      assert.ok(!text.includes('PLANTED-WORDS'), `her words: ${text}`);
      assert.ok(!text.includes(hers), `her conversation: ${text}`);
      for (const call of attack.stage.letta.reached)
        assert.ok(!call.path.includes(hers), `${call.method} ${call.path}`);
    });
  }
  await attack.case('his list is his', async () => {
    const { text } = await attack.ask(boris.question('GET', '/v1/conversations'));
    assert.ok(!text.includes(hers));
  });
}
