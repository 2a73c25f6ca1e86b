// Which of the built files a visitor's browser fetches when, found by following the names of files in files from the entry on,
// and what they weigh in brotli. Budgets are not its business.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** When a file is fetched: with the script tag, up to the first reply, with the first reply that is Markdown, or on a special wish. */
export type When = 'at once' | 'first reply' | 'Markdown' | 'on demand';

/** A file that the widget may fetch, with its size in brotli (quality 11). */
export interface Chunk {
  readonly name: string;
  readonly size: number;
  readonly when: When;
}

/** The sums that have budgets, in bytes, and the files that they are made of. */
export interface WidgetSizes {
  readonly files: readonly Chunk[];
  readonly script: number;
  readonly firstReply: number;
  readonly withMarkdown: number;
}

/** Measures the widget in a folder that holds `letta-chat.js` and its chunks. Throws when the entry is missing or fetches nothing. */
export function measureWidget(folder: string): WidgetSizes {
  const files = follow(folder);
  const sum = (...whens: When[]) =>
    files.filter(({ when }) => whens.includes(when)).reduce((total, { size }) => total + size, 0);
  return {
    files,
    script: sum('at once'),
    firstReply: sum('at once', 'first reply'),
    withMarkdown: sum('at once', 'first reply', 'Markdown'),
  };
}

const entry = 'letta-chat.js';

function follow(folder: string): Chunk[] {
  if (!existsSync(join(folder, entry)))
    throw new Error(`${join(folder, entry)} does not exist: the build has no script.`);
  // npm/ is the library for bundlers: no page fetches it.
  const names = globSync('**/*.js', { cwd: folder, exclude: ['npm/**'] }).sort();
  const chunks = new Map<string, Chunk>();
  const visit = (name: string, when: When) => {
    const known = chunks.get(name);
    if (known && order.indexOf(known.when) <= order.indexOf(when)) return;
    const text = readFileSync(join(folder, name));
    const size = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
    chunks.set(name, { name, size, when });
    // The entry makes its chunk's address from a name, so imports alone would not lead on: any mention of a file counts.
    const mentioned = names.filter((other) => other !== name && text.includes(basename(other)));
    for (const other of mentioned) visit(other, later(when, ownTime(other)));
  };
  visit(entry, 'at once');
  if (chunks.size === 1)
    throw new Error(`${entry} names no other file: either the chat is inside it, or it cannot be followed.`);
  return [...chunks.values()];
}

// Named by their files: what comes after the first reply, and languages, colours for code, tables, maths and the list of
// conversations, which come when a page, a reply or a visitor asks for them. `test/e2e/weight.test.ts` holds this against what a
// browser fetches.
const onDemand =
  /^chunks\/(?:whole|challenge|greeting|resize)-|later|strings|language|highlight|colou?r|math|table|adopt|find|copy|menu|conversations/i;

/** When a chunk is fetched by its name alone; what it leads to is not fetched before it. */
function ownTime(name: string): When {
  if (onDemand.test(name)) return 'on demand';
  return /markdown/i.test(name) ? 'Markdown' : 'first reply';
}

const order: readonly When[] = ['at once', 'first reply', 'Markdown', 'on demand'];

function later(one: When, other: When): When {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
