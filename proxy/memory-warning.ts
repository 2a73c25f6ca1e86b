/**
 * Warns the operator when what one visitor makes an agent write down can reach the next one: an agent's memory blocks are
 * shared by all its conversations. Letta is asked once; that it does not answer stops nothing.
 */
import type { ProxyOptions } from './app.ts';
import type { Config } from './config.ts';
import { describe } from './errors.ts';
import { createLetta } from './letta.ts';
import { atLevel, consoleLog } from './log.ts';
import { TIMEOUTS } from './timeouts.ts';

/** Never rejects. Says nothing when `MEMORY_WARNING` is off. */
export async function warnOfSharedMemory(
  config: Config,
  options: Pick<ProxyOptions, 'fetch' | 'log' | 'timeouts'>,
): Promise<void> {
  const { lettaBaseUrl: baseUrl, lettaApiKey: apiKey, operations, agents } = config;
  if (!operations.memoryWarning) return;
  const { fetch, timeouts = TIMEOUTS } = options;
  const log = atLevel(operations.logLevel, options.log ?? consoleLog);
  const letta = createLetta({ baseUrl, apiKey, fetch, timeouts });
  for (const { name, agentId } of agents.flatMap(({ name, variants }) =>
    variants.map(({ agentId }) => ({ name, agentId })),
  )) {
    try {
      const writable = await letta.writableBlocks(agentId);
      if (writable.length > 0)
        log({ level: 'warn', message: "an agent's memory can be written", problem: advice(name, writable) });
    } catch (error) {
      const problem = `Whether the memory of the agent "${name}" can be written is not known: ${describe(error)}`;
      log({ level: 'warn', message: 'Letta could not be asked', problem });
    }
  }
}

const advice = (agent: string, labels: readonly string[]) =>
  `The agent "${agent}" can write its memory blocks ${labels.join(', ')}, and all visitors share them: what one says may be told to another. ` +
  'Make these blocks read-only at Letta (read_only: true, https://docs.letta.com), or give the agent no memory tools and set MEMORY_WARNING=off.';
