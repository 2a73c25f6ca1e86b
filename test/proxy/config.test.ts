import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, parseConfig } from '../../proxy/config.ts';
import { VERSION } from '../../proxy/version.ts';
import { root } from '../tools/root.ts';

const AGENT = 'agent-01234567-89ab-cdef-0123-456789abcdef';
const good = { LETTA_API_KEY: 'key', LETTA_AGENT_ID: AGENT, VISITOR_SECRET: 'x'.repeat(32) };

test('three settings are enough; the rest has defaults', () => {
  assert.deepEqual(parseConfig({ ...good, PATH: '/bin', HOME: '/root' }), {
    lettaBaseUrl: 'https://api.letta.com',
    lettaApiKey: 'key',
    agents: [
      {
        ...{ name: 'default', title: 'Assistant', description: '', avatar: null, greeting: null, suggestions: [] },
        ...{ show: [], tools: [], variants: [{ label: null, agentId: AGENT, weight: 1 }] },
      },
    ],
    allowedOrigins: [],
    visitorSecrets: ['x'.repeat(32)],
    visitorTokenDays: 30,
    identity: null,
    challenge: null,
    limits: {
      bodyBytes: 8_000_000,
      messageCharacters: 16_000,
      images: 4,
      requestsPerMinute: 600,
      visitorsPerMinute: 60,
      conversationsPerMinute: { visitor: 10, address: 100 },
      messagesPerMinute: { visitor: 20, address: 200 },
      runsAtOnce: 3,
      tokensPerDay: { visitor: 500_000, deployment: 10_000_000 },
      tokensPerRun: 10_000,
      addressHeader: null,
      trustedProxies: 1,
    },
    operations: { logLevel: 'info', logMessages: false, memoryWarning: true, metricsToken: null, shutdownSeconds: 8 },
  });
});

test('empty settings count as unset', () => {
  const config = parseConfig({ ...good, AGENTS: '', ALLOWED_ORIGINS: ' ', MAX_IMAGES: '' });
  assert.deepEqual([config.allowedOrigins, config.limits.images], [[], 4]);
});

test('an address may end in a slash or in /v1', () => {
  for (const LETTA_BASE_URL of ['http://localhost:8283/', 'http://localhost:8283/v1', 'http://localhost:8283/v1/']) {
    assert.equal(parseConfig({ ...good, LETTA_BASE_URL }).lettaBaseUrl, 'http://localhost:8283');
  }
});

test("a server of one's own needs no key", () => {
  const { LETTA_API_KEY: _, ...rest } = good;
  assert.equal(parseConfig({ ...rest, LETTA_BASE_URL: 'http://localhost:8283' }).lettaApiKey, null);
});

test('several agents come as JSON', () => {
  const agents = [
    { name: 'sales', agent_id: AGENT },
    { name: 'help', title: 'Help', agent_id: AGENT, show: ['reasoning'], tools: [{ name: 'get_page' }] },
  ];
  const { LETTA_AGENT_ID: _, ...rest } = good;
  const parsed = parseConfig({ ...rest, AGENTS: JSON.stringify(agents) }).agents;
  assert.deepEqual(
    parsed.map(({ name, title }) => [name, title]),
    [
      ['sales', 'sales'],
      ['help', 'Help'],
    ],
  );
  assert.deepEqual(parsed[1]?.tools, [
    { name: 'get_page', description: '', parameters: { type: 'object', properties: {} } },
  ]);
});

test('who is signed in is known by secrets, by keys, or not at all', () => {
  const secrets = ['s'.repeat(32), 't'.repeat(32)];
  assert.deepEqual(parseConfig({ ...good, IDENTITY_SECRET: secrets.join(', ') }).identity, {
    secrets,
    jwksUrl: null,
    audience: 'letta-chat',
    issuer: null,
    longestLife: 3600,
    tokenLife: 8 * 3600,
    adoption: true,
  });
  const IDENTITY_JWKS_URL = 'https://login.example.com/jwks.json';
  const settings = { IDENTITY_JWKS_URL, IDENTITY_AUDIENCE: 'shop', IDENTITY_ADOPTION: 'off' };
  const { jwksUrl, audience, adoption } = parseConfig({ ...good, ...settings }).identity ?? {};
  assert.deepEqual([jwksUrl, audience, adoption], [IDENTITY_JWKS_URL, 'shop', false]);
  assert.equal(parseConfig(good).identity, null);
  assert.ok(parseConfig({ ...good, IDENTITY_JWKS_URL: 'http://localhost:9/jwks' }).identity);
});

test('Turnstile is on when both its keys are there', () => {
  const challenge = { siteKey: 'site', secret: 'secret' };
  assert.deepEqual(
    parseConfig({ ...good, TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET: 'secret' }).challenge,
    challenge,
  );
});

const agents = (fields: object) => ({
  LETTA_AGENT_ID: '',
  AGENTS: JSON.stringify([{ name: 'a', agent_id: AGENT, ...fields }]),
});

for (const [what, change, sentence] of [
  ['no key for the cloud', { LETTA_API_KEY: '' }, /^LETTA_API_KEY is missing\. Set it to a key/],
  ['no agent', { LETTA_AGENT_ID: '' }, /^LETTA_AGENT_ID is missing\. Set it to the id/],
  ['an agent by name', { LETTA_AGENT_ID: 'support' }, /^LETTA_AGENT_ID must be the id of an agent, like agent-/],
  ['both kinds of agents', { AGENTS: '[]' }, /^LETTA_AGENT_ID and AGENTS are both set\. Keep one/],
  [
    'an address without http',
    { LETTA_BASE_URL: 'localhost:8283' },
    /^LETTA_BASE_URL must be the address.*http:\/\/localhost:8283/,
  ],
  [
    'a level that does not exist',
    { LOG_LEVEL: 'loud' },
    /^LOG_LEVEL must be one of debug, info, warn, error, silent\.$/,
  ],
  ['a switch that is neither on nor off', { LOG_MESSAGES: 'maybe' }, /^LOG_MESSAGES must be on or off\.$/],
  ['a token that can be guessed', { METRICS_TOKEN: 'abc' }, /^METRICS_TOKEN must be at least 16 characters long/],
  [
    'a short secret',
    { VISITOR_SECRET: 'secret' },
    /^VISITOR_SECRET must be at least 32 characters long\. Make one with: node -p/,
  ],
  [
    'a short secret among good ones',
    { VISITOR_SECRET: `${'x'.repeat(32)},short` },
    /^VISITOR_SECRET must be at least 32/,
  ],
  [
    'an origin with a path',
    { ALLOWED_ORIGINS: 'https://a.example/shop' },
    /^ALLOWED_ORIGINS must list origins.*without paths/,
  ],
  ['an origin without a scheme', { ALLOWED_ORIGINS: 'a.example' }, /^ALLOWED_ORIGINS must list origins/],
  [
    'a limit that is no number',
    { MAX_IMAGES: 'many' },
    /^MAX_IMAGES must be a whole number from 0 to 20, for example 4\.$/,
  ],
  [
    'a header with a colon',
    { CLIENT_ADDRESS_HEADER: 'X-Forwarded-For:' },
    /^CLIENT_ADDRESS_HEADER must be the name of the header .*for example x-forwarded-for\.$/,
  ],
  ['a budget in words', { TOKENS_PER_DAY: '10M' }, /^TOKENS_PER_DAY must be a whole number from 0 to \d+, for example/],
  ['a token for ever', { VISITOR_TOKEN_DAYS: '9999' }, /^VISITOR_TOKEN_DAYS must be a whole number from 1 to 365/],
  [
    'agents that are no JSON',
    { LETTA_AGENT_ID: '', AGENTS: 'sales' },
    /^AGENTS is not valid JSON .*Write it like \[\{"name"/,
  ],
  [
    'an empty list of agents',
    { LETTA_AGENT_ID: '', AGENTS: '[]' },
    /^AGENTS is not right\. It is empty: name at least one agent/,
  ],
  [
    'an agent without an id',
    agents({ agent_id: undefined }),
    /^AGENTS is not right\. Field "0": needs agent_id, or variants, and not both\. Write it like/,
  ],
  ['an agent with an unknown field', agents({ colour: 'red' }), /^AGENTS is not right\. Unknown field "0\.colour"/],
  ['an agent with spaces in its name', agents({ name: 'a b' }), /Field "0\.name": takes letters/],
  [
    'a misspelt name',
    { LETTA_AGENTS_ID: AGENT },
    /^LETTA_AGENTS_ID is not a setting of letta-chat\. Did you mean LETTA_AGENT_ID\?$/,
  ],
  ['a short secret for identities', { IDENTITY_SECRET: 'secret' }, /^IDENTITY_SECRET must be at least 32 .*node -p/],
  [
    "the proxy's own secret for identities",
    { IDENTITY_SECRET: 'x'.repeat(32) },
    /^IDENTITY_SECRET must not be VISITOR_SECRET/,
  ],
  [
    'keys over plain HTTP',
    { IDENTITY_JWKS_URL: 'http://login.example.com/jwks.json' },
    /^IDENTITY_JWKS_URL must be the https address of a JSON Web Key Set, for example https:/,
  ],
  [
    'a life without end for identities',
    { IDENTITY_MAX_MINUTES: '100000' },
    /^IDENTITY_MAX_MINUTES must be a whole number from 1 to 1440, for example 60/,
  ],
  ['adoption with another word', { IDENTITY_ADOPTION: 'yes' }, /^IDENTITY_ADOPTION must be on or off\.$/],
  ['half a challenge', { TURNSTILE_SITE_KEY: '0x4A' }, /^TURNSTILE_SECRET is missing\. Turnstile needs/],
  ['the other half', { TURNSTILE_SECRET: '0x4A' }, /^TURNSTILE_SITE_KEY is missing\. Turnstile needs/],
  ['another misspelt name', { ALLOWED_ORIGIN: '*' }, /Did you mean ALLOWED_ORIGINS\?/],
  ['a name in small letters', { visitor_secret: 'x' }, /Did you mean VISITOR_SECRET\?/],
] as const) {
  test(`${what} stops the proxy with a sentence that helps`, () => {
    assert.throws(
      () => parseConfig({ ...good, ...change }),
      (error) => error instanceof ConfigError && sentence.test(error.message),
    );
  });
}

test("the version that healthz tells is the package's", () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  assert.equal(VERSION, version);
});
