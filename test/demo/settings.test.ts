/** What `npm start` makes of the environment. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingsError } from '../../demo/settings.ts';

test('without any setting the simulated Letta answers on port 8080', () => {
  assert.deepEqual(readSettings({}), { port: 8080, letta: null });
});

test('a variable that is set but empty counts as unset', () => {
  assert.deepEqual(readSettings({ PORT: '', LETTA_API_KEY: '', LETTA_AGENT_ID: '' }), { port: 8080, letta: null });
});

test('with a key and an agent Letta Cloud answers', () => {
  const { letta } = readSettings({ LETTA_API_KEY: 'key', LETTA_AGENT_ID: 'agent-1' });
  assert.deepEqual(letta, { baseUrl: 'https://api.letta.com', apiKey: 'key', agentId: 'agent-1' });
});

test('a server of one’s own needs no key', () => {
  const { letta } = readSettings({ LETTA_BASE_URL: 'http://localhost:8283', LETTA_AGENT_ID: 'agent-1' });
  assert.deepEqual(letta, { baseUrl: 'http://localhost:8283', apiKey: null, agentId: 'agent-1' });
});

const wrong: readonly (readonly [string, Record<string, string>, RegExp])[] = [
  ['a key without an agent names LETTA_AGENT_ID', { LETTA_API_KEY: 'key' }, /^LETTA_AGENT_ID is missing/],
  ['a server without an agent names LETTA_AGENT_ID', { LETTA_BASE_URL: 'http://x' }, /^LETTA_AGENT_ID is missing/],
  ['an agent without key and server names LETTA_API_KEY', { LETTA_AGENT_ID: 'agent-1' }, /^LETTA_API_KEY is missing/],
  [
    'a server that is no address is named',
    { LETTA_BASE_URL: 'localhost:8283', LETTA_AGENT_ID: 'agent-1' },
    /^LETTA_BASE_URL is "localhost:8283".*http:\/\/localhost:8283/,
  ],
  ['a port that is no number is named', { PORT: 'http' }, /^PORT is "http".*PORT=8081/],
  ['a port that does not exist is named', { PORT: '70000' }, /^PORT is "70000"/],
];
for (const [name, environment, message] of wrong) {
  test(name, () => {
    assert.throws(
      () => readSettings(environment),
      (error: unknown) => error instanceof SettingsError && message.test(error.message),
    );
  });
}
