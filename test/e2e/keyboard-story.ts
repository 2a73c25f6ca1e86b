/**
 * One visitor's whole way by keyboard alone, for Playwright's pages and Puppeteer's alike: to the launcher, a message, what can be
 * done with the reply, other conversations, and back to where they were. Told in Chromium by `keyboard.test.ts`, in Firefox by
 * `keyboard-firefox.test.ts`. Wherever the focus comes in the chat, it is held to what WCAG asks of such a place.
 */
import assert from 'node:assert/strict';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { rows, untilTitles } from './conversations-story.ts';
import { look, type Tab, until, untilStreaming, untilTranscript } from './look.ts';

/** What the two browsers' pages have in common and the story needs. */
export interface Typist extends Tab {
  readonly keyboard: {
    press(key: never): Promise<void>;
    down(key: never): Promise<void>;
    up(key: never): Promise<void>;
    type(text: string): Promise<void>;
  };
}

interface Place {
  readonly name: string;
  /** Whether it is in the chat, and there the size of what can be hit, and whether it is in sight. */
  readonly inChat: boolean;
  readonly width: number;
  readonly height: number;
  readonly inSight: boolean;
}

/** What has the focus, looked for inside shadow trees too. */
const place = (person: Typist): Promise<Place> =>
  person.evaluate(() => {
    let active = document.activeElement;
    let inChat = false;
    while (active?.shadowRoot?.activeElement) {
      inChat ||= active.localName === 'letta-chat';
      active = active.shadowRoot.activeElement;
    }
    const box = active?.getBoundingClientRect() ?? new DOMRect();
    // What lies over the button enlarges it.
    const { inset } = getComputedStyle(active ?? document.body, '::before');
    const more = -2 * Math.min(0, Number.parseFloat(inset) || 0);
    // The rule on sizes leaves out links in a sentence, and what has so much room around it: the edges that resize the panel.
    const isFree = active !== null && (getComputedStyle(active).display === 'inline' || active.role === 'separator');
    return {
      name: (active?.getAttribute('aria-label') ?? active?.textContent ?? '').trim().replace(/\s+/g, ' '),
      inChat,
      width: isFree ? 24 : box.width + more,
      height: isFree ? 24 : box.height + more,
      inSight:
        box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width * box.height > 0,
    };
  });

export const focusOn = (person: Typist, name: string): Promise<Place> =>
  until(
    () => place(person),
    (seen) => seen.name.startsWith(name),
    `the focus on "${name}"`,
  );

const press = (person: Typist, key: string): Promise<void> => person.keyboard.press(key as never);

async function pressWith(person: Typist, modifier: string, key: string): Promise<void> {
  await person.keyboard.down(modifier as never);
  await press(person, key);
  await person.keyboard.up(modifier as never);
}

/** Moves by Tab, or back, until the focus is on what has this name; every place on the way in the chat has to be a good one. */
export async function go(person: Typist, direction: 'on' | 'back', name: string): Promise<void> {
  const passed: string[] = [];
  for (;;) {
    const here = await until(
      () => place(person),
      ({ inChat, inSight }) => !inChat || inSight, // scrolling to it may take a frame
      'what has the focus to be in sight',
    );
    if (here.inChat) assertGood(here);
    if (passed.length > 0 && here.name.startsWith(name)) return;
    passed.push(here.name);
    assert.ok(passed.length < 80, `"${name}" is not reached; passed: ${passed.join(', ')}`);
    await (direction === 'on' ? press(person, 'Tab') : pressWith(person, 'Shift', 'Tab'));
  }
}

/** In sight, it has a name and is large enough to be hit (WCAG 2.2, 2.4.11, 4.1.2 and 2.5.8). */
function assertGood({ name, width, height }: Place): void {
  assert.notEqual(name, '', 'a place without a name has the focus');
  assert.ok(width >= 24 && height >= 24, `"${name}" is only ${width} × ${height} px`);
}

async function say(person: Typist, text: string): Promise<void> {
  await focusOn(person, 'Write a message');
  await person.keyboard.type(text);
  await press(person, 'Enter');
}

const told = (count: number): [string, string][] => [
  ['user', `words ${count}`],
  ['assistant', words(count)],
];

/** Opens the chat as one who comes from the page's last link. */
export async function enterChat(person: Typist): Promise<void> {
  await person.evaluate(() => [...document.links].at(-1)?.focus());
  await go(person, 'on', 'Open chat');
  await press(person, 'Enter');
  await focusOn(person, 'Write a message');
}

/** A message, the reply, copying it, finding words, and back to where one was. Begins on a page whose chat is closed, with the focus nowhere. */
export async function keyboardStory(person: Typist): Promise<void> {
  await enterChat(person);
  await say(person, 'words 5');
  await untilTranscript(person, told(5));
  await copyAndComeBack(person);
  await stopAndTakeBack(person);
  await findWords(person);
  await press(person, 'Escape');
  await focusOn(person, 'Open chat');
}

/** Other conversations: a new one, switching, renaming, deleting and bringing back, searching. Begins as the other story. */
export async function menuStory(person: Typist): Promise<void> {
  await enterChat(person);
  await person.evaluate(talk);
  await untilTranscript(person, told(5));
  await go(person, 'back', 'New conversation');
  await press(person, 'Enter');
  await say(person, 'words 6');
  await untilTranscript(person, told(6));
  await switchRenameDelete(person);
  await press(person, 'Escape');
  await focusOn(person, 'Search conversations'); // which is empty now
  await press(person, 'Escape');
  await focusOn(person, 'Conversations');
  await press(person, 'Escape');
  await focusOn(person, 'Open chat');
}

/** Five conversations by the page's script: enough for a search. */
async function talk(): Promise<void> {
  const chat = document.querySelector('letta-chat') as HTMLElement & {
    send(text: string): Promise<void>;
    newConversation(): Promise<void>;
  };
  for (const count of [1, 2, 3, 4, 5]) {
    const answered = new Promise((done) => chat.addEventListener('letta-chat-message', done, { once: true }));
    if (count > 1) await chat.newConversation();
    await chat.send(`words ${count}`);
    await answered;
  }
}

const hasCopy = (): boolean => !!document.querySelector('letta-chat')?.shadowRoot?.querySelector('[part~="copy"]');

async function copyAndComeBack(person: Typist): Promise<void> {
  await focusOn(person, 'Write a message');
  // Fetched after the first reply. Sooner the way back leads past the page into the browser's own buttons, which then get the keys.
  await until(() => person.evaluate(hasCopy), Boolean, 'the button for copying');
  await go(person, 'back', 'Copy');
  await press(person, 'Enter');
  await until(
    () => place(person),
    ({ name }) => /^Cop(?:ied|ying is not allowed)/.test(name),
    'the button to keep the focus and say how it went',
  );
  await go(person, 'on', 'Write a message');
}

async function stopAndTakeBack(person: Typist): Promise<void> {
  await say(person, 'slow 60 words 300');
  await untilStreaming(person, 3);
  await go(person, 'on', 'Stop the reply');
  await press(person, ' ');
  await until(
    () => look(person),
    ({ status, lines }) => status === 'idle' && lines.at(-1)?.state === 'stopped',
    'the reply to be stopped',
  );
  await focusOn(person, 'Write a message');
  await press(person, 'ArrowUp');
  const field = () =>
    person.evaluate(() => document.querySelector('letta-chat')?.shadowRoot?.querySelector('textarea')?.value ?? '');
  assert.equal(await field(), 'slow 60 words 300');
  await press(person, 'Escape');
  assert.equal(await field(), '');
}

async function findWords(person: Typist): Promise<void> {
  await pressWith(person, 'Control', 'f');
  await focusOn(person, 'Find');
  await person.keyboard.type('lorem');
  await until(
    () => person.evaluate(() => document.querySelector('letta-chat')?.shadowRoot?.querySelector('output')?.textContent),
    (count) => count === '2 of 2',
    'both messages with the word',
  );
  await press(person, 'Escape');
  await focusOn(person, 'Write a message');
}

async function switchRenameDelete(person: Typist): Promise<void> {
  await go(person, 'back', 'Conversations');
  await press(person, 'Enter');
  await focusOn(person, 'words 6');
  await press(person, 'ArrowDown');
  await focusOn(person, 'words 5');
  await press(person, 'Enter');
  await untilTranscript(person, told(5));
  await focusOn(person, 'Write a message');

  await go(person, 'back', 'Conversations');
  await press(person, 'Enter');
  await focusOn(person, 'words 5');
  await press(person, 'F2');
  await focusOn(person, 'Title');
  await person.keyboard.type('Brakes'); // over the old title, which is selected
  await press(person, 'Enter');
  await focusOn(person, 'Brakes');
  await press(person, 'Delete');
  await focusOn(person, 'words 4');
  assert.ok(!(await rows(person))?.some(({ title }) => title === 'Brakes'));
  await go(person, 'on', 'Undo');
  await press(person, 'Enter');
  await focusOn(person, 'Brakes');

  await go(person, 'back', 'Search conversations');
  await person.keyboard.type('BRAKES');
  await untilTitles(person, 'Brakes');
}
