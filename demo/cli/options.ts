/** What the command line says to `npm run cli`. A wrong word throws a `UsageError` whose sentence says what to write. */
import { parseArgs } from 'node:util';

export interface Options {
  /** `null`: a simulated Letta in this process. */
  readonly proxy: string | null;
  readonly agent: string | undefined;
  readonly identity: string | undefined;
  /** The file in which the visitor's token and conversations are kept; `null`: nowhere. */
  readonly state: string | null;
}

/** For the person at the terminal: its message is all that is to be printed. */
export class UsageError extends Error {}

export const USAGE = `npm run cli -- [--proxy URL] [--agent NAME] [--identity TOKEN] [--state FILE]

  --proxy URL       a deployed proxy, like https://chat.example.com (default: one with a simulated Letta, in this process)
  --agent NAME      one of the proxy's agents (default: its first)
  --identity TOKEN  your site's JWT for its signed-in user
  --state FILE      keeps your token and conversations (default: nothing is kept)`;

export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { proxy: text, agent: text, identity: text, state: text, help: { type: 'boolean' } } as const;
  const { values } = parsed(() => parseArgs({ args: [...args], options }));
  if (values.help) throw new UsageError(USAGE);
  const { proxy = null, agent, identity, state = null } = values;
  if (proxy !== null && !/^https?:\/\/[^/]/.test(proxy)) {
    throw new UsageError(`--proxy is "${proxy}", which is no web address. Write it like https://chat.example.com.`);
  }
  return { proxy, agent, identity, state };
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}
