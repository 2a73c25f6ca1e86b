import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { createMemoryStore } from '../../proxy/store/memory.ts';
import { createSqliteStore } from '../../proxy/store/sqlite.ts';
import { storeBehaviour } from './store-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-chat-store-'));
after(() => rmSync(folder, { recursive: true }));

describe('the memory store', () => {
  const store = createMemoryStore();
  storeBehaviour(async () => store);
});

describe('the SQLite store', () => {
  const store = createSqliteStore(join(folder, 'store.sqlite'));
  after(() => store.close());
  storeBehaviour(async () => store);

  test('what it knows survives closing and opening', async () => {
    const path = join(folder, 'reopened.sqlite');
    const first = createSqliteStore(path);
    const conversation = { id: 'conv-1', agent: 'a', variant: null, createdAt: 1 };
    await first.addConversation('visitor-1', conversation);
    await first.claimRun('visitor-1', 'conv-1', { otid: 'o', sentAt: 1, previousRun: null, mayArriveUntil: 2 });
    first.close();
    const second = createSqliteStore(path);
    assert.deepEqual(await second.findConversation('visitor-1', 'conv-1'), conversation);
    assert.equal((await second.findSend('visitor-1', 'conv-1', 'o'))?.state, 'running');
    second.close();
  });

  test('two programs on one file claim a conversation once', async () => {
    const path = join(folder, 'shared.sqlite');
    const stores = [createSqliteStore(path), createSqliteStore(path)];
    const run = { otid: 'o', sentAt: 1, previousRun: null, mayArriveUntil: 2 };
    const claims = await Promise.all(stores.map((store) => store.claimRun('visitor-1', 'conv-1', run)));
    assert.equal(claims.filter((claim) => claim.claimed).length, 1);
    for (const store of stores) store.close();
  });
});
