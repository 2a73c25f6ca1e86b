/** What the panel and the playground write for a site to paste. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagFor } from '../../demo/panel/tag.ts';
import { readSettings } from '../../demo/playground/settings.ts';

const origin = 'https://chat.example.com';

test('with nothing set it is the one tag', () => {
  assert.equal(
    tagFor({ origin, attributes: {} }),
    '<script src="https://chat.example.com/letta-chat.js" async></script>',
  );
});

test('attributes are data of the script, switches without a value, and nothing breaks out of a value', () => {
  const tag = tagFor({ origin, attributes: { theme: 'dark', heading: 'A "B" & C', feedback: '' } });
  assert.equal(
    tag,
    '<script src="https://chat.example.com/letta-chat.js" async\n  data-theme="dark"\n  data-heading="A &quot;B&quot; &amp; C"\n  data-feedback></script>',
  );
});

test('inline and with suggestions it is an element of the page', () => {
  const inline = tagFor({ origin, attributes: { mode: 'inline' } });
  assert.match(inline, /async><\/script>\n<letta-chat mode="inline"><\/letta-chat>$/);
  const suggesting = tagFor({ origin, attributes: {}, suggestions: ['</script>', 'Two'] });
  assert.match(
    suggesting,
    /<letta-chat><\/letta-chat>\n<script>\n {2}document\.querySelector\('letta-chat'\)\.suggestions = \[/,
  );
  assert.equal(suggesting.match(/<\/script>/g)?.length, 2, 'words do not end the script');
});

test('a theme is a style sheet before the script, custom properties a style after it', () => {
  const properties = { '--letta-chat-accent': '#ff0000', '--letta-chat-radius': '4px' };
  const lines = tagFor({ origin, attributes: {}, properties, theme: 'ink' }).split('\n');
  assert.equal(lines[0], '<link rel="stylesheet" href="https://chat.example.com/themes/ink.css">');
  assert.match(
    lines.slice(2).join(' '),
    /^<style> {3}letta-chat \{ +--letta-chat-accent: #ff0000; +--letta-chat-radius: 4px; +\} <\/style>$/,
  );
});

test('the playground’s form says only what was chosen', () => {
  const form = new FormData();
  const given = {
    state: 'live',
    mode: '',
    theme: 'dark',
    heading: '  ',
    accent: '#123456',
    radius: '9',
    feedback: 'on',
  };
  for (const [name, value] of Object.entries({ ...given, suggestions: ' One \n\nTwo', style: '' }))
    form.set(name, value);
  const { attributes, properties, suggestions, theme } = readSettings(form, origin, new Set(['radius']));
  assert.deepEqual(attributes, { theme: 'dark', feedback: '' });
  assert.deepEqual(properties, { '--letta-chat-radius': '9px' });
  assert.deepEqual(suggestions, ['One', 'Two']);
  assert.equal(theme, undefined);
});
