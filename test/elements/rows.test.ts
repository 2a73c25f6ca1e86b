// Days and turns: pure, so without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../widget/core/view.ts';
import { dayName, toRows } from '../../widget/elements/rows.ts';

const noon = new Date(2026, 4, 20, 12).getTime();
const hours = (count: number): number => count * 3_600_000;
const message = (id: string, role: ChatMessage['role'], date: number): ChatMessage => ({
  id,
  role,
  date,
  text: id,
  images: [],
  state: 'complete',
});

test('a day begins with its separator, and a turn with its first message', () => {
  const rows = toRows(
    [
      message('a', 'user', noon),
      message('b', 'user', noon + 1),
      message('c', 'reasoning', noon + 2),
      message('d', 'assistant', noon + 3),
      message('e', 'assistant', noon + hours(20)),
    ],
    0,
  );
  assert.deepEqual(
    rows.map((row) => (row.message ? [row.id, row.begins, row.ends] : 'day')),
    ['day', ['a', true, false], ['b', false, true], ['c', true, false], ['d', false, true], 'day', ['e', true, true]],
  );
});

test('what is shown from the middle on begins with a separator', () => {
  const rows = toRows([message('a', 'user', noon), message('b', 'user', noon + 1)], 1);
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['day-b', 'b'],
  );
});

test('days are named from the reader’s clock, also across midnight and the year', () => {
  assert.equal(dayName(noon, noon, 'en'), 'Today');
  assert.equal(dayName(noon - hours(13), noon, 'en'), 'Yesterday');
  assert.equal(dayName(noon - hours(48), noon, 'en'), 'Monday, May 18');
  assert.equal(dayName(noon, noon, 'de'), 'Heute');
  assert.match(dayName(new Date(2024, 11, 31, 23).getTime(), noon, 'en'), /2024/);
});
