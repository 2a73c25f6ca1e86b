/** What `/…` does at the terminal. How a line becomes a command is chat.ts's business. */
import type { Agent, ChatClient, ChatMessage, ConversationSummary } from '../../widget/client.ts';
import type { Terminal } from './terminal.ts';

/** Where somebody sits: what commands work with. */
export interface Seat {
  readonly terminal: Terminal;
  readonly client: ChatClient;
  readonly agent: Agent;
  /** The ids of the conversations that were listed last, by their numbers. */
  listed: string[];
  /** Shows the next page of what was shown last. */
  more: (() => Promise<void>) | null;
  /** Writes what is replied, until it ends. */
  follow(): Promise<void>;
  /** Talks to another agent from now on. */
  sitDownWith(agent: Agent): Promise<void>;
}

interface Command {
  readonly takes?: string;
  readonly help: string;
  readonly run: (seat: Seat, argument: string) => Promise<void>;
}

/** How many conversations are listed at a time. */
const PAGE = 10;

const NOTHING_YET = 'Nothing has been said yet.';

export const COMMANDS: Readonly<Record<string, Command>> = {
  help: { help: 'shows this', run: help },
  new: {
    help: 'begins a new conversation',
    async run({ client, terminal }) {
      await client.newConversation();
      terminal.say('A new conversation.');
    },
  },
  conversations: { help: 'lists your conversations with this agent', run: (seat) => list(seat) },
  open: { takes: 'NUMBER | ID', help: 'goes on with one of them', run: open },
  history: { help: 'shows what was said in this one', run: (seat) => history(seat) },
  more: {
    help: 'shows the next page of what was shown last',
    run: async ({ more, terminal }) => (more ? more() : terminal.say('There is no more.')),
  },
  info: { help: 'tells about this conversation', run: info },
  rename: { takes: 'TITLE', help: 'gives it a title', run: rename },
  delete: {
    takes: '[NUMBER | ID] yes',
    help: 'deletes it, or one that was listed, with all its messages',
    run: remove,
  },
  agents: { help: 'lists the agents', run: agents },
  agent: { takes: 'NAME', help: 'talks to another one', run: switchAgent },
  retry: { help: 'sends the last message that failed again', run: retry },
  stop: { help: 'stops the reply, as Ctrl+C does', run: async ({ terminal }) => terminal.say('Nothing is under way.') },
  quit: { help: 'ends the program, as Ctrl+D and Ctrl+C do', run: async () => undefined },
};

async function help({ terminal }: Seat): Promise<void> {
  for (const [name, { takes = '', help }] of Object.entries(COMMANDS)) {
    terminal.say(`${`/${name} ${takes}`.padEnd(24)} ${help}`);
  }
  terminal.say(`${'//…'.padEnd(24)} says what begins with a /`);
}

async function list(seat: Seat, after?: string): Promise<void> {
  const { client, terminal } = seat;
  const { conversations, more } = await client.listConversations({ limit: PAGE, after });
  if (after === undefined) seat.listed = [];
  if (conversations.length === 0) terminal.say('There are no conversations.');
  for (const one of conversations) {
    seat.listed.push(one.id);
    const mark = one.id === client.snapshot.conversation ? '*' : ' ';
    terminal.say(`${mark}${String(seat.listed.length).padStart(3)}  ${terminal.soft(time(one.date))}  ${titleOf(one)}`);
  }
  const last = conversations.at(-1)?.id;
  seat.more = more && last !== undefined ? () => list(seat, last) : null;
  if (seat.more) terminal.say('/more lists older ones.');
}

/** The id that a number of the list, or an id, means; without either the open conversation's. `null` has been explained. */
function idOf({ listed, terminal, client }: Seat, argument: string): string | null {
  if (argument === '' && client.snapshot.conversation === null) terminal.say(NOTHING_YET);
  if (argument === '') return client.snapshot.conversation;
  if (!/^\d+$/.test(argument)) return argument;
  const id = listed[Number(argument) - 1] ?? null;
  if (id === null) terminal.say(`There is no number ${argument}. /conversations lists what there is.`);
  return id;
}

async function open(seat: Seat, argument: string): Promise<void> {
  const { client, terminal, agent } = seat;
  if (argument === '') return terminal.say('Which one? Write its number: /conversations lists them.');
  const id = idOf(seat, argument);
  if (id === null) return;
  const found = await client.describeConversation(id);
  if (found.agent !== agent.name)
    return terminal.say(`That one is with ${found.agent}: write /agent ${found.agent} first.`);
  await client.openConversation(id);
  terminal.say(`“${titleOf(found)}”, ${count(found)}. /history shows them.`);
}

async function history(seat: Seat, before?: string): Promise<void> {
  const { client, terminal } = seat;
  const { conversation, messages: here } = client.snapshot;
  if (conversation === null && here.length === 0) return terminal.say(NOTHING_YET);
  const page = conversation === null ? { messages: [], before: null } : await client.readMessages(conversation, before);
  const shown = before === undefined ? withLocal(page.messages, here) : page.messages;
  for (const message of shown) terminal.say(lineOf(seat, message));
  const { before: older } = page;
  seat.more = older === null ? null : () => history(seat, older);
  if (seat.more) terminal.say('/more shows what was said before.');
}

/** Letta forgets what failed or was stopped; here it is still known. */
function withLocal(page: readonly ChatMessage[], here: readonly ChatMessage[]): ChatMessage[] {
  const known = new Set(page.map(({ id }) => id));
  const from = page[0]?.date ?? 0;
  return [...page, ...here.filter(({ id, date }) => !known.has(id) && date >= from)].sort((a, b) => a.date - b.date);
}

function lineOf({ terminal, agent }: Seat, { role, text, date, state, images }: ChatMessage): string {
  const who = { user: 'You', assistant: agent.title, reasoning: `${agent.title} (thinks)` }[role];
  const pictures = images.length === 0 ? '' : ` [${images.length} ${images.length === 1 ? 'picture' : 'pictures'}]`;
  const mark = state === 'sent' || state === 'complete' ? '' : ` (${state})`;
  return `${terminal.soft(time(date))} ${who}${mark}: ${text}${pictures}`;
}

async function info({ client, terminal, agent }: Seat): Promise<void> {
  const { conversation } = client.snapshot;
  if (conversation === null) return terminal.say(`${NOTHING_YET} The agent is ${agent.title} (${agent.name}).`);
  const found = await client.describeConversation(conversation);
  terminal.say(`title     ${titleOf(found)}`);
  terminal.say(`agent     ${agent.title} (${agent.name})`);
  terminal.say(`started   ${time(found.started)}`);
  terminal.say(`last      ${found.lastMessage === null ? 'nothing yet' : time(found.lastMessage)}`);
  terminal.say(`messages  ${found.more ? 'more than ' : ''}${found.messages}`);
  if (found.tokens !== null) terminal.say(`tokens    ${found.tokens}`);
  terminal.say(`id        ${found.id}`);
}

async function rename({ client, terminal }: Seat, title: string): Promise<void> {
  const { conversation } = client.snapshot;
  if (conversation === null) return terminal.say(NOTHING_YET);
  if (title === '') return terminal.say('Which title? Write it behind the command.');
  await client.renameConversation(conversation, title);
  terminal.say(`It is “${title}” now.`);
}

/** It cannot be undone: without a `yes` it says what would go. */
async function remove(seat: Seat, argument: string): Promise<void> {
  const { client, terminal } = seat;
  const [, which = '', yes] = /^(.*?)\s*(\byes)?$/.exec(argument) ?? [];
  const id = idOf(seat, which);
  if (id === null) return;
  if (yes === undefined) {
    const found = await client.describeConversation(id);
    const again = ['/delete', ...(which ? [which] : []), 'yes'].join(' ');
    return terminal.say(`“${titleOf(found)}”, ${count(found)}, would be gone for good. Write ${again} to delete it.`);
  }
  await client.deleteConversation(id);
  terminal.say('It is deleted.');
}

async function agents({ client, terminal, agent }: Seat): Promise<void> {
  for (const { name, title, description } of await client.listAgents()) {
    terminal.say(`${name === agent.name ? '*' : ' '} ${name}  ${title}${description && `: ${description}`}`);
  }
}

async function switchAgent(seat: Seat, name: string): Promise<void> {
  if (name === '') return agents(seat);
  const all = await seat.client.listAgents();
  const next = all.find((one) => one.name === name);
  if (!next) {
    return seat.terminal.say(`There is no agent "${name}". There are: ${all.map((one) => one.name).join(', ')}.`);
  }
  seat.listed = [];
  seat.more = null;
  await seat.sitDownWith(next);
  seat.terminal.say(`You talk to ${next.title} now.`);
}

async function retry({ client, terminal, follow }: Seat): Promise<void> {
  const failed = client.snapshot.messages.findLast(({ role, state }) => role === 'user' && state === 'failed');
  if (!failed) return terminal.say('No message has failed.');
  await client.retry(failed.id);
  await follow();
}

const titleOf = ({ title, id }: Pick<ConversationSummary, 'title' | 'id'>): string => title || id;

const count = ({ messages, more }: { readonly messages: number; readonly more: boolean }): string =>
  `${more ? 'more than ' : ''}${messages} ${messages === 1 ? 'message' : 'messages'}`;

const time = (date: number): string =>
  new Date(date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
