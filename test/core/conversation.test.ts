// state + event → state: the rules one by one. That they hold together is nothing-lost.test.ts's business.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message, StreamEvent } from '../../proxy/protocol.ts';
import { transition } from '../../widget/core/conversation.ts';
import type { Effect, Fact } from '../../widget/core/events.ts';
import { reconcile } from '../../widget/core/reconcile.ts';
import { toSnapshot } from '../../widget/core/snapshot.ts';
import { emptyState, type State } from '../../widget/core/state.ts';
import { statusOf } from '../../widget/core/status.ts';

/** Plays facts, the ticket of each filled in with the one that is awaited unless it names its own. */
function play(...facts: (Fact | ((state: State) => Fact))[]) {
  let state: State = { ...emptyState, conversation: 'conv-1' };
  let effects: readonly Effect[] = [];
  for (const [index, fact] of facts.entries()) {
    const event = typeof fact === 'function' ? fact(state) : fact;
    const next = transition(state, { otid: `otid-${index}`, now: 1000 + index, random: 0.5, ...event });
    state = next.state;
    effects = next.effects;
  }
  return { state, effects, snapshot: shownOf(state) };
}

const shownOf = (state: State) =>
  toSnapshot(state, { status: statusOf(state), storage: 'memory', draft: '', opening: false });

const ticketOf = ({ turn }: State): number => ('ticket' in turn ? turn.ticket : -1);
const submitted: Fact = { type: 'submitted', text: 'hello', images: [] };
const opened = (state: State): Fact => ({ type: 'streamOpened', ticket: ticketOf(state) });
const closed = (state: State): Fact => ({ type: 'streamClosed', ticket: ticketOf(state) });
const heard =
  (event: StreamEvent) =>
  (state: State): Fact => ({ type: 'eventReceived', ticket: ticketOf(state), event });
const word = (content: string, seq_id: number) =>
  heard({ message_type: 'assistant_message', id: 'message-1', content, seq_id });
const stop = heard({ message_type: 'stop_reason', stop_reason: 'end_turn' });
const failed =
  (code: Extract<Fact, { type: 'requestFailed' }>['failure']['code'], retryAfter?: number) =>
  (state: State): Fact => ({
    type: 'requestFailed',
    ticket: ticketOf(state),
    failure: { code, retryAfter },
  });
const types = (effects: readonly Effect[]) => effects.map(({ type }) => type);
const shown = ({ messages }: ReturnType<typeof play>['snapshot']) =>
  messages.map(({ text, state }) => `${text} ${state}`);

test('idle + submitted = sending, and the message goes out', () => {
  const { effects, snapshot } = play(submitted);
  assert.deepEqual(types(effects), ['openSend']);
  assert.equal(snapshot.status, 'sending');
});

test('sending + submitted = the second waits in the outbox', () => {
  const { effects, snapshot } = play(submitted, submitted);
  assert.deepEqual(effects, []);
  assert.deepEqual(shown(snapshot), ['hello sending', 'hello queued']);
});

test('streaming + an event at or below the cursor = nothing new', () => {
  const { snapshot } = play(submitted, opened, word('a', 2), word('b', 3), word('b', 3), word('a', 2), word('c', 4));
  assert.deepEqual(shown(snapshot), ['hello sent', 'abc streaming']);
});

test('streaming + stop_reason = complete; a second stop_reason changes nothing', () => {
  const { snapshot } = play(submitted, opened, word('a', 2), stop, stop);
  assert.deepEqual(shown(snapshot), ['hello sent', 'a complete']);
  assert.equal(snapshot.status, 'idle');
});

test('streaming + the stream’s end without a stop_reason = a lost line, asked for again from the cursor', () => {
  const lost = play(submitted, opened, word('a', 7), closed);
  assert.equal(lost.snapshot.status, 'reconnecting');
  assert.deepEqual(types(lost.effects), ['wait']);
  const fired = (state: State): Fact => ({ type: 'timerFired', ticket: ticketOf(state) });
  const [resume] = play(submitted, opened, word('a', 7), closed, fired).effects;
  assert.ok(resume?.type === 'openResume' && resume.after === 7 && resume.otid === 'otid-0');
});

test('sending to a lost conversation = the message begins a new one, also when reading has found the loss first', () => {
  const unread = (state: State): Fact => ({
    type: 'requestFailed',
    ticket: state.reading?.ticket ?? -1,
    failure: { code: 'not_found' },
  });
  for (const facts of [[unread, failed('not_found')], [failed('not_found')]]) {
    const { effects, snapshot } = play({ type: 'wentOnline' }, submitted, ...facts);
    assert.deepEqual(types(effects), ['createConversation']);
    assert.deepEqual(shown(snapshot), ['hello queued']);
  }
});

test('sending to a lost conversation = that it cannot be read either is no news when the new one is there', () => {
  let late = -1;
  const { snapshot } = play(
    { type: 'wentOnline' },
    submitted,
    (state) => {
      late = state.reading?.ticket ?? -1;
      return failed('not_found')(state);
    },
    (state) => ({ type: 'conversationCreated', ticket: ticketOf(state), id: 'conv-2', reused: false }),
    () => ({ type: 'requestFailed', ticket: late, failure: { code: 'not_found' } }),
  );
  assert.equal(snapshot.conversation, 'conv-2');
  assert.deepEqual(shown(snapshot), ['hello sending']);
});

test('lost + online = asked for again at once', () => {
  const { effects } = play(submitted, opened, closed, { type: 'wentOnline' });
  assert.deepEqual(types(effects), ['openResume', 'loadHistory']);
});

test('sending + no answer = it waits, and is sent again with the same otid', () => {
  const waiting = play(submitted, failed('unreachable'));
  assert.equal(waiting.snapshot.status, 'waiting');
  assert.equal(waiting.snapshot.messages[0]?.problem?.code, 'unreachable');
  const [again] = play(submitted, failed('unreachable'), { type: 'wentOnline' }).effects;
  assert.ok(again?.type === 'openSend' && again.otid === 'otid-0');
});

test('sending + a refusal = failed, with the reason; the next message goes', () => {
  const { effects, snapshot } = play(submitted, submitted, failed('too_large'));
  assert.deepEqual(shown(snapshot), ['hello failed', 'hello sending']);
  assert.deepEqual(types(effects), ['openSend']);
});

test('sending + a limit with a time = it waits until then, whatever the visitor does', () => {
  const waiting = play(submitted, failed('rate_limited', 5000), { type: 'becameVisible' });
  assert.equal(waiting.snapshot.status, 'waiting');
  assert.equal(waiting.snapshot.messages[0]?.problem?.retryAt, 6001);
});

test('sending + a broken server = a few more times, then it is the visitor’s to say', () => {
  const again = (state: State): Fact => ({ type: 'timerFired', ticket: ticketOf(state) });
  const broken = failed('assistant_unavailable');
  const three = play(submitted, broken, again, broken, again, broken);
  assert.equal(three.snapshot.status, 'waiting');
  const four = play(submitted, broken, again, broken, again, broken, again, broken);
  assert.equal(four.snapshot.status, 'failed');
});

test('streaming + stop = stopped at once, the partial text kept, the server told', () => {
  const { effects, snapshot } = play(submitted, opened, word('a', 2), { type: 'stopRequested' });
  assert.deepEqual(shown(snapshot), ['hello sent', 'a stopped']);
  assert.deepEqual(types(effects), ['closeStream', 'cancel', 'wait']);
});

test('stopping + submitted = it waits for the cancel, then goes', () => {
  const begun = [submitted, opened, { type: 'stopRequested' }, submitted] as const;
  assert.deepEqual(play(...begun).effects, []);
  const told = (state: State): Fact => ({ type: 'cancelled', ticket: ticketOf(state), found: true });
  assert.deepEqual(types(play(...begun, told).effects), ['openSend']);
});

test('stopping a send that may still be on its way: "nothing to cancel" is not believed at once', () => {
  const nothing = (state: State): Fact => ({ type: 'cancelled', ticket: ticketOf(state), found: false });
  const sent = play(submitted, { type: 'stopRequested' }, nothing);
  assert.equal(sent.state.turn.phase, 'stopping');
  const open = play(submitted, opened, { type: 'stopRequested' }, nothing);
  assert.equal(open.state.turn.phase, 'idle');
});

test('any phase + a result with another ticket = nothing', () => {
  for (const facts of [[submitted], [submitted, opened], [submitted, opened, closed]]) {
    const { state } = play(...facts);
    const late: Fact[] = [
      { type: 'streamOpened', ticket: 99 },
      { type: 'streamClosed', ticket: 99 },
      { type: 'timerFired', ticket: 99 },
      { type: 'requestFailed', ticket: 99, failure: { code: 'too_large' } },
      { type: 'historyLoaded', ticket: 99, messages: [], whole: true },
    ];
    for (const fact of late) {
      const next = transition(state, { otid: 'x', now: 0, random: 0, ...fact });
      assert.equal(next.state, state);
      assert.deepEqual(next.effects, []);
    }
  }
});

test('a failed run keeps the words; sending them again takes a new otid, for the old one would replay the failure', () => {
  const error = heard({ message_type: 'error_message', error_type: 'assistant_failed', message: '', request_id: 'r' });
  const once = play(submitted, opened, word('a', 2), error, closed);
  assert.deepEqual(shown(once.snapshot), ['hello failed', 'a failed']);
  const [send] = play(submitted, opened, word('a', 2), error, closed, { type: 'retried', id: 'otid-0' }).effects;
  assert.ok(send?.type === 'openSend' && send.otid !== 'otid-0');
});

test('messages that did not change stay the same objects', () => {
  const before = play(submitted, opened, word('a', 2), stop, closed);
  const next = transition(before.state, { type: 'submitted', text: 'more', images: [], otid: 'x', now: 1, random: 0 });
  const after = shownOf(next.state);
  assert.equal(after.messages[0], before.snapshot.messages[0]);
  assert.equal(after.messages[1], before.snapshot.messages[1]);
});

test('a run that waits for a tool has the page run it, and the answer goes before what is waiting', () => {
  const call = { tool_call_id: 'call-1', name: 'look', arguments: null };
  const asks = [
    submitted,
    opened,
    heard({ message_type: 'approval_request_message', id: 'm', tool_calls: [call], seq_id: 2 }),
    heard({
      message_type: 'approval_request_message',
      id: 'm',
      tool_calls: [{ ...call, name: null, arguments: '{"a"' }],
      seq_id: 3,
    }),
    heard({
      message_type: 'approval_request_message',
      id: 'm',
      tool_calls: [{ ...call, name: null, arguments: ':1}' }],
      seq_id: 4,
    }),
    heard({ message_type: 'stop_reason', stop_reason: 'requires_approval' }),
    submitted,
    closed,
  ] as const;
  const running = play(...asks);
  assert.deepEqual(running.effects, [
    { type: 'runTools', ticket: ticketOf(running.state), calls: [{ ...call, arguments: '{"a":1}' }] },
  ]);
  const done = (state: State): Fact => ({
    type: 'toolsFinished',
    ticket: ticketOf(state),
    approvals: [{ type: 'tool', tool_call_id: 'call-1', tool_return: 'ok', status: 'success' }],
  });
  const [send] = play(...asks, done).effects;
  assert.ok(send?.type === 'openSend' && send.approvals.length === 1);
});

test('a conversation of which nothing is kept is being loaded until its first page is there', () => {
  const reading = { ticket: 1, before: null, tries: 0, waiting: false };
  const shown = (part: Partial<State>) => shownOf({ ...emptyState, conversation: 'conv-1', ...part }).loadingOlder;
  const { transcript } = play(submitted, opened, word('Here.', 1), stop).state;
  assert.equal(shown({ reading }), true);
  assert.equal(shown({ reading: null }), false);
  assert.equal(shown({ reading, transcript }), false, 'what is kept is there to be read');
  assert.equal(shown({ reading: { ...reading, before: 'message-1' }, transcript }), true);
});

test('tools that the agent uses are told by their names among its thoughts, each once, as they come and in the history', () => {
  const tool_calls = (name: string | null) => [{ tool_call_id: 'call-1', name, arguments: '{}' }];
  const called = (name: string | null, seq_id: number) =>
    heard({ message_type: 'tool_call_message', id: 'message-1', tool_calls: tool_calls(name), seq_id });
  const live = play(submitted, opened, called('find_order', 1), called(null, 2), word('Here.', 3), stop);
  const told = live.snapshot.messages.map(({ role, text }) => [role, text]);
  assert.deepEqual(told, [
    ['user', 'hello'],
    ['reasoning', 'find_order'],
    ['assistant', 'Here.'],
  ]);
  const ids = live.snapshot.messages.map(({ id }) => id);
  const messages: Message[] = [
    { message_type: 'user_message', id: 'message-0', otid: ids[0]!, content: 'hello' },
    { message_type: 'tool_call_message', id: 'message-1', tool_calls: tool_calls('find_order') },
    { message_type: 'assistant_message', id: 'message-1', content: 'Here.' },
  ];
  const listed = reconcile(live.state.transcript, messages, true);
  assert.deepEqual(
    listed.map(({ id }) => id),
    ids,
  );
});
