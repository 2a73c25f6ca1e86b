// The limits of the panel's size, and what is kept of it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { rememberedSize, rememberSize, within } from '../../widget/panel/size.ts';

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
const put = (descriptor: PropertyDescriptor) =>
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...descriptor });

beforeEach(() => {
  kept.clear();
  put({ value: storage });
});
afterEach(() => {
  if (own) Object.defineProperty(globalThis, 'localStorage', own);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});

test('a size stays between the least that is usable and what the window has room for', () => {
  assert.equal(within(100, 320, 900), 320);
  assert.equal(within(2000, 320, 900), 900);
  assert.equal(within(444.6, 320, 900), 445);
  assert.equal(within(444, 400, 300), 300, 'a window without room for the least');
});

test('what is remembered is what was chosen, side by side', () => {
  rememberSize({ width: 500 });
  assert.deepEqual(rememberedSize(), { width: 500 });
  rememberSize({ width: 500, height: 610 });
  assert.deepEqual(rememberedSize(), { width: 500, height: 610 });
  rememberSize({});
  assert.equal(kept.size, 0);
});

test('what somebody else has written there is nothing', () => {
  for (const text of ['', 'null', '{"width":1}', '500px×9', '1×2×3', '-5×']) {
    kept.set('letta-chat-size', text);
    assert.deepEqual(rememberedSize(), {}, text);
  }
});

test('a browser that keeps nothing is no error', () => {
  const get = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  put({ get });
  assert.deepEqual(rememberedSize(), {});
  rememberSize({ width: 500 });
});
