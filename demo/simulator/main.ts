// Runs the simulated Letta alone: npm run simulator -- [--port 8283] [--host 127.0.0.1] [--state FILE] [--no-redis] [--brain demo] [--api-key KEY]
// A wrong option or a taken port ends it with a sentence that says what to do.
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { createSimulator, type Simulator } from './index.ts';
import { fileStorage } from './state-file.ts';

const USAGE =
  'npm run simulator -- [--port 8283] [--host 127.0.0.1] [--state FILE] [--no-redis] [--brain scripted|demo] [--api-key KEY]';

start();

function start(): void {
  const options = readOptions();
  const simulator = options && openSimulator(options);
  if (!simulator) return;
  const { port, host } = options;
  const server = serve({ fetch: (request) => simulator.fetch(request), port, hostname: host }, ({ port: used }) => {
    console.log(`The simulated Letta listens on http://${host}:${used} with ${simulator.agents()[0]?.id}`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    fail(`Port ${port} is taken. Stop what listens there, or choose another: npm run simulator -- --port ${port + 1}`);
  });
  const stop = () => {
    simulator.close();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

interface Options {
  readonly port: number;
  readonly host: string;
  readonly state: string | undefined;
  readonly redis: boolean;
  readonly brain: 'scripted' | 'demo';
  readonly apiKey: string | undefined;
}

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8283' },
        host: { type: 'string', default: '127.0.0.1' },
        state: { type: 'string' },
        'no-redis': { type: 'boolean', default: false },
        brain: { type: 'string', default: 'scripted' },
        'api-key': { type: 'string' },
      },
    });
    const { port, host, state, brain } = values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
      return fail(`--port ${port} is no port: write a number up to 65535.`);
    if (brain !== 'scripted' && brain !== 'demo') return fail(`--brain ${brain} is unknown: write scripted or demo.`);
    return { port: Number(port), host, state, redis: !values['no-redis'], brain, apiKey: values['api-key'] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return fail(`${error.message}\nUse: ${USAGE}`);
  }
}

function openSimulator({ state, redis, brain, apiKey }: Options): Simulator | null {
  try {
    const simulator = createSimulator({
      redis,
      brain,
      ...(apiKey && { apiKey }),
      ...(state && { storage: fileStorage(state) }),
    });
    if (simulator.agents().length === 0) addFirstAgent(simulator);
    return simulator;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return fail(`${state}: ${error.message}`);
  }
}

/** An agent to talk to at once. */
function addFirstAgent(simulator: Simulator): void {
  const memory_blocks = [
    { label: 'human', value: 'unknown' },
    { label: 'persona', value: 'A friendly demo agent.' },
  ];
  simulator.addAgent({ name: 'demo', model: 'letta-chat/demo', memory_blocks });
}

function fail(sentence: string): null {
  console.error(sentence);
  process.exitCode = 1;
  return null;
}
