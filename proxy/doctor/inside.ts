/** Examines the settings and the Letta behind them, without a proxy: what an operator can mend before a deploy. */
import { type Config, ConfigError, type Environment, parseConfig } from '../config.ts';
import { createLetta } from '../letta.ts';
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
  if (config.allowedOrigins.length === 0)
    yield warning('ALLOWED_ORIGINS is empty: only pages of the proxy’s own address may use it.', 'List your sites.');
  const letta = createLetta({
    baseUrl: config.lettaBaseUrl,
    apiKey: config.lettaApiKey,
    fetch,
    timeouts: TIMEOUTS,
  });
  for (const [name, agentId] of config.agents.flatMap(everyAgent)) {
    yield await letta.check(agentId).then(
      () => good(`Letta at ${config.lettaBaseUrl} has the agent "${name}".`),
      (error: unknown) => bad(`The agent "${name}" cannot be used.`, (error as Error).message),
    );
  }
}

const everyAgent = ({ name, variants }: AgentConfig) =>
  variants.map(({ label, agentId }) => [label === null ? name : `${name}, ${label}`, agentId] as const);
