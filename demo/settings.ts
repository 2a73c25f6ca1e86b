/**
 * What the environment says to `npm start`: the port, and whether the demo talks to a real Letta instead of the simulated one.
 * A half-written or misspelt setting throws a `SettingsError` whose sentence says what to write; nothing is started here.
 */

export interface LettaSettings {
  readonly baseUrl: string;
  /** Absent for one's own server without a password. */
  readonly apiKey: string | null;
  readonly agentId: string;
}

export interface Settings {
  readonly port: number;
  /** `null`: the simulated Letta. */
  readonly letta: LettaSettings | null;
}

/** For the person at the terminal: its message is all that is to be printed. */
export class SettingsError extends Error {}

const CLOUD = 'https://api.letta.com';
const DEFAULT_PORT = '8080';

type Environment = Readonly<Record<string, string | undefined>>;

export function readSettings(environment: Environment): Settings {
  return { port: readPort(environment['PORT'] || DEFAULT_PORT), letta: readLetta(environment) };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new SettingsError(`PORT is "${text}", which is no port. Write a number up to 65535, e.g. PORT=8081.`);
}

function readLetta(environment: Environment): LettaSettings | null {
  const key = environment['LETTA_API_KEY'] || null;
  const agentId = environment['LETTA_AGENT_ID'] || null;
  const server = environment['LETTA_BASE_URL'] || null;
  if (!key && !agentId && !server) return null;
  if (!agentId) {
    throw new SettingsError(
      `LETTA_AGENT_ID is missing: ${key ? 'LETTA_API_KEY' : 'LETTA_BASE_URL'} is set, so the demo would talk to a real Letta. ` +
        'Write the id of the agent that is to answer (agent-…), or unset the other for the simulated Letta.',
    );
  }
  if (!key && !server) {
    throw new SettingsError(
      'LETTA_API_KEY is missing: LETTA_AGENT_ID is set, so the demo would talk to Letta Cloud. ' +
        'Write your key, or LETTA_BASE_URL for your own server, or unset LETTA_AGENT_ID for the simulated Letta.',
    );
  }
  return { baseUrl: readServer(server), apiKey: key, agentId };
}

function readServer(text: string | null): string {
  if (!text) return CLOUD;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new SettingsError(`LETTA_BASE_URL is "${text}", which is no web address. Write e.g. http://localhost:8283.`);
}
