/**
 * The five demonstrations of Letta's reference script, through the proxy: what is asked, in which order, and what it shows.
 * They know no page; the conformance tests have them done in front of a real Letta too.
 */
import type { Json, Wire } from './how-wire.ts';

export type Column = 'a' | 'b';

export interface Stage {
  readonly wire: Wire;
  /** Puts words into one of the two conversations that are shown; a reply's last words are replaced as it grows. */
  show(column: Column, role: 'you' | 'agent', text: string): void;
  /** Says in plain words what has just happened. */
  tell(sentence: string): void;
}

/** What is said: sentences for an agent, or commands for a scripted model. */
export interface Script {
  readonly hello: string;
  readonly secret: string;
  readonly question: string;
  readonly counted: readonly string[];
  readonly remember: string;
  readonly recall: string;
  /** What is recalled, if it was remembered. */
  readonly fact: string;
}

export const SENTENCES: Script = {
  hello: 'Hello',
  secret: 'The number of my locker is 4711.',
  question: 'What is the number of my locker?',
  counted: ['What does a puncture cost?', 'Do you true wheels?', 'Thank you'],
  remember: 'Remember: the visitor is called Ada.',
  recall: 'What do you remember?',
  fact: 'Ada',
};

async function create(wire: Wire, summary: string): Promise<string> {
  const path = `/v1/conversations?agent_id=${await wire.agent()}`;
  const made = (await wire.call('POST', path, { summary })) as Json;
  return String(made['id']);
}

function say({ wire, show }: Stage, column: Column, conversation: string, text: string): Promise<string> {
  show(column, 'you', text);
  return wire.say(conversation, text, (reply) => show(column, 'agent', reply));
}

/** The messages of the conversation as texts, oldest first. */
async function textsOf(wire: Wire, conversation: string): Promise<string[]> {
  const path = `/v1/conversations/${conversation}/messages?order=asc&limit=100`;
  return ((await wire.call('GET', path)) as Json[]).map(textOf);
}

const textOf = (message: Json): string => String(message['content'] ?? '');

/** Resolves with the reply. */
export async function basicFlow(stage: Stage, script: Script): Promise<string> {
  const { wire, tell } = stage;
  const conversation = await create(wire, 'Basic flow');
  tell('The proxy made a visitor, listed its agents, and made a conversation that belongs to this visitor.');
  const reply = await say(stage, 'a', conversation, script.hello);
  tell(
    'The reply came as it was written, event by event. “stop_reason” ended it: a stream that ends without is a lost line.',
  );
  return reply;
}

/** Resolves with the texts of both. */
export async function isolation(stage: Stage, script: Script): Promise<{ a: string[]; b: string[] }> {
  const { wire, tell } = stage;
  const [a, b] = [await create(wire, 'Isolation: A'), await create(wire, 'Isolation: B')];
  tell('Two conversations with the same agent. What follows is said in A only, and asked in B.');
  await say(stage, 'a', a, script.secret);
  await say(stage, 'b', b, script.question);
  const texts = { a: await textsOf(wire, a), b: await textsOf(wire, b) };
  const leaked = texts.b.includes(script.secret);
  tell(
    leaked
      ? 'What was said in A stands in B. That must not be.'
      : `A has ${texts.a.length} messages, B has ${texts.b.length}, and what was said in A is not among B’s: the agent reads each on its own.`,
  );
  return texts;
}

/** Resolves with the ids page by page, and the title of the one that was retrieved. */
export async function listing({ wire, tell }: Stage): Promise<{ pages: string[][]; title: string }> {
  const list = async (query: string) =>
    ((await wire.call('GET', `/v1/conversations?${query}`)) as Json[]).map(({ id }) => String(id));
  for (let missing = 3 - (await list('limit=3')).length; missing > 0; missing--) await create(wire, 'Listing');
  const pages = [await list('limit=2')];
  for (let after = pages[0]?.at(-1); after !== undefined && pages.at(-1)?.length === 2; after = pages.at(-1)?.at(-1)) {
    pages.push(await list(`limit=2&after=${after}`));
  }
  const ids = pages.flat();
  tell(`${ids.length} conversations in pages of two, the newest first: “after” names the last one of the page before.`);
  const found = (await wire.call('GET', `/v1/conversations/${ids[0]}`)) as Json;
  tell(
    'One of them by its id. Somebody else’s id would be answered with 404, in the same words as one that never was.',
  );
  return { pages, title: String(found['summary']) };
}

/** Resolves with the texts page by page, the newest first. */
export async function paging(stage: Stage, script: Script): Promise<string[][]> {
  const { wire, tell } = stage;
  const conversation = await create(wire, 'Paging');
  for (const text of script.counted) await say(stage, 'a', conversation, text);
  tell('A conversation with a past. Now it is read back from its end, two messages at a time.');
  const pages: string[][] = [];
  for (let before = ''; ; ) {
    const path = `/v1/conversations/${conversation}/messages?limit=2${before && `&before=${before}`}`;
    const page = (await wire.call('GET', path)) as Json[];
    if (page.length > 0) pages.push(page.map(textOf));
    before = String(page.at(-1)?.['id'] ?? '');
    if (page.length < 2) break;
  }
  tell(
    `${pages.flat().length} messages in ${pages.length} pages, each once: “before” names the oldest one seen so far.`,
  );
  return pages;
}

/** Resolves with what a later conversation recalls. */
export async function sharedMemory(stage: Stage, script: Script): Promise<string> {
  const { wire, tell } = stage;
  await say(stage, 'a', await create(wire, 'Memory: A'), script.remember);
  tell('The agent wrote into its memory block. Its tool call is not among the events: visitors see no tools.');
  const recalled = await say(stage, 'b', await create(wire, 'Memory: B'), script.recall);
  tell(recalled.includes(script.fact) ? SHARED : NOT_WRITTEN);
  return recalled;
}

const SHARED =
  'B has never seen A’s words, and yet its agent knows: memory blocks belong to the agent, and every new conversation reads ' +
  'them, other visitors’ too. Make blocks read-only where that is not wanted.';

const NOT_WRITTEN =
  'B does not know: this agent has not written it down, or may not. Memory blocks that are read-only are shared all the same, ' +
  'only no visitor changes them.';
