// What the proxy does for visitors, as one suite that runs in process (behaviour.test.ts) and in workerd (test/worker).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  isRunning,
  newVisitor,
  ORIGIN,
  type Rig,
  readEvents,
  readUntil,
  replyOf,
  TOOL,
  typesOf,
  until,
} from './rig.ts';

const UNKNOWN = 'conv-00000000-0000-4000-8000-000000000000';

/** `resumes`: the Letta behind the proxy has Redis. */
export function proxyBehaviour(start: () => Promise<Rig>, { resumes = true } = {}): void {
  let rig: Rig;
  before(async () => {
    rig = await start();
  });
  after(() => rig.close());

  test('a visitor converses: makes a conversation, sends, reads the stream, finds both messages in the history', async () => {
    const visitor = await newVisitor(rig);
    const { status, body } = await visitor.call('POST', '/v1/conversations?agent_id=support', { summary: 'Hello' });
    assert.equal(status, 200);
    assert.deepEqual([body.agent_id, body.summary, body.last_message_at], ['support', 'Hello', null]);
    const otid = crypto.randomUUID();
    const events = await visitor.say(body.id, 'good morning', otid);
    assert.equal(replyOf(events), 'You said: good morning');
    assert.deepEqual(typesOf(events).slice(-2), ['stop_reason', 'usage_statistics']);
    const [reply, mine] = await visitor.messages(body.id);
    assert.deepEqual([reply.message_type, reply.content], ['assistant_message', 'You said: good morning']);
    assert.deepEqual([mine.message_type, mine.content, mine.otid], ['user_message', 'good morning', otid]);
  });

  test('the list of agents has names, titles and descriptions, and no ids', async () => {
    const { body } = await (await newVisitor(rig)).call('GET', '/v1/agents');
    assert.deepEqual(body, [
      { name: 'support', title: 'Support', description: 'Answers.' },
      { name: 'tools', title: 'Tools', description: '' },
    ]);
  });

  test('an agent that is not on the list is not found', async () => {
    const visitor = await newVisitor(rig);
    for (const name of ['nobody', rig.agentId]) {
      const { status, body } = await visitor.call('POST', `/v1/conversations?agent_id=${name}`);
      assert.deepEqual([status, body.error.code], [404, 'not_found']);
    }
  });

  test('conversations are listed newest first, by agent and in pages', async () => {
    const visitor = await newVisitor(rig);
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.unshift(await visitor.converse());
    const other = await visitor.converse('tools');
    const list = async (query: string) => (await visitor.call('GET', `/v1/conversations?${query}`)).body;
    const idsOf = (page: { id: string }[]) => page.map(({ id }) => id);
    assert.deepEqual(idsOf(await list('')), [other, ...ids]);
    assert.deepEqual(idsOf(await list('agent_id=support')), ids);
    const first = await list('agent_id=support&limit=6');
    assert.deepEqual(idsOf(first), ids.slice(0, 6));
    assert.deepEqual(idsOf(await list(`agent_id=support&limit=6&after=${first.at(-1).id}`)), ids.slice(6));
    assert.equal((await list('agent_id=tools')).length, 1);
  });

  test('a conversation can be renamed, forked and deleted', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    await visitor.say(id, 'remember this');
    assert.equal(
      (await visitor.call('PATCH', `/v1/conversations/${id}`, { summary: ' Renamed ' })).body.summary,
      'Renamed',
    );
    assert.equal((await visitor.call('GET', `/v1/conversations/${id}`)).body.summary, 'Renamed');
    const fork = (await visitor.call('POST', `/v1/conversations/${id}/fork`)).body.id;
    assert.notEqual(fork, id);
    assert.equal((await visitor.call('DELETE', `/v1/conversations/${id}`)).status, 200);
    assert.equal((await visitor.call('GET', `/v1/conversations/${id}`)).status, 404);
    assert.equal((await visitor.messages(fork)).length, 2);
  });

  test('two visitors never reach each other: every route answers as for an unknown id, and Letta hears nothing', async () => {
    const [anna, boris] = [await newVisitor(rig), await newVisitor(rig)];
    const id = await anna.converse();
    const otid = crypto.randomUUID();
    await anna.say(id, 'my secret', otid);
    rig.upstream.length = 0;
    const message = { messages: [{ role: 'user', content: 'hi' }] };
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', { summary: 'mine now' }],
      ['DELETE', ''],
      ['GET', '/messages'],
      ['POST', '/messages', message],
      ['POST', '/stream', { otid }],
      ['POST', '/cancel'],
      ['POST', '/fork'],
    ] as const) {
      const theirs = await boris.call(method, `/v1/conversations/${id}${path}`, body);
      const unknown = await boris.call(method, `/v1/conversations/${UNKNOWN}${path}`, body);
      assert.equal(theirs.status, 404, `${method} ${path}`);
      assert.deepEqual({ ...theirs.body.error, request_id: '' }, { ...unknown.body.error, request_id: '' });
    }
    assert.deepEqual(rig.upstream, []);
    assert.deepEqual((await boris.call('GET', '/v1/conversations')).body, []);
    assert.equal((await anna.messages(id)).length, 2);
  });

  test("another visitor's otid resumes nothing in one's own conversation", async () => {
    const [anna, boris] = [await newVisitor(rig), await newVisitor(rig)];
    const otid = crypto.randomUUID();
    await anna.say(await anna.converse(), 'my secret', otid);
    const own = await boris.converse();
    const { status, body } = await boris.call('POST', `/v1/conversations/${own}/stream`, { otid });
    assert.deepEqual([status, body.error.code], [400, 'nothing_to_resume']);
  });

  test('all conversations of an agent share its memory, whoever talks', async () => {
    const [anna, boris] = [await newVisitor(rig), await newVisitor(rig)];
    await anna.say(await anna.converse(), 'use memory_insert {"label":"human","new_string":"likes tea"}');
    assert.match(replyOf(await boris.say(await boris.converse(), 'recall')), /likes tea/);
  });

  test('the reply comes while the run is still going on, and a lost line is resumed from where it was', {
    skip: resumes ? false : 'needs Redis',
  }, async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const otid = crypto.randomUUID();
    const { text, reader } = await readUntil(await visitor.open(id, 'slow 20 words 60', otid), (so) =>
      so.includes('lorem'),
    );
    assert.ok(await isRunning(rig, id));
    await reader.cancel();
    const seen = [...text.matchAll(/"seq_id":(\d+)/g)].map((match) => Number(match[1])).at(-1)!;
    const rest = await visitor.raw('POST', `/v1/conversations/${id}/stream`, { otid, starting_after: seen });
    const head = text.split('data: ').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    const events = await readEvents(rest);
    assert.equal(events[0]?.seq_id, seen + 1);
    assert.equal(replyOf([...head, ...events]), replyOf(await visitor.say(id, 'words 60')));
  });

  test('a finished run that was read to its end, and beyond, is nothing to resume: no stream is left open', async () => {
    const visitor = await newVisitor(rig);
    for (const agent of ['support', 'tools']) {
      const id = await visitor.converse(agent);
      const otid = crypto.randomUUID();
      const events = await visitor.say(id, 'words 3', otid);
      const last = Math.max(...events.map(({ seq_id }) => seq_id ?? 0));
      for (const beyond of [1, 2, 3, 4, 1000]) {
        const body = { otid, starting_after: last + beyond };
        const answer = await visitor.raw('POST', `/v1/conversations/${id}/stream`, body);
        if (answer.status === 200) {
          assert.match(await answer.text(), /"stop_reason":"end_turn"|usage_statistics|DONE/);
          continue;
        }
        const { error } = (await answer.json()) as { error: { code: string } };
        assert.deepEqual([answer.status, error.code], [400, 'nothing_to_resume']);
      }
    }
  });

  test('when the browser goes, the run at Letta goes on to its end', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const abort = new AbortController();
    const response = await visitor.open(id, 'slow 5 words 40', undefined, { signal: abort.signal });
    const { reader } = await readUntil(response, (text) => text.includes('lorem'));
    abort.abort();
    await reader.cancel().catch(() => undefined); // aborted: that is the point
    await until(async () => (await visitor.messages(id)).length === 2, 'the whole reply is in the history');
  });

  test('a run can be cancelled: the stream ends as cancelled, and the next message goes through', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const { text, reader } = await readUntil(await visitor.open(id, 'slow 20 words 500'), (so) => so.includes('lorem'));
    assert.equal((await visitor.call('POST', `/v1/conversations/${id}/cancel`)).status, 200);
    let rest = text;
    for (let next = await reader.read(); !next.done; next = await reader.read())
      rest += new TextDecoder().decode(next.value);
    assert.match(rest, /"stop_reason":"cancelled"/);
    assert.equal(replyOf(await visitor.say(id, 'again')), 'You said: again');
    const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/cancel`);
    assert.deepEqual([status, body.error.code], [409, 'nothing_to_cancel']);
  });

  test('a second message while a run goes on is refused as busy', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const { reader } = await readUntil(await visitor.open(id, 'slow 20 words 500'), (text) => text.includes('lorem'));
    const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/messages`, {
      messages: [{ role: 'user', content: 'me too' }],
    });
    assert.deepEqual([status, body.error.code], [409, 'conversation_busy']);
    await visitor.call('POST', `/v1/conversations/${id}/cancel`);
    await reader.cancel();
  });

  test('the same otid sent twice at once and once more later is stored once', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const otid = crypto.randomUUID();
    const answers = await Promise.all([visitor.open(id, 'only once', otid), visitor.open(id, 'only once', otid)]);
    await Promise.all(answers.map((answer) => answer.text()));
    await (await visitor.open(id, 'only once', otid)).text();
    const mine = (await visitor.messages(id)).filter((message: { otid?: string }) => message.otid === otid);
    assert.equal(mine.length, 1);
  });

  test('a reply can be called good or bad, which Letta is told, and it can be taken back', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    for (const words of ['one', 'two', 'three']) await visitor.say(id, words);
    const replies = (await visitor.messages(id)).filter(
      ({ message_type }: { message_type: string }) => message_type === 'assistant_message',
    );
    const raw = (await (await rig.letta(`/v1/conversations/${id}/messages`)).json()) as {
      id: string;
      step_id: string;
    }[];
    for (const reply of [replies[0], replies[2]]) {
      const step = raw.find((message) => message.id === reply.id && message.step_id)?.step_id;
      for (const value of ['positive', 'negative', null]) {
        const answer = await visitor.call('POST', `/v1/conversations/${id}/messages/${reply.id}/feedback`, { value });
        assert.deepEqual([answer.status, answer.body], [200, { value }]);
        const kept = (await (await rig.letta(`/v1/steps/${step}`)).json()) as { feedback: unknown };
        assert.equal(kept.feedback, value);
      }
    }
  });

  test('nobody rates what is no reply of a conversation of theirs', async () => {
    const [anna, boris] = [await newVisitor(rig), await newVisitor(rig)];
    const [id, other, own] = [await anna.converse(), await anna.converse(), await boris.converse()];
    for (const conversation of [id, other]) await anna.say(conversation, 'hello');
    await boris.say(own, 'hello');
    const [reply, question] = await anna.messages(id);
    const rate = (who: typeof anna, conversation: string, message: string, body: unknown = { value: 'positive' }) =>
      who.call('POST', `/v1/conversations/${conversation}/messages/${message}/feedback`, body);
    assert.equal((await rate(anna, id, reply.id)).status, 200);
    rig.upstream.length = 0;
    assert.equal((await rate(boris, id, reply.id)).status, 404);
    for (const body of [{}, { value: 'good' }, { value: 1 }, { value: 'positive', tags: ['x'] }, [], '{'])
      assert.equal((await rate(anna, id, reply.id, body)).status, 400, JSON.stringify(body));
    for (const message of ['..', 'a%2Fb', 'x'.repeat(81), '%00', '*'])
      assert.equal((await rate(anna, id, message)).status, 404, message);
    assert.deepEqual(rig.upstream, []);
    for (const [who, conversation, message] of [
      [anna, id, question.id],
      [anna, id, 'message-00000000-0000-4000-8000-000000000000'],
      [anna, other, reply.id],
      [boris, own, reply.id],
    ] as const)
      assert.equal((await rate(who, conversation, message)).status, 404);
    assert.doesNotMatch(rig.upstream.join('\n'), /^PATCH/m);
  });

  test('what a conversation has used is told where the operator shows it, and nowhere else', async () => {
    const visitor = await newVisitor(rig);
    const [plain, told] = [await visitor.converse(), await visitor.converse('tools')];
    const tokens = async (id: string) => (await visitor.call('GET', `/v1/conversations/${id}`)).body.tokens;
    assert.equal(await tokens(told), 0);
    const otid = crypto.randomUUID();
    for (const id of [plain, told]) await visitor.say(id, 'hello', otid);
    const once = await tokens(told);
    assert.ok(once > 0);
    await (await visitor.open(told, 'hello', otid)).text(); // refused without Redis, where nothing can be resumed
    assert.equal(await tokens(told), once, 'a message sent again costs nothing');
    await visitor.say(told, 'and again');
    assert.ok((await tokens(told)) > once);
    assert.equal(await tokens(plain), undefined);
    for (const one of (await visitor.call('GET', '/v1/conversations')).body) assert.ok(!('tokens' in one));
  });

  test("the page's own tool is called in the stream, and its result is taken once", async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse('tools');
    const events = await visitor.say(id, `use ${TOOL.name} {"what":"title"}`);
    const calls = events.flatMap((event) =>
      event.message_type === 'approval_request_message' ? event.tool_calls : [],
    );
    assert.equal(calls[0]?.name, TOOL.name);
    assert.equal(calls.map((call) => call.arguments ?? '').join(''), '{"what":"title"}');
    const answer = () => ({
      type: 'approval',
      approvals: [{ type: 'tool', tool_call_id: calls[0]?.tool_call_id, tool_return: 'Home', status: 'success' }],
    });
    const path = `/v1/conversations/${id}/messages`;
    assert.match(replyOf(await readEvents(await visitor.raw('POST', path, { messages: [answer()] }))), /Home/);
    const again = await visitor.call('POST', path, { messages: [answer()] });
    assert.deepEqual([again.status, again.body.error.code], [400, 'invalid_request']);
    const types = (await visitor.messages(id)).map((message: { message_type: string }) => message.message_type);
    assert.deepEqual(types.slice(1), ['approval_response_message', 'approval_request_message', 'user_message']);
  });

  test('a page of an allowed site can read every answer, errors too; another site is told what to add', async () => {
    const preflight = await rig.request('/v1/agents', {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), ORIGIN);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization');
    const unauthorized = await rig.request('/v1/agents', { headers: { origin: ORIGIN } });
    assert.deepEqual([unauthorized.status, unauthorized.headers.get('access-control-allow-origin')], [401, ORIGIN]);
    const other = await rig.request('/v1/agents', { headers: { origin: 'https://other.example' } });
    assert.deepEqual([other.status, other.headers.get('access-control-allow-origin')], [403, 'https://other.example']);
    const { error } = (await other.json()) as { error: { code: string; message: string } };
    assert.equal(error.code, 'origin_not_allowed');
    assert.match(error.message, /https:\/\/other\.example.*ALLOWED_ORIGINS/);
  });

  test('without a token, or with a forged one, nothing opens', async () => {
    const { token } = await newVisitor(rig);
    for (const authorization of [undefined, 'Bearer nonsense', `Bearer ${token.slice(0, -3)}abc`, `Basic ${token}`]) {
      const response = await rig.request('/v1/conversations', authorization ? { headers: { authorization } } : {});
      assert.equal(response.status, 401, authorization);
    }
    assert.equal((await rig.request(`/v1/conversations?token=${token}`)).status, 401);
  });

  test('a message that is too large is refused by name of the limit', async () => {
    const visitor = await newVisitor(rig);
    const id = await visitor.converse();
    const { status, body } = await visitor.call('POST', `/v1/conversations/${id}/messages`, {
      messages: [{ role: 'user', content: 'x'.repeat(16_001) }],
    });
    assert.deepEqual([status, body.error.code], [413, 'too_large']);
    assert.match(body.error.message, /16000/);
  });

  test('healthz answers everybody, deep too', async () => {
    assert.deepEqual(await (await rig.request('/healthz')).json(), { status: 'ok', version: '0.1.0' });
    assert.equal((await rig.request('/healthz?deep')).status, 200);
  });
}
