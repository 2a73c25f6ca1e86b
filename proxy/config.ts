/**
 * The settings: from strings of the environment to one checked object. A wrong setting is a `ConfigError` whose sentence
 * names it, says what is wrong and what to write. It reads no environment by itself: the entries hand theirs in.
 */
import * as v from 'valibot';
import { type AgentConfig, agentSettings, agentsOf } from './settings/agents.ts';
import { ConfigError } from './settings/error.ts';
import {
  type ChallengeSettings,
  challengeOf,
  type IdentitySettings,
  identityOf,
  identitySettings,
} from './settings/identity.ts';
import { type Limits, limitSettings, limitsOf } from './settings/limits.ts';
import { type Operations, operationSettings, operationsOf } from './settings/operations.ts';
import { list, secretList, text, wholeNumber } from './settings/values.ts';
import { closest } from './spelling.ts';

export { ConfigError };

export interface Config {
  /** Without a slash at the end. */
  readonly lettaBaseUrl: string;
  /** `null` for a server of one's own that asks for none. */
  readonly lettaApiKey: string | null;
  /** At least one; the first is the default. */
  readonly agents: readonly [AgentConfig, ...AgentConfig[]];
  /** Exact origins, patterns like `https://*.example.com`, or `*`. */
  readonly allowedOrigins: readonly string[];
  /** The first signs, all verify. None: the store keeps one that is made at first need. */
  readonly visitorSecrets: readonly string[];
  readonly visitorTokenDays: number;
  /** How the host site proves its signed-in users; `null`: it has none. */
  readonly identity: IdentitySettings | null;
  /** What new anonymous visitors have to pass; `null`: nothing. */
  readonly challenge: ChallengeSettings | null;
  readonly limits: Limits;
  readonly operations: Operations;
}

export type Environment = Readonly<Record<string, unknown>>;

const LETTA_CLOUD = 'https://api.letta.com';

/** @throws {ConfigError} for the first setting that is missing, malformed or misspelt. */
export function parseConfig(environment: Environment): Config {
  checkSpelling(environment);
  const settings = parse(Settings, dropEmpty(environment));
  if (settings.IDENTITY_SECRET.some((secret) => settings.VISITOR_SECRET.includes(secret))) {
    throw new ConfigError(
      'IDENTITY_SECRET must not be VISITOR_SECRET: your site signs with one, the proxy with the other.',
    );
  }
  const lettaApiKey = settings.LETTA_API_KEY ?? null;
  if (lettaApiKey === null && settings.LETTA_BASE_URL === LETTA_CLOUD) {
    throw new ConfigError(
      'LETTA_API_KEY is missing. Set it to a key from https://app.letta.com/api-keys, or set LETTA_BASE_URL to your own Letta server.',
    );
  }
  return {
    lettaBaseUrl: settings.LETTA_BASE_URL,
    lettaApiKey,
    agents: agentsOf(settings),
    allowedOrigins: settings.ALLOWED_ORIGINS,
    visitorSecrets: settings.VISITOR_SECRET,
    visitorTokenDays: settings.VISITOR_TOKEN_DAYS,
    identity: identityOf(settings),
    challenge: challengeIn(settings),
    limits: limitsOf(settings),
    operations: operationsOf(settings),
  };
}

function challengeIn(settings: v.InferOutput<typeof Settings>): ChallengeSettings | null {
  const challenge = challengeOf(settings);
  if (typeof challenge !== 'string') return challenge;
  throw new ConfigError(
    `${challenge} is missing. Turnstile needs TURNSTILE_SITE_KEY and TURNSTILE_SECRET, both from the Cloudflare dashboard; without a challenge set neither.`,
  );
}

function checkSpelling(environment: Environment): void {
  for (const name of Object.keys(environment)) {
    const meant = closest(name, SETTINGS);
    if (meant) throw new ConfigError(`${name} is not a setting of letta-chat. Did you mean ${meant}?`);
  }
}

/** An empty variable is an unset one: that is how shells and dashboards clear them. */
function dropEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.keys(Settings.entries).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === null || String(value).trim() === '' ? [] : [[name, value]];
    }),
  );
}

function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ConfigError(`${issue.path?.[0]?.key} ${issue.message}`);
}

const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/i;

const Settings = v.strictObject({
  LETTA_API_KEY: v.optional(text),
  LETTA_BASE_URL: v.optional(
    v.pipe(
      text,
      v.check(
        (value) => /^https?:\/\//.test(value) && URL.canParse(value),
        'must be the address of a Letta server, for example https://api.letta.com or http://localhost:8283.',
      ),
      v.transform((value) => value.replace(/\/+$/, '').replace(/\/v1$/, '')),
    ),
    LETTA_CLOUD,
  ),
  ...agentSettings,
  ALLOWED_ORIGINS: v.optional(
    v.pipe(
      list,
      v.check(
        (origins) => origins.every((origin) => origin === '*' || origin === 'null' || ORIGIN.test(origin)),
        'must list origins separated by commas, without paths: https://www.example.com, https://*.example.com.',
      ),
      v.transform((origins) => origins.map((origin) => origin.toLowerCase())),
    ),
    '',
  ),
  VISITOR_SECRET: secretList(
    '',
    'the first signs, all are accepted), or leave it out: then one is made and kept in the store.',
  ),
  VISITOR_TOKEN_DAYS: wholeNumber(1, 365, 30),
  ...identitySettings,
  ...limitSettings,
  ...operationSettings,
});

/** The names that `parseConfig` and the entries know; anything nearly like one of them is taken for a slip. */
const SETTINGS: readonly string[] = [...Object.keys(Settings.entries), 'STORE_PATH'];
