/**
 * One visitor among several agents, and one who asks something else in place of an earlier message, for Playwright's pages and
 * Puppeteer's alike. Told in Chromium by `agents.test.ts`, in Firefox by `agents-firefox.test.ts`.
 */
import assert from 'node:assert/strict';
import type { DemoAgent } from '../../demo/proxy-switch.ts';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { type Person, pressButton, rows, untilTitles } from './conversations-story.ts';
import { look, plain, type Tab, until, untilTranscript } from './look.ts';
import type { Site } from './site.ts';

/** The agents of the story; the test hands them to the site, and takes one away. */
export const agentsOfStory = (): DemoAgent[] => [
  { name: 'desk', title: 'Desk', description: 'Repairs and prices.' },
  {
    name: 'tours',
    title: 'Tours',
    greeting: 'Where to?',
    suggestions: ['words 2'],
    avatar: 'http://nowhere.invalid/a.png',
  },
];

/** What stands in the header, before the first message, and in place of the composer. */
const around = (tab: Tab) =>
  tab.evaluate(() => {
    const root = document.querySelector('letta-chat')?.shadowRoot;
    const text = (part: string) => root?.querySelector(`[part~="${part}"]`)?.textContent?.trim() ?? null;
    const list = [...(root?.querySelectorAll('.conversation-agent') ?? [])].map((one) => one.textContent);
    return {
      heading: text('heading'),
      avatar: text('avatar'),
      greeting: text('greeting'),
      suggestion: text('suggestion'),
      farewell: text('farewell'),
      composer: !!root?.querySelector('textarea')?.checkVisibility(),
      draft: root?.querySelector('textarea')?.value ?? '',
      list: list.join(', '),
    };
  });

type Around = Awaited<ReturnType<typeof around>>;

const untilAround = (tab: Tab, holds: (seen: Around) => boolean, what: string): Promise<Around> =>
  until(() => around(tab), holds, what);

async function write(person: Person, text: string): Promise<void> {
  await person.evaluate(() => document.querySelector('letta-chat')?.shadowRoot?.querySelector('textarea')?.focus());
  await person.keyboard.type(text);
  await person.keyboard.press('Enter' as never);
}

const reply = (count: number): [string, string][] => [
  ['user', `words ${count}`],
  ['assistant', words(count)],
];

/** Begins with the chat open, in front of `agents`; `again` reloads the page and opens the chat. */
export async function agentsStory(
  person: Person,
  site: Site,
  agents: DemoAgent[],
  again: () => Promise<void>,
): Promise<void> {
  await write(person, 'words 3');
  await untilTranscript(person, reply(3));
  await pressButton(person, 'Conversations');
  await untilTitles(person, 'words 3');
  await pressButton(person, 'New conversation');
  await pressPart(person, 'agent', 1);
  const chosen = await untilAround(person, ({ heading }) => heading === 'Tours', 'the chosen agent');
  assert.deepEqual([chosen.greeting, chosen.suggestion, chosen.avatar], ['Where to?', 'words 2', 'T']);
  await write(person, 'words 4');
  await untilTranscript(person, reply(4));
  const { conversation } = await look(person);
  assert.deepEqual((await site.history(conversation))[0], ['user', 'words 4']);

  await again();
  await untilTranscript(person, reply(4));
  await untilAround(person, ({ heading }) => heading === 'Tours', 'the agent after a reload');
  await pressButton(person, 'Conversations');
  await untilAround(person, ({ list }) => list === 'Tours, Desk', 'the agents in the list');
  await pressButton(person, 'Back to the chat');

  // The operator takes it off the list: what was said stays, and nobody is let into a trap.
  agents.pop();
  agents.push({ name: 'other', title: 'Other' });
  await site.demo.proxy.kill();
  await site.demo.proxy.start();
  await again();
  await untilTranscript(person, reply(4));
  const left = await untilAround(person, ({ farewell }) => farewell !== null, 'a sentence in place of the composer');
  assert.match(left.farewell ?? '', /no longer offered/);
  assert.equal(left.composer, false);
  await pressButton(person, 'New conversation');
  await untilAround(person, ({ heading, composer }) => heading === 'Desk' && composer, 'a new one with who is there');
  await write(person, 'words 5');
  await untilTranscript(person, reply(5));
}

/** Begins with the chat open. */
export async function branchStory(person: Person, site: Site): Promise<void> {
  for (const count of [2, 3, 4]) {
    await write(person, `words ${count}`);
    await until(
      () => look(person),
      ({ status, lines }) => status === 'idle' && lines.at(-1)?.text === plain(words(count)),
      'a reply',
    );
  }
  const whole = [...reply(2), ...reply(3), ...reply(4)];
  await untilTranscript(person, whole);
  const { conversation: original } = await look(person);
  await pressPart(person, 'again', 1);
  await untilTranscript(person, reply(2));
  const { draft } = await untilAround(person, ({ draft }) => draft !== '', 'the words in the composer');
  assert.equal(draft, 'words 3');
  const { conversation: branch } = await look(person);
  assert.notEqual(branch, original);
  await write(person, '3'); // behind what is there
  await until(
    () => look(person),
    ({ status, lines }) => status === 'idle' && lines.length === 4 && lines[3]?.text === plain(words(33)),
    'another reply in the branch',
  );
  assert.equal((await site.history(original)).length, 6, 'the original is as it was');
  assert.equal((await site.history(branch)).length, 4);
  await pressButton(person, 'Conversations');
  await untilTitles(person, 'words 3', 'words 2');
  assert.equal((await rows(person))?.[0]?.open, true);
  await pressButton(person, 'Back to the chat');

  // Before the first message there is nothing: that is a new conversation.
  await pressPart(person, 'again', 0);
  await untilAround(person, ({ draft }) => draft === 'words 2', 'the first words in the composer');
  assert.deepEqual((await look(person)).lines, []);
  assert.equal(await site.conversations(), 2);
}

/** Presses the button of that part and number, when it is there. */
async function pressPart(person: Person, part: string, index: number): Promise<void> {
  const pressed = () =>
    person.evaluate(
      ([name, at]: readonly [string, number]) => {
        const all = document.querySelector('letta-chat')?.shadowRoot?.querySelectorAll<HTMLElement>(`[part="${name}"]`);
        all?.[at]?.click();
        return !!all?.[at];
      },
      [part, index] as const,
    );
  await until(pressed, (found) => found, `the button ${part} ${index}`);
}
