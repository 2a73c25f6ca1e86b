// When is told that something has changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNews } from '../../widget/client/news.ts';
import { toSnapshot } from '../../widget/core/snapshot.ts';
import { emptyState } from '../../widget/core/state.ts';

const snapshot = (draft: string) =>
  toSnapshot(emptyState, { status: 'idle', storage: 'memory', draft, opening: false });

test('that something is under way is told at once, and again at the time that all else waits for', async () => {
  const waiting: (() => void)[] = [];
  const told: string[] = [];
  let draft = '';
  let isBusy = false;
  const news = createNews((work) => waiting.push(work), snapshot(draft));
  news.from({ make: () => snapshot(draft), isBusy: () => isBusy, seen: () => undefined });
  news.subscribe(({ draft }) => told.push(draft));
  const change = async (next: string) => {
    draft = next;
    news.changed();
    await Promise.resolve();
  };
  await change('quiet');
  assert.deepEqual(told, []);
  isBusy = true;
  await change('busy');
  assert.deepEqual(told, ['busy']);
  await change('busier');
  assert.deepEqual([told.length, waiting.length], [1, 1]);
  waiting.pop()?.();
  assert.deepEqual(told, ['busy', 'busier']);
  isBusy = false;
  await change('over');
  assert.deepEqual([told.length, waiting.length], [2, 1]);
});
