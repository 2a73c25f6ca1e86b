/**
 * What there is to see: on the page (the transcript as a visitor reads it, the status as a page's script reads it), in the
 * browser's storage, and at Letta. Nothing here acts. The functions that run in the page stand alone: they are sent there.
 */

/** Anything that runs functions in a page: Playwright's Page and Puppeteer's. */
export interface Tab {
  evaluate<T>(script: () => T): Promise<Awaited<T>>;
}

export interface Line {
  readonly role: string;
  readonly state: string;
  /** Letters and digits only, one space between words: the same with and without Markdown. */
  readonly text: string;
}

export interface Look {
  readonly status: string | null;
  readonly conversation: string | null;
  readonly lines: readonly Line[];
  /** Sentences about what went wrong, wherever they stand. */
  readonly errors: readonly string[];
}

export async function look(tab: Tab): Promise<Look> {
  const seen = await tab.evaluate(() => {
    const chat = document.querySelector('letta-chat') as (HTMLElement & Partial<Look>) | null;
    const find = (selector: string) => [...(chat?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
    return {
      status: chat?.status ?? null,
      conversation: chat?.conversation ?? null,
      lines: find('letta-chat-message').map((row) => ({
        role: row.dataset['role'] ?? '',
        state: row.dataset['state'] ?? '',
        text: row.querySelector('[part~="bubble"], [part~="text"]')?.textContent ?? '',
      })),
      errors: find('[part~="error"]').map((error) => error.textContent?.trim() ?? ''),
    };
  });
  return { ...seen, lines: seen.lines.map((line) => ({ ...line, text: plain(line.text) })) };
}

export const plain = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Everything that the page keeps in IndexedDB, as one text; empty when there is no database. */
export function storedText(tab: Tab): Promise<string> {
  return tab.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        texts.push(JSON.stringify([await done(objects.getAllKeys()), await done(objects.getAll())]));
      }
      database.close();
    }
    return texts.join('\n');
  });
}

/** Milliseconds that a test waits for what must come; far more than it takes, for loaded machines. */
const PATIENCE = 40_000;

/** Reads until the condition holds and answers what was read then; a failure says what was read last. */
export async function until<T>(read: () => Promise<T> | T, holds: (value: T) => boolean, what: string): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${PATIENCE / 1000} s. Last seen: ${JSON.stringify(value, null, 1)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits for a transcript in which the texts stand exactly so, oldest first, each once, and nothing is under way. */
export function untilTranscript(tab: Tab, expected: readonly (readonly [string, string, string?])[]): Promise<Look> {
  const lines = expected.map(([role, text, state = role === 'user' ? 'sent' : 'complete']) => ({
    role,
    state,
    text: plain(text),
  }));
  const wanted = JSON.stringify(lines);
  return until(
    () => look(tab),
    (seen) => seen.status === 'idle' && JSON.stringify(seen.lines) === wanted,
    `the transcript ${wanted.slice(0, 600)}`,
  );
}

/** Waits until at least so many words of the last reply are there while it still streams. */
export function untilStreaming(tab: Tab, words = 3): Promise<Look> {
  return until(
    () => look(tab),
    ({ lines }) => {
      const last = lines.at(-1);
      return last?.state === 'streaming' && last.text.split(' ').length >= words;
    },
    `${words} words of a streaming reply`,
  );
}

export const untilStatus = (tab: Tab, ...statuses: readonly string[]): Promise<Look> =>
  until(
    () => look(tab),
    ({ status }) => statuses.includes(status ?? ''),
    `the status ${statuses.join(' or ')}`,
  );

/** Waits until nothing is under way. What is drawn follows the status by a frame: both have to say so. */
export const untilSettled = (tab: Tab): Promise<Look> =>
  until(
    () => look(tab),
    ({ status, lines }) => status === 'idle' && !lines.some(({ state }) => /streaming|sending|queued/.test(state)),
    'the end of the turn',
  );
