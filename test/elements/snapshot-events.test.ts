// Which public events follow from a change: news once, and never what a history brings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage, Snapshot } from '../../widget/core/view.ts';
import { EMPTY } from '../../widget/elements/engine.ts';
import { eventsOf } from '../../widget/elements/snapshot-events.ts';

const empty: Snapshot = { ...EMPTY, storage: 'persistent' };
const reply = (part: Partial<ChatMessage>): ChatMessage => ({
  id: 'reply',
  role: 'assistant',
  text: 'Hello',
  images: [],
  date: 0,
  state: 'complete',
  ...part,
});
const names = (now: Snapshot, before: Snapshot): string[] => eventsOf(now, before).map(({ type }) => type);

test('a reply is news once, when it has ended', () => {
  const streaming: Snapshot = { ...empty, status: 'streaming', messages: [reply({ state: 'streaming', text: 'He' })] };
  const more: Snapshot = { ...streaming, messages: [reply({ state: 'streaming' })] };
  const done: Snapshot = { ...empty, messages: [reply({})] };
  assert.deepEqual(names(more, streaming), []);
  assert.deepEqual(names(done, more), ['letta-chat-status', 'letta-chat-message']);
  assert.deepEqual(names({ ...done, messages: [reply({})] }, done), []);
});

test('a variant that the list tells later is told once, for the same conversation', () => {
  const listed = { id: 'one', agent: 'desk', title: null, date: 0, variant: 'calm' };
  const reloaded: Snapshot = { ...empty, conversation: 'one' };
  const known: Snapshot = { ...reloaded, conversations: [listed] };
  const [told, ...others] = eventsOf(known, reloaded);
  assert.deepEqual(others, []);
  assert.deepEqual((told as CustomEvent).detail, { conversation: 'one', previous: 'one', variant: 'calm' });
  assert.deepEqual(names({ ...known, conversations: [{ ...listed, title: 'Renamed' }] }, known), []);
  assert.deepEqual(names(reloaded, known), [], 'that it is not known any more is no news');
});

test('the variant is told with the conversation, where the list has it', () => {
  const listed = { id: 'one', agent: 'desk', title: null, date: 0, variant: 'calm' };
  const [event] = eventsOf({ ...empty, conversation: 'one', conversations: [listed] }, empty);
  assert.deepEqual(event?.detail, { conversation: 'one', previous: null, variant: 'calm' });
});

test('a reply that came between two looks is news', () => {
  const sending: Snapshot = { ...empty, status: 'sending' };
  assert.deepEqual(names({ ...empty, messages: [reply({})] }, sending), ['letta-chat-status', 'letta-chat-message']);
});

test('so is one that came so fast that its conversation has got its id meanwhile', () => {
  const own = reply({ id: 'own', role: 'user', state: 'sending' });
  const sending: Snapshot = { ...empty, status: 'sending', messages: [own] };
  const done: Snapshot = { ...empty, conversation: 'one', messages: [{ ...own, state: 'sent' }, reply({})] };
  assert.ok(names(done, sending).includes('letta-chat-message'));
});

test('the messages of a history are no news', () => {
  assert.deepEqual(names({ ...empty, messages: [reply({})] }, empty), []);
  const switched: Snapshot = { ...empty, conversation: 'other', messages: [reply({})] };
  assert.deepEqual(names(switched, { ...empty, status: 'streaming' }), [
    'letta-chat-conversation',
    'letta-chat-status',
  ]);
});

test('a refusal names the message that it concerns', () => {
  const sent = reply({ id: 'mine', role: 'user', state: 'sending' });
  const failed = reply({ id: 'mine', role: 'user', state: 'failed', problem: { code: 'too_large' } });
  const [event] = eventsOf({ ...empty, messages: [failed] }, { ...empty, messages: [sent] });
  assert.equal(event?.type, 'letta-chat-error');
  assert.deepEqual(event?.detail, { problem: { code: 'too_large' }, messageId: 'mine' });
});
