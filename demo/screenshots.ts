/**
 * Takes pictures of the widget in its states, for looking at them and for the README: `node demo/screenshots.ts FOLDER [NAME…]`.
 * Each picture is a short story on the demo; what they show is not tested here.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { look, plain, until, untilStatus, untilStreaming } from '../test/e2e/look.ts';
import { button, chat, composer, openChat, say } from '../test/e2e/steps.ts';
import { launchChromium } from '../test/tools/browser.ts';
import { ensureBuilt } from '../test/tools/build.ts';
import { type Demo, startDemo } from './demo.ts';

interface Shot {
  readonly path: string;
  readonly context?: BrowserContextOptions;
  /** Called when the page is there. */
  readonly act?: (page: Page, demo: Demo) => Promise<void>;
}

const WIDE = { width: 1280, height: 800 };
/** Keeps the pictures in the repository under 150 kB. */
const SMALL = { width: 1120, height: 700 };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

async function ask(page: Page, text = 'My gears slip on hills.'): Promise<void> {
  await say(page, text);
  await untilStatus(page, 'sending', 'streaming');
  await untilStatus(page, 'idle');
  await chat(page).locator('[part~="copy"]').first().waitFor(); // fetched after the first reply
}

async function openAndAsk(page: Page): Promise<void> {
  await openChat(page);
  await ask(page);
}

async function openMidStream(page: Page): Promise<void> {
  await openChat(page);
  await say(page, 'How do I install this on my website?');
  await untilStreaming(page, 25);
}

const RICH = 'Show me what Markdown can do.';

async function openRich(page: Page): Promise<void> {
  await openChat(page);
  await ask(page, RICH);
}

async function openRichMidStream(page: Page): Promise<void> {
  await openChat(page);
  await say(page, RICH);
  await untilStreaming(page, 40);
}

async function turnRound(page: Page): Promise<void> {
  await chat(page).evaluate((host) => {
    host.setAttribute('dir', 'rtl');
    host.setAttribute('lang', 'ar');
  });
}

const QUESTIONS = [
  'What does a full service cost?',
  'When is the next free day?',
  'My gears slip on hills, and the chain has begun to make a noise that I do not like at all.',
  'Are you open on Saturday?',
  'Do you repair wheels?',
  'How do I install this on my website?',
];

/** Several conversations, the last of which is still being answered, and the list of them. */
async function openList(page: Page, demo: Demo, questions = QUESTIONS): Promise<void> {
  const { control } = demo.simulator!;
  await openChat(page);
  Object.assign(control, { tokenDelay: 0, firstTokenDelay: 0 });
  for (const question of questions) {
    if (question !== questions[0]) await button(page, 'New conversation').first().click();
    if (question === questions.at(-1)) Object.assign(control, { tokenDelay: 200, firstTokenDelay: 400 });
    await say(page, question);
    if (question === questions.at(-1)) await untilStreaming(page, 1);
    else await untilAnswered(page, question);
  }
  if (!(await chat(page).locator('letta-chat-menu').count())) await button(page, 'Conversations').click();
  await chat(page)
    .locator('.conversation')
    .nth(questions.length - 1)
    .waitFor();
}

/** Waits for a conversation of this question and its whole answer. */
const untilAnswered = (page: Page, question: string) =>
  until(
    () => look(page),
    ({ status, lines }) => status === 'idle' && lines.length === 2 && lines[0]?.text === plain(question),
    `the answer to “${question}”`,
  );

/** Two steps of “How it works”. */
async function isolate(page: Page, demo: Demo): Promise<void> {
  Object.assign(demo.simulator!.control, { tokenDelay: 0, firstTokenDelay: 0 });
  for (const name of ['basicFlow', 'isolation']) {
    const step = page.locator(`[data-demonstration="${name}"]`);
    await step.getByRole('button').click();
    await page.locator(`[data-demonstration="${name}"][data-state="done"]`).waitFor();
  }
}

const line = (page: Page, place: number) => chat(page).locator('.conversation').nth(place);

const shots: Readonly<Record<string, Shot>> = {
  closed: { path: '/?panel=0' },
  open: { path: '/?panel=0', act: openChat },
  'open-dark': { path: '/?panel=0', context: { colorScheme: 'dark' }, act: openChat },
  'mid-stream': { path: '/?panel=0', act: openMidStream },
  'mid-stream-dark': { path: '/?panel=0', context: { colorScheme: 'dark' }, act: openMidStream },
  answered: { path: '/?panel=0', act: openAndAsk },
  'answered-dark': { path: '/?panel=0', context: { colorScheme: 'dark' }, act: openAndAsk },
  error: {
    path: '/?panel=0',
    async act(page, demo) {
      await openChat(page);
      demo.simulator?.control.failNext('model');
      await say(page, 'What does a full service cost?');
      await chat(page).locator('[part~="error"]').first().waitFor();
    },
  },
  offline: {
    path: '/?panel=0',
    async act(page) {
      await openChat(page);
      await page.context().setOffline(true);
      await say(page, 'Are you open on Saturday?');
      await untilStatus(page, 'waiting');
    },
  },
  reconnecting: {
    path: '/?panel=0',
    async act(page, demo) {
      await openMidStream(page);
      demo.network.setMode('offline');
      await untilStatus(page, 'reconnecting');
      demo.network.setMode('online');
    },
  },
  'phone-closed': { path: '/?panel=0', context: PHONE },
  phone: { path: '/?panel=0', context: PHONE, act: openAndAsk },
  'phone-dark': { path: '/?panel=0', context: { ...PHONE, colorScheme: 'dark' }, act: openAndAsk },
  inline: { path: '/booking?panel=0' },
  'inline-answered': { path: '/booking?panel=0', act: (page) => ask(page, 'What does a full service cost?') },
  page: { path: '/assistant?panel=0', act: (page) => ask(page) },
  rtl: {
    path: '/?panel=0',
    async act(page) {
      await turnRound(page);
      await openChat(page);
      await ask(page, 'كم تكلفة الصيانة الكاملة؟');
    },
  },
  rich: { path: '/?panel=0', act: openRich },
  'rich-dark': { path: '/?panel=0', context: { colorScheme: 'dark' }, act: openRich },
  'rich-phone': { path: '/?panel=0', context: PHONE, act: openRich },
  'rich-mid-stream': { path: '/?panel=0', act: openRichMidStream },
  'rich-mid-stream-dark': { path: '/?panel=0', context: { colorScheme: 'dark' }, act: openRichMidStream },
  'rich-rtl': {
    path: '/?panel=0',
    context: { ...PHONE, viewport: { width: 390, height: 1100 } },
    async act(page) {
      await turnRound(page);
      await openChat(page);
      await ask(page, 'كم تكلفة الصيانة الكاملة؟');
    },
  },
  'rich-page': {
    path: '/assistant?panel=0',
    context: { viewport: { width: 1280, height: 1100 } },
    act: (page) => ask(page, RICH),
  },
  find: {
    path: '/?panel=0',
    async act(page) {
      await openRich(page);
      await chat(page).locator('[part~="copy"]').waitFor(); // the find bar comes with it
      await composer(page).press('Control+f');
      await chat(page).locator('.find input').fill('table');
      await chat(page).locator('.find output', { hasText: 'of' }).waitFor();
    },
  },
  conversations: { path: '/?panel=0', act: (page, demo) => openList(page, demo) },
  'conversations-dark': {
    path: '/?panel=0',
    context: { colorScheme: 'dark' },
    act: (page, demo) => openList(page, demo),
  },
  'conversations-phone': {
    path: '/?panel=0',
    context: PHONE,
    async act(page, demo) {
      await openList(page, demo);
      await line(page, 2).locator('.more').click();
    },
  },
  'conversations-narrow': {
    path: '/?panel=0',
    context: { ...PHONE, viewport: { width: 320, height: 640 } },
    async act(page, demo) {
      await openList(page, demo);
      await button(page, 'Privacy').click();
    },
  },
  'conversations-rename': {
    path: '/?panel=0',
    async act(page, demo) {
      await openList(page, demo);
      await line(page, 1).locator('.conversation-open').press('F2');
    },
  },
  'conversations-undo': {
    path: '/?panel=0',
    async act(page, demo) {
      await openList(page, demo);
      await line(page, 1).locator('.conversation-open').press('Delete');
    },
  },
  'conversations-empty': {
    path: '/?panel=0',
    async act(page) {
      await openAndAsk(page);
      await button(page, 'Conversations').click();
      await line(page, 0).locator('.conversation-open').press('Delete');
      await chat(page).getByText('No conversations yet.').waitFor();
    },
  },
  'conversations-rtl': {
    path: '/?panel=0',
    async act(page, demo) {
      await openList(page, demo, ['كم تكلفة الصيانة الكاملة؟', 'متى تفتحون يوم السبت؟', 'Do you repair wheels?']);
      await turnRound(page);
    },
  },
  'conversations-page': { path: '/assistant?panel=0', act: (page, demo) => openList(page, demo) },
  'conversations-page-dark': {
    path: '/assistant?panel=0',
    context: { colorScheme: 'dark' },
    act: (page, demo) => openList(page, demo),
  },
  'delete-everything': {
    path: '/?panel=0',
    async act(page, demo) {
      await openList(page, demo);
      await button(page, 'Privacy').click();
      await button(page, 'Delete everything').click();
    },
  },
  how: { path: '/how?panel=0', context: { viewport: { width: 1280, height: 1500 } }, act: isolate },
  'how-dark': {
    path: '/how?panel=0',
    context: { viewport: { width: 1280, height: 1500 }, colorScheme: 'dark' },
    act: isolate,
  },
  'how-phone': { path: '/how?panel=0', context: { ...PHONE, viewport: { width: 390, height: 1500 } }, act: isolate },
  // The README's.
  widget: {
    path: '/?panel=0',
    context: { viewport: SMALL },
    act: openAndAsk,
  },
  dark: {
    path: '/booking?panel=0',
    context: { viewport: SMALL, colorScheme: 'dark' },
    act: (page) => ask(page, 'When is the next free day?'),
  },
  panel: { path: '/', context: { viewport: { width: 1440, height: 900 } }, act: openAndAsk },
  'panel-page': { path: '/assistant', context: { viewport: { width: 1440, height: 900 } } },
  'panel-start': {
    path: '/',
    context: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
    async act(page) {
      await chat(page).evaluate((host) => host.setAttribute('position', 'start'));
      await openChat(page);
    },
  },
  'panel-phone': { path: '/', context: PHONE },
};

async function take(browser: Browser, folder: string, name: string, shot: Shot): Promise<void> {
  const demo = await startDemo({ brain: 'demo' });
  const context = await browser.newContext({ viewport: WIDE, ...shot.context });
  try {
    const page = await context.newPage();
    await page.goto(`${demo.url}${shot.path}`);
    await chat(page).waitFor({ state: 'attached' });
    if (shot.path.startsWith('/booking') || shot.path.startsWith('/assistant')) await composer(page).waitFor();
    await shot.act?.(page, demo);
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' })); // typing has scrolled to the composer
    await page.screenshot({ path: join(folder, `${name}.png`) });
  } finally {
    await context.close();
    await demo.stop();
  }
}

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error('Name the folder for the pictures: node demo/screenshots.ts FOLDER [NAME…]');
  process.exit(1);
}
ensureBuilt();
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
for (const [name, shot] of Object.entries(shots)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await take(browser, folder, name, shot);
  console.log(join(folder, `${name}.png`));
}
await browser.close();
