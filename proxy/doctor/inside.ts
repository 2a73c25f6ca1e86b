/** Examines the settings and the Letta behind them, without a proxy: what an operator can mend before a deploy. */
import { type Config, ConfigError, type Environment, parseConfig } from '../config.ts';
import { fetchKeys } from '../keys.ts';
import { createLetta, type Letta } from '../letta.ts';
import type { AgentConfig } from '../settings/agents.ts';
import { TIMEOUTS } from '../timeouts.ts';
import { bad, type Finding, good, warning } from './finding.ts';

/** Whether the environment has settings of the proxy at all. */
export const hasSettings = (environment: Environment): boolean =>
  ['LETTA_API_KEY', 'LETTA_AGENT_ID', 'AGENTS'].some((name) => environment[name]);

export async function* examineSettings(
  environment: Environment,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield bad('A setting is wrong.', error.message);
    return;
  }
  yield good('The settings are right.');
  yield* openings(config);
  const { lettaBaseUrl: baseUrl, lettaApiKey: apiKey, identity } = config;
  const letta = createLetta({ baseUrl, apiKey, fetch, timeouts: TIMEOUTS });
  for (const [name, agentId] of config.agents.flatMap(everyAgent)) yield* findAgent(letta, name, agentId);
  if (identity?.jwksUrl) yield await findKeys(identity.jwksUrl, fetch);
}

/** What is allowed, and perhaps not meant. */
function* openings({ allowedOrigins, limits }: Config): Generator<Finding> {
  if (allowedOrigins.length === 0)
    yield warning("ALLOWED_ORIGINS is empty: only pages of the proxy's own address may use it.", 'List your sites.');
  if (limits.tokensPerDay.deployment === 0)
    yield warning('TOKENS_PER_DAY is 0: what a day may cost has no limit.', 'Set it to what you can afford.');
}

async function* findAgent(letta: Letta, name: string, agentId: string): AsyncGenerator<Finding> {
  try {
    await letta.check(agentId);
    yield good(`Letta has the agent "${name}".`);
    const writable = await letta.writableBlocks(agentId);
    if (writable.length > 0)
      yield warning(
        `All visitors share the memory of "${name}", and it can be written: ${writable.join(', ')}.`,
        'Make these blocks read-only at Letta, or give the agent no memory tools.',
      );
  } catch (error) {
    yield bad(`The agent "${name}" cannot be used.`, (error as Error).message);
  }
}

/** As often as the doctor is asked: the proxy itself keeps them. */
async function findKeys(url: string, fetch: typeof globalThis.fetch): Promise<Finding> {
  try {
    const keys = await fetchKeys(url, fetch);
    if (keys.length > 0) return good(`IDENTITY_JWKS_URL has ${keys.length === 1 ? 'one key' : `${keys.length} keys`}.`);
    return bad('IDENTITY_JWKS_URL has no keys.', 'Is it the address of a JSON Web Key Set?');
  } catch (error) {
    return bad('The keys of IDENTITY_JWKS_URL cannot be had.', (error as Error).message);
  }
}

const everyAgent = ({ name, variants }: AgentConfig) =>
  variants.map(({ label, agentId }) => [label === null ? name : `${name}, ${label}`, agentId] as const);
