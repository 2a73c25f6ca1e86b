/**
 * The conversation of the fault bench, with every event that the proxy emits, held by a headless client as a visitor
 * would hold it: waits until a turn has settled, tries again what was refused. Judging the outcome is trial.ts's.
 */
import type { ChatClient } from '../../widget/client.ts';
import type { ChatMessage, Snapshot } from '../../widget/core/view.ts';

/** The tool that the visitor's page has; the proxy's configuration declares it to Letta. */
export const TOOL = {
  name: 'get_page',
  description: 'Reads the page',
  parameters: { type: 'object', properties: { what: { type: 'string' } } },
};

/** The scripted model answers a tool's result as it does the visitor, so the result asks for a short reply. */
export const tools = { [TOOL.name]: () => 'words 2 🏡' };

/** Written for the scripted model: reasoning, wide characters, a client tool, a model that breaks off, and a turn after it. */
export const TURNS = ['think 1🙂مرحبا-e\u0301-👩‍👧', `use ${TOOL.name} {"what":"title"}`, 'fail cut', 'ok'] as const;

/** What has been said in the end, word for word; the reasoning and the words after a tool are the scripted model's. */
export const SAID: readonly string[] = [
  TURNS[0],
  'lorem',
  `You said: ${TURNS[0]}`,
  TURNS[1],
  'lorem **ipsum**',
  TURNS[2],
  'partial ',
  TURNS[3],
  `You said: ${TURNS[3]}`,
];

/** The turn that fails whatever the lines do. */
export const FAILING = TURNS.indexOf('fail cut');

/** How often a visitor presses "try again" before it counts as lost. */
const PATIENCE = 5;

/**
 * Says every turn and waits for it. Resolves with how often the visitor had to press "try again".
 * @throws {Error} naming the state in which it hangs when the signal aborts.
 */
export async function converse(client: ChatClient, signal: AbortSignal): Promise<number> {
  let retries = 0;
  await client.start();
  for (const [index, text] of TURNS.entries()) {
    await client.send(text);
    await settled(client, signal);
    if (index !== FAILING) retries += await insist(client, text, signal);
  }
  return retries;
}

async function insist(client: ChatClient, text: string, signal: AbortSignal): Promise<number> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const refused = client.snapshot.messages.find((message) => isRefused(message, text));
    if (!refused) return tries;
    await client.retry(refused.id);
    await settled(client, signal);
  }
  return PATIENCE;
}

const isRefused = ({ role, state, text }: ChatMessage, said: string): boolean =>
  role === 'user' && state === 'failed' && text === said;

/** Resolves when nothing is under way any more, whether it went well or not. */
export function settled(client: ChatClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const check = (snapshot: Snapshot) => {
      if (!isSettled(snapshot)) return;
      ended.abort();
      resolve();
    };
    const giveUp = () => {
      ended.abort();
      reject(new Error(`not settled: ${describe(client.snapshot)}`));
    };
    signal.addEventListener('abort', giveUp, { signal: ended.signal });
    client.subscribe(check, { signal: ended.signal });
    check(client.snapshot);
  });
}

const OPEN: readonly string[] = ['queued', 'sending', 'streaming'];

const isSettled = ({ status, messages }: Snapshot): boolean =>
  (status === 'idle' || status === 'failed') && messages.every(({ state }) => !OPEN.includes(state));

/** A snapshot in a few lines, for a report. */
export function describe({ status, problem, messages }: Snapshot): string {
  const lines = messages.map(
    ({ role, state, text, problem }) =>
      `${role} ${state}${problem ? ` (${problem.code})` : ''}: ${JSON.stringify(text)}`,
  );
  return [`status ${status}${problem ? ` (${problem.code})` : ''}`, ...lines].join('\n');
}
