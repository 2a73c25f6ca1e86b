// The store on real IndexedDB, and on one that gives trouble.
import { expect } from '@open-wc/testing';
import { createStoreOn, indexedDbBackend } from '../../widget/storage/store.ts';

let number = 0;
const name = () => `test-${Date.now()}-${number++}`;

/** A store that counts the trouble it tells of. */
function open(database: string, backend = indexedDbBackend(database)) {
  const trouble: unknown[] = [];
  return { store: createStoreOn({ backend, onTrouble: (cause) => trouble.push(cause) }), trouble };
}

const request = (wanted: IDBRequest) =>
  new Promise((resolve, reject) => {
    wanted.onsuccess = () => resolve(wanted.result);
    wanted.onerror = () => reject(wanted.error);
  });

it('what is put is there for the next page', async () => {
  const database = name();
  const first = open(database);
  first.store.put('a', { list: [1, 2] });
  first.store.put('b', 'two');
  first.store.put('b', undefined);
  await first.store.flush();
  const second = open(database);
  expect(await second.store.load('a', 'b')).to.deep.equal([{ list: [1, 2] }, undefined]);
  expect(second.trouble).to.deep.equal([]);
});

it('keys are those that start with the prefix, and no others', async () => {
  const { store } = open(name());
  store.put('x|1', 1);
  store.put('y|1', 2);
  await store.flush();
  expect(await store.keys('x|')).to.deep.equal(['x|1']);
});

it('a database that is deleted while it is open is made anew, with what this page has kept in it', async () => {
  const database = name();
  const { store, trouble } = open(database);
  store.put('a', 1);
  await store.flush();
  await request(indexedDB.deleteDatabase(database));
  store.put('b', 2);
  await store.flush();
  expect(await open(database).store.load('a', 'b')).to.deep.equal([1, 2]);
  expect(trouble).to.deep.equal([]);
});

it('a database of another version, without our store in it, makes memory take over, and this is told once', async () => {
  const database = name();
  const newer = indexedDB.open(database, 7);
  newer.onupgradeneeded = () => newer.result.createObjectStore('something else');
  await request(newer);
  newer.result.close();
  const { store, trouble } = open(database);
  store.put('a', 1);
  await store.flush();
  store.put('b', 2);
  await store.flush();
  expect(await store.load('a', 'b')).to.deep.equal([1, 2]);
  expect(trouble).to.have.length(1);
});

it('a full disk makes memory take over', async () => {
  const full = indexedDbBackend(name());
  const save = async () => {
    throw new DOMException('', 'QuotaExceededError');
  };
  const { store, trouble } = open('', { ...full, save });
  store.put('a', 1);
  await store.flush();
  expect(await store.load('a')).to.deep.equal([1]);
  expect(trouble).to.have.length(1);
});

it('a browser that refuses storage makes memory take over', async () => {
  const refuse = async () => {
    throw new DOMException('', 'SecurityError');
  };
  const { store, trouble } = open('', { load: refuse, save: refuse, keys: refuse });
  expect(await store.load('a')).to.deep.equal([undefined]);
  store.put('a', 1);
  await store.flush();
  expect(await store.load('a')).to.deep.equal([1]);
  expect(trouble).to.have.length(1);
});
