#!/usr/bin/env node
/** The command `letta-chat`: reads the arguments, runs what they name and prints it. What it prints is found out elsewhere. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Environment } from './config.ts';
import type { Finding } from './doctor/finding.ts';
import { examineSettings, hasSettings } from './doctor/inside.ts';
import { examine } from './doctor/outside.ts';

const USAGE = `letta-chat doctor [https://chat.example.com] [--origin https://www.example.com] [--say "A question"]

Checks a deployed proxy from outside (it has one short conversation with the agent, and deletes it), and the settings
in the environment (LETTA_API_KEY, LETTA_AGENT_ID, …) from inside: whichever of the two is given, or both.
  --origin   a website that should be allowed to use the chat
  --say      what is said to the agent; it should answer with a few sentences`;

/** Runs the command and gives its exit code: 0 when nothing is wrong, 1 when something is, 2 for a call that makes no sense. */
export async function run(
  args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
): Promise<number> {
  const call = readCall(args);
  const inside = hasSettings(environment);
  if (typeof call === 'string' || (call.url === undefined && !inside)) {
    print(typeof call === 'string' ? call : `Give the proxy's address, or set its settings.\n\n${USAGE}`);
    return 2;
  }
  let wrong = false;
  const tell = async (title: string, findings: AsyncIterable<Finding>) => {
    print(`\n${title}`);
    for await (const finding of findings) {
      print(line(finding));
      wrong ||= finding.verdict === 'bad';
    }
  };
  if (inside) await tell('The settings in this environment', examineSettings(environment));
  if (call.url !== undefined) await tell(`The proxy at ${call.url}`, examine(call.url, call));
  return wrong ? 1 : 0;
}

/** What is wanted, or the sentence that says why that is not clear. */
function readCall(args: readonly string[]) {
  try {
    const options = { origin: { type: 'string' }, say: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, url, ...more] = positionals;
    if (command !== 'doctor' || more.length > 0) return USAGE;
    for (const address of [url, values.origin]) {
      if (address !== undefined && !/^https?:\/\//.test(address))
        return `${address} is no address: write it with https://.`;
    }
    return { url, ...values };
  } catch (error) {
    return `${(error as Error).message}\n\n${USAGE}`;
  }
}

const SIGNS = { good: '✓', warning: '!', bad: '✗' } as const;

const line = ({ verdict, what, mend }: Finding): string =>
  `${SIGNS[verdict]} ${what}${mend === undefined ? '' : `\n  → ${mend}`}`;

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(process.argv.slice(2), process.env, console.log);
}
