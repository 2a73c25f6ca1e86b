// Importing the npm entries where there is no DOM: a server that renders pages imports them too.
import assert from 'node:assert/strict';
import { test } from 'node:test';

test('the entries can be imported without a DOM, and define nothing there', async () => {
  assert.equal(globalThis.document, undefined);
  const entry = await import('../../widget/index.ts');
  const define = await import('../../widget/define.ts');
  assert.equal(typeof entry.LettaChat, 'function');
  assert.equal(define.LettaChat, entry.LettaChat);
  assert.equal(globalThis.customElements?.get('letta-chat'), undefined);
});
