/** Looks for planted secrets, and for anything of Letta's kitchen, in what a visitor or a line of the log gets to see. */
import type { LogEntry } from '../../proxy/log.ts';
import type { Answer } from './http.ts';
import { type ListeningLetta, PLANTED } from './letta.ts';

/** Texts and ids of Letta's that name the account, its runs, or what went wrong inside. */
const KITCHEN = [
  /run-[0-9a-f]{8}-[0-9a-f]{4}/,
  /step-[0-9a-f]{8}-[0-9a-f]{4}/,
  /user-0{8}-/,
  /org-0{8}-/,
  /access level in/,
  /actor=/,
  /INTERNAL_SERVER_ERROR|OpenAI|Error code:/,
  /string_pattern_mismatch|'loc':|Input should be/,
  /is currently being processed/,
  /redis/i,
  /\bat \S+ \(?(?:file:|node:|\/)/,
  /node_modules|\.ts:\d+/,
];

/** What of it stands in the text; `null` when nothing does. */
export function findSecret(text: string, letta: ListeningLetta): string | null {
  const planted = [...Object.values(PLANTED), ...Object.values(letta.agents)].find((secret) => text.includes(secret));
  return planted ?? KITCHEN.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined) ?? null;
}

export function findLeak({ status, headers, text }: Answer, letta: ListeningLetta): string | null {
  const found = findSecret(`${JSON.stringify(headers)}\n${text}`, letta);
  return found === null ? null : `an answer (${status}) has "${found}": ${text.slice(0, 300)}`;
}

/** The same for the log's ordinary lines: what the operator must know about failures may name runs, but nothing names words. */
export function findLeakInLog(log: readonly LogEntry[], words: readonly string[]): string | null {
  for (const entry of log) {
    const line = JSON.stringify(entry);
    const found = [PLANTED.key, PLANTED.secret, PLANTED.system, ...words].find((word) => line.includes(word));
    if (found !== undefined) return `a line of the log has "${found}": ${line.slice(0, 300)}`;
  }
  return null;
}
