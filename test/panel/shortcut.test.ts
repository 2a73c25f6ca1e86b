// What a page may write as a shortcut, and what assistive technology is told of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, parseShortcuts } from '../../widget/panel/shortcut.ts';

const told = (text: string) => parseShortcuts(text)?.map(describe).join(' ');

test('modifiers and one key are a shortcut, in any case and by their short names', () => {
  assert.equal(told('Control+/'), 'Control+/');
  assert.equal(told('ctrl+/'), 'Control+/');
  assert.equal(told('cmd+k'), 'Meta+K');
  assert.equal(told('Shift+Alt+C'), 'Alt+Shift+C');
  assert.equal(told('?'), '?');
});

test('keys with names are told by them', () => {
  assert.equal(told('F2'), 'F2');
  assert.equal(told('alt+arrowdown'), 'Alt+ArrowDown');
  assert.equal(told('Control+Space'), 'Control+Space');
  assert.equal(told('Control+Plus'), 'Control+Plus');
  assert.equal(told('control+pageup'), 'Control+PageUp');
});

test('several stand with spaces between them', () => {
  assert.equal(told('Control+/  Meta+/'), 'Control+/ Meta+/');
  assert.deepEqual(parseShortcuts('  '), []);
});

test('what cannot be pressed is none', () => {
  for (const text of ['Control+', 'Hyper+k', 'Control', 'Control+kk', '+', 'Control+/ nonsense', 'F13'])
    assert.equal(parseShortcuts(text), null, text);
});
