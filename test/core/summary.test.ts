// What the list of conversations says of one that this device has at hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyState, type State } from '../../widget/core/state.ts';
import { noteIn } from '../../widget/core/summary.ts';
import type { ConversationSummary } from '../../widget/core/view.ts';

const SECOND = 1_800_000_000_000;

test('a reply whose date has whole seconds does not move its conversation behind one of the same second', () => {
  const summary = (id: string, date: number): ConversationSummary => ({ id, agent: 'a', title: id, date });
  const list = [summary('newer', SECOND + 400), summary('older', SECOND + 100)];
  const reply = { id: 'm', role: 'assistant', text: 'yes', images: [], date: SECOND } as const;
  const transcript = [{ ...reply, state: 'complete', turn: null, known: true } as const];
  const state: State = { ...emptyState, conversation: 'newer', transcript };
  const [newer, older] = noteIn(list, state);
  assert.deepEqual([newer?.last, older?.last], ['yes', undefined]);
  assert.ok(newer!.date > older!.date);
});
