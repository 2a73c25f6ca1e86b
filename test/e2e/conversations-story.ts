/**
 * One visitor's way through the list of conversations, for Playwright's pages and Puppeteer's alike: what is pressed is found in
 * the page itself. Told in Chromium by `conversations.test.ts`, in Firefox by `conversations-firefox.test.ts`.
 */
import assert from 'node:assert/strict';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { look, plain, type Tab, until, untilStreaming, untilTranscript } from './look.ts';
import type { Site } from './site.ts';

/** What the two browsers' pages have in common and a story needs. */
export interface Person extends Tab {
  evaluate<T>(script: () => T): Promise<Awaited<T>>;
  evaluate<T, A>(script: (argument: A) => T, argument: A): Promise<Awaited<T>>;
  readonly keyboard: { press(key: never): Promise<void>; type(text: string): Promise<void> };
}

export interface Row {
  readonly title: string;
  readonly open: boolean;
  readonly marks: string;
}

/** The list as it is drawn; `null` when it is not open. */
export const rows = (tab: Tab): Promise<Row[] | null> =>
  tab.evaluate(() => {
    const menu = document.querySelector('letta-chat')?.shadowRoot?.querySelector('letta-chat-menu');
    if (!menu) return null;
    return [...menu.querySelectorAll<HTMLElement>('.conversation')].map((row) => ({
      title: row.querySelector('.conversation-title')?.textContent ?? '',
      open: row.querySelector('[aria-current="true"]') !== null,
      marks: (row.querySelector('.running')?.textContent ?? '') + (row.querySelector('.unread')?.textContent ?? ''),
    }));
  });

/** Waits for the list to have exactly these titles. */
export const untilTitles = (tab: Tab, ...titles: string[]): Promise<Row[] | null> =>
  until(
    () => rows(tab),
    (seen) => JSON.stringify(seen?.map(({ title }) => title)) === JSON.stringify(titles),
    `the list ${titles.join(', ')}`,
  );

/** Presses the button of that name, wherever in the chat it is. Waits for it. */
export async function pressButton(person: Person, name: string): Promise<void> {
  await until(
    () =>
      person.evaluate((wanted: string) => {
        const buttons = document.querySelector('letta-chat')?.shadowRoot?.querySelectorAll('button') ?? [];
        const found = [...buttons].find(
          (one) =>
            (one.getAttribute('aria-label') ?? one.textContent?.trim()) === wanted &&
            one.checkVisibility({ visibilityProperty: true }),
        );
        found?.click();
        return found !== undefined;
      }, name),
    (found) => found,
    `a button "${name}"`,
  );
}

const key = (person: Person, name: string): Promise<void> => person.keyboard.press(name as never);

/** The text or name of what has the focus. */
const untilFocused = (person: Person, part: string): Promise<string> =>
  until(
    () =>
      person.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return `${active?.localName} ${active?.getAttribute('aria-label') ?? active?.textContent ?? ''}`;
      }),
    (focused) => focused.includes(part),
    `the focus on "${part}"`,
  );

async function write(person: Person, text: string): Promise<void> {
  await untilFocused(person, 'textarea');
  await person.keyboard.type(text);
  await key(person, 'Enter');
}

/** A message whose reply is still under way when its conversation is left, also where pages are slow. */
const LONG = 'slow 60 words 150';

/** Begins with the chat open and the focus in the composer; `again` reloads the page and opens the chat. */
export async function conversationsStory(person: Person, site: Site, again: () => Promise<void>): Promise<void> {
  const first: [string, string][] = [
    ['user', 'words 3'],
    ['assistant', words(3)],
  ];
  await write(person, 'words 3');
  await untilTranscript(person, first);
  await pressButton(person, 'New conversation');
  await write(person, LONG);
  const slow = await untilStreaming(person, 3);

  await pressButton(person, 'Conversations');
  await untilTitles(person, LONG, 'words 3');
  assert.deepEqual(
    (await rows(person))?.map(({ open, marks }) => [open, marks !== '']),
    [
      [true, true],
      [false, false],
    ],
  );
  await untilFocused(person, LONG);
  await key(person, 'ArrowDown');
  await untilFocused(person, 'words 3');
  await key(person, 'Enter');
  await untilTranscript(person, first);
  await untilFocused(person, 'textarea');

  // Left alone it went on, and is whole when it is opened again.
  await pressButton(person, 'Conversations');
  await until(
    () => rows(person),
    (seen) => seen?.some(({ title, marks }) => title === LONG && marks === 'New reply') ?? false,
    'the mark of a new reply',
  );
  await untilFocused(person, 'words 3');
  await key(person, 'Home');
  await untilFocused(person, LONG);
  await key(person, 'Enter');
  const whole = await untilTranscript(person, [
    ['user', LONG],
    ['assistant', words(150)],
  ]);
  assert.equal(whole.conversation, slow.conversation);

  await pressButton(person, 'Conversations');
  await untilFocused(person, LONG);
  await key(person, 'F2');
  await untilFocused(person, 'input');
  await person.keyboard.type('Brakes'); // over the old title, which is selected
  await key(person, 'Enter');
  await untilTitles(person, 'Brakes', 'words 3');
  await until(
    async () => (await (await site.demo.letta(`/v1/conversations/${slow.conversation}`)).json()) as { summary: string },
    ({ summary }) => summary === 'Brakes',
    'Letta to have the title',
  );

  await untilFocused(person, 'Brakes');
  await key(person, 'Delete');
  await untilTitles(person, 'words 3');
  assert.equal(await site.conversations(), 2, 'it can still be brought back');
  await pressButton(person, 'Undo');
  await untilTitles(person, 'Brakes', 'words 3');
  await untilFocused(person, 'Brakes');
  await key(person, 'Delete');
  await untilTitles(person, 'words 3');
  await key(person, 'Escape');
  await untilFocused(person, 'Conversations');
  await until(
    () => site.conversations(),
    (count) => count === 1,
    'Letta to have one conversation',
  );

  await again();
  await pressButton(person, 'Conversations');
  await untilTitles(person, 'words 3');
  await pressButton(person, 'Privacy');
  await pressButton(person, 'Delete everything');
  await untilFocused(person, 'Cancel');
  await pressButton(person, 'Delete everything');
  await until(
    () => site.conversations(),
    (count) => count === 0,
    'Letta to have none',
  );
  await untilTitles(person);
  const { lines } = await look(person);
  assert.deepEqual(
    lines.map(({ text }) => plain(text)),
    [],
  );
}
