/** Somebody who presses every button of the page “How it works” by keyboard. For Playwright's pages and Puppeteer's. */
import assert from 'node:assert/strict';
import { type Tab, until } from './look.ts';

export interface Reader extends Tab {
  readonly keyboard: { press(key: 'Tab' | 'Enter'): Promise<void> };
}

export const STEPS = ['basicFlow', 'isolation', 'listing', 'paging', 'sharedMemory'] as const;

interface Step {
  readonly name: string;
  readonly state: string | null;
  readonly talks: readonly string[];
  readonly told: string;
  readonly wire: string;
}

const readSteps = (tab: Tab): Promise<Step[]> =>
  tab.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-demonstration]')].map((step) => {
      const textOf = (found: Element | null) => found?.textContent ?? '';
      return {
        name: step.dataset['demonstration'] ?? '',
        state: step.dataset['state'] ?? null,
        talks: [...step.querySelectorAll('.said')].map(textOf),
        told: textOf(step.querySelector('.told')),
        wire: textOf(step.querySelector('.wire')),
      };
    }),
  );

/** Goes on by the keyboard to the button of this step, and presses it. */
async function run(reader: Reader, name: string): Promise<Step> {
  const focused = () =>
    reader.evaluate(() => {
      const { activeElement: at } = document;
      return at?.matches('button') ? at.closest<HTMLElement>('[data-demonstration]')?.dataset['demonstration'] : null;
    });
  await until(
    async () => {
      await reader.keyboard.press('Tab');
      return focused();
    },
    (at) => at === name,
    `the keyboard to come to ${name}`,
  );
  await reader.keyboard.press('Enter');
  const steps = await until(
    () => readSteps(reader),
    (all) => /done|failed/.test(all.find((step) => step.name === name)?.state ?? ''),
    `${name} to end`,
  );
  const step = steps.find((one) => one.name === name)!;
  assert.equal(step.state, 'done', step.told);
  return step;
}

export async function howStory(reader: Reader): Promise<void> {
  const basic = await run(reader, 'basicFlow');
  assert.match(basic.talks[0] ?? '', /^HelloHello, and welcome to Fernhill/);
  assert.match(basic.wire, /POST\/v1\/visitors201.*GET\/v1\/agents200.*POST\/v1\/conversations\?agent_id=workshop200/s);
  assert.match(basic.wire, /"assistant_message","content":"Hello, ".*"stop_reason":"end_turn".*\[DONE\]/s);

  const apart = await run(reader, 'isolation');
  assert.match(apart.talks[0] ?? '', /4711/);
  assert.doesNotMatch(apart.talks[1] ?? '', /4711/);
  assert.match(apart.told, /A has 2 messages, B has 2, and what was said in A is not among B’s/);
  assert.match(apart.wire, /GET\/v1\/conversations\/conv-[0-9a-f]{4}…\/messages\?order=asc&limit=100200/);

  const listed = await run(reader, 'listing');
  assert.match(listed.told, /3 conversations in pages of two/);
  assert.match(listed.wire, /GET\/v1\/conversations\?limit=2&after=conv-[0-9a-f]{4}…200/);

  const paged = await run(reader, 'paging');
  assert.match(paged.told, /6 messages in 3 pages, each once/);

  const shared = await run(reader, 'sharedMemory');
  assert.match(
    shared.talks[1] ?? '',
    /^What do you remember\?This stands in my memory:\s+unknown\s+the visitor is called Ada\./,
  );
  assert.match(shared.told, /B has never seen A’s words, and yet its agent knows/);

  const page = await reader.evaluate(() => document.body.textContent ?? '');
  assert.doesNotMatch(page, /eyJ[\w-]|[0-9a-f]{8}-[0-9a-f]{4}-/, 'neither a token nor a whole id is shown');
}
