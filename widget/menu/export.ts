/**
 * A whole conversation as a file: its pages fetched one by one, written as Markdown or JSON, given to the browser to save.
 * Fetched when the first export is asked for. How far it has come, others show.
 */
import type { ChatClient, ChatMessage } from '../client.ts';
import { fill } from '../elements/strings/sentences.ts';
import type { Strings } from '../elements/strings/strings.ts';

export type Format = 'md' | 'json';

/** Who says what in Markdown, and what stands for a picture. */
export type ExportNames = Pick<Strings, 'you' | 'assistant' | 'picture' | 'locale'>;

export interface ExportOrder {
  readonly client: Pick<ChatClient, 'readMessages'>;
  readonly id: string;
  readonly title: string;
  readonly agent: string;
  readonly format: Format;
  readonly names: ExportNames;
  /** How many messages have come. */
  readonly progress: (count: number) => void;
  readonly signal: AbortSignal;
}

/** Rejects when a page cannot be had. */
export async function exportConversation(order: ExportOrder): Promise<void> {
  const messages = await all(order);
  if (order.signal.aborted) return;
  const text = order.format === 'md' ? markdown(order, messages) : json(order, messages);
  const type = order.format === 'md' ? 'text/markdown' : 'application/json';
  save(new Blob([text], { type: `${type};charset=utf-8` }), `${fileName(order.title)}.${order.format}`);
}

async function all({ client, id, progress, signal }: ExportOrder): Promise<ChatMessage[]> {
  const pages: (readonly ChatMessage[])[] = [];
  let before: string | undefined;
  let count = 0;
  do {
    const page = await client.readMessages(id, before);
    pages.unshift(page.messages);
    count += page.messages.length;
    progress(count);
    before = page.before ?? undefined;
  } while (before !== undefined && !signal.aborted);
  // Pages may share the messages of one step.
  return [...new Map(pages.flat().map((message) => [message.id, message])).values()];
}

/** Words as they were written; thoughts are quoted, pictures named. */
function markdown({ title, names }: ExportOrder, messages: readonly ChatMessage[]): string {
  const body = messages.map(({ role, text, images, date }) => {
    const time = new Date(date).toISOString();
    const pictures = images.map((_, index) => `[${fill(names, 'picture', { number: index + 1 })}]`);
    const words = [text, ...pictures].filter(Boolean).join('\n\n');
    if (role === 'reasoning') return words.replace(/^/gm, '> ');
    return `**${role === 'user' ? names.you : names.assistant}** · ${time}\n\n${words}`;
  });
  return `${[`# ${title.replace(/\s+/g, ' ')}`, ...body].join('\n\n')}\n`;
}

function json({ id, title, agent }: ExportOrder, messages: readonly ChatMessage[]): string {
  const said = messages.map(({ role, text, images, date }) => ({
    role,
    text,
    ...(images.length > 0 && { images }),
    date: new Date(date).toISOString(),
  }));
  return `${JSON.stringify({ conversation: id, title, agent, messages: said }, null, 2)}\n`;
}

/** Letters, digits and single spaces: no name that a file system knows otherwise, and none that hides its ending. */
export function fileName(title: string): string {
  const plain = title
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  const short = Array.from(plain).slice(0, 60).join('').trim();
  return /^(?:con|prn|aux|nul|com\d|lpt\d)?$/i.test(short) ? `conversation ${short}`.trim() : short;
}

/** By a link that is never in the page, which neither a strict policy nor Trusted Types has anything against. */
function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may ask the visitor where to first
}
