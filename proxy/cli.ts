#!/usr/bin/env node
/** The command `letta-chat`: reads the arguments, runs what they name and prints it. What it prints is found out elsewhere. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, type Environment } from './config.ts';
import type { Finding } from './doctor/finding.ts';
import { examineSettings, hasSettings } from './doctor/inside.ts';
import { examine } from './doctor/outside.ts';
import { report } from './report.ts';

const USAGE = `letta-chat doctor [https://chat.example.com] [--origin https://www.example.com] [--say "A question"]

  Checks a deployed proxy from outside (it has one short conversation with the agent, and deletes it), and the settings
  in the environment (LETTA_API_KEY, LETTA_AGENT_ID, …) from inside: whichever of the two is given, or both.
    --origin   a website that should be allowed to use the chat
    --say      what is said to the agent; it should answer with a few sentences

letta-chat report [--store letta-chat.sqlite] [--days 30]

  Prints what agents and their variants did: conversations, messages, tokens, errors. From the store of the proxy on Node.`;

type Print = (line: string) => void;

/** Runs the command and gives its exit code: 0 when nothing is wrong, 1 when something is, 2 for a call that makes no sense. */
export async function run(args: readonly string[], environment: Environment, print: Print): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [command, ...addresses] = positionals;
    if (command === 'doctor' && addresses.length < 2) return await doctor(addresses[0], values, environment, print);
    if (command === 'report' && addresses.length === 0) return await printReport(values, environment, print);
    throw new TypeError('There is no such command.');
  } catch (error) {
    if (error instanceof ConfigError) {
      print(error.message);
      return 1;
    }
    if (!(error instanceof TypeError)) throw error;
    print(`${error.message}\n\n${USAGE}`);
    return 2;
  }
}

const OPTIONS = {
  origin: { type: 'string' },
  say: { type: 'string' },
  store: { type: 'string' },
  days: { type: 'string', default: '30' },
} as const;

type Values = { readonly [Name in keyof typeof OPTIONS]?: string | undefined };

async function doctor(url: string | undefined, values: Values, environment: Environment, print: Print) {
  const inside = hasSettings(environment);
  if (url === undefined && !inside) throw new TypeError("Give the proxy's address, or set its settings.");
  for (const address of [url, values.origin]) {
    if (address !== undefined && !/^https?:\/\//.test(address))
      throw new TypeError(`${address} is no address: write it with https://.`);
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
  if (url !== undefined) await tell(`The proxy at ${url}`, examine(url, values));
  return wrong ? 1 : 0;
}

async function printReport({ store, days }: Values, environment: Environment, print: Print): Promise<number> {
  if (!/^[1-9]\d{0,3}$/.test(days ?? '')) throw new TypeError('--days takes a whole number, like 30.');
  const path = store ?? String(environment['STORE_PATH'] || 'letta-chat.sqlite');
  for (const text of report({ store: path, days: Number(days) })) print(text);
  return 0;
}

const SIGNS = { good: '✓', warning: '!', bad: '✗' } as const;

const line = ({ verdict, what, mend }: Finding): string =>
  `${SIGNS[verdict]} ${what}${mend === undefined ? '' : `\n  → ${mend}`}`;

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(process.argv.slice(2), process.env, console.log);
}
