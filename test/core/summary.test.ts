// What the list of conversations says of one that this device has at hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyState, type State } from '../../widget/core/state.ts';
import { noteIn, withNews } from '../../widget/core/summary.ts';
import type { ConversationSummary } from '../../widget/core/view.ts';

const SECOND = 1_800_000_000_000;

const summary = (id: string, date: number): ConversationSummary => ({ id, agent: 'a', title: id, date });

test('a reply whose date has whole seconds does not move its conversation behind one of the same second', () => {
  const list = [summary('newer', SECOND + 400), summary('older', SECOND + 100)];
  const reply = { id: 'm', role: 'assistant', text: 'yes', images: [], date: SECOND } as const;
  const transcript = [{ ...reply, state: 'complete', turn: null, known: true } as const];
  const state: State = { ...emptyState, conversation: 'newer', transcript };
  const [newer, older] = noteIn(list, state);
  assert.deepEqual([newer?.last, older?.last], ['yes', undefined]);
  assert.ok(newer!.date > older!.date);
});

test('a list that was on its way takes back nothing that has happened since it was asked for', () => {
  const known = [
    { ...summary('over', SECOND), running: true, unread: false },
    { ...summary('renamed', SECOND), last: 'kept', unread: true },
    summary('deleted', SECOND),
    { ...summary('elsewhere', SECOND), unread: true },
  ];
  const over = { ...summary('over', SECOND + 5), running: false, unread: true, last: 'the reply' };
  const now = [summary('begun', SECOND), over, { ...known[1]!, title: 'anew' }, known[3]!];
  const list = [
    ...known.slice(0, 1),
    ...['renamed', 'deleted', 'made elsewhere'].map((id) => summary(id, SECOND)),
    { ...summary('elsewhere', SECOND + 9), title: 'renamed there', unread: false },
  ];
  assert.deepEqual(withNews(list, known, now), [
    summary('begun', SECOND),
    over,
    { ...summary('renamed', SECOND), title: 'anew', last: 'kept', unread: true },
    summary('made elsewhere', SECOND),
    { ...summary('elsewhere', SECOND + 9), title: 'renamed there', unread: false },
  ]);
});
