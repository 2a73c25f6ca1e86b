/**
 * A visitor calls a reply good, changes their mind, comes back, and looks up what the conversation has used, for Playwright's
 * pages and Puppeteer's alike. Told in Chromium by `rating.test.ts`, in Firefox by `rating-firefox.test.ts`.
 */
import assert from 'node:assert/strict';
import type { DemoAgent } from '../../demo/proxy-switch.ts';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { type Person, pressButton } from './conversations-story.ts';
import { look, type Tab, until, untilTranscript } from './look.ts';
import type { Site } from './site.ts';

/** The operator shows what conversations have used. */
export const RATED_AGENTS: DemoAgent[] = [{ name: 'desk', title: 'Desk', show: ['tokens'] }];

/** Which of the two is pressed, and what is said beside them. */
const feedback = (tab: Tab) =>
  tab.evaluate(() => {
    const root = document.querySelector('letta-chat')?.shadowRoot;
    const buttons = [...(root?.querySelectorAll('[part=feedback]') ?? [])];
    return {
      pressed: buttons.map((button) => button.getAttribute('aria-pressed')).join(' '),
      said: root?.querySelector('.thanks')?.textContent ?? '',
      facts: root?.querySelector('.facts')?.textContent ?? '',
    };
  });

type Feedback = Awaited<ReturnType<typeof feedback>>;

const untilFeedback = (tab: Tab, holds: (seen: Feedback) => boolean, what: string): Promise<Feedback> =>
  until(() => feedback(tab), holds, what);

const untilPressed = (tab: Tab, pressed: string) =>
  untilFeedback(tab, (seen) => seen.pressed === pressed, `the buttons to be pressed: ${pressed}`);

const askForFeedback = (person: Person) =>
  person.evaluate(() => document.querySelector('letta-chat')?.setAttribute('feedback', ''));

/** What Letta has of the conversation's reply. */
async function keptAtLetta(person: Person, site: Site): Promise<unknown> {
  const { conversation } = await look(person);
  const ask = async (path: string) => (await site.demo.letta(path)).json();
  const messages = (await ask(`/v1/conversations/${conversation}/messages`)) as Record<string, unknown>[];
  const reply = messages.find((message) => message['message_type'] === 'assistant_message');
  return ((await ask(`/v1/steps/${reply?.['step_id']}`)) as Record<string, unknown>)['feedback'];
}

const untilKept = (person: Person, site: Site, value: string | null) =>
  until(
    () => keptAtLetta(person, site),
    (kept) => kept === value,
    `Letta to have heard ${value}`,
  );

/** Begins with the chat open; `again` reloads the page and opens the chat. */
export async function ratingStory(person: Person, site: Site, again: () => Promise<void>): Promise<void> {
  await person.evaluate(() => document.querySelector('letta-chat')?.shadowRoot?.querySelector('textarea')?.focus());
  await person.keyboard.type('words 3');
  await person.keyboard.press('Enter' as never);
  await untilTranscript(person, [
    ['user', 'words 3'],
    ['assistant', words(3)],
  ]);
  assert.equal((await feedback(person)).pressed, '', 'not asked for, not there');
  await askForFeedback(person);
  await untilPressed(person, 'false false');
  await pressButton(person, 'Good reply');
  await untilFeedback(person, ({ said }) => said.startsWith('Thank you'), 'thanks');
  await untilPressed(person, 'true false');
  await untilKept(person, site, 'positive');
  site.demo.network.setMode('slow');
  await pressButton(person, 'Bad reply');
  await untilPressed(person, 'false true');
  await untilKept(person, site, 'negative');

  // They go while the answer is still on its way: Firefox tells the page that is left that there was none.
  site.demo.network.setMode('online');
  await again();
  await askForFeedback(person);
  await untilPressed(person, 'false true');
  await pressButton(person, 'Bad reply');
  await untilPressed(person, 'false false');
  await untilKept(person, site, null);

  await pressButton(person, 'Conversations');
  await pressPart(person, 'info');
  const { facts } = await untilFeedback(person, (seen) => seen.facts !== '', 'what is known of the conversation');
  assert.match(facts, /Tokens used\s*\d+/);
}

/** Presses a part of the list, when it is there. */
const pressPart = (person: Person, part: string): Promise<boolean> =>
  until(
    () =>
      person.evaluate((wanted: string) => {
        const root = document.querySelector('letta-chat')?.shadowRoot;
        const found = root?.querySelector<HTMLElement>(`[part~="${wanted}"]`);
        found?.click();
        return found != null;
      }, part),
    (found) => found,
    `the part "${part}"`,
  );
