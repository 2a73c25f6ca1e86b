/** How the widget behaves as a guest: before it is opened, under a strict policy, on a phone, in its three modes. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser, type Page } from '../tools/browser.ts';
import { look, until, untilStatus, untilStreaming, untilTranscript } from './look.ts';
import { closeBrowser, FRONT, openSite } from './site.ts';
import { button, chat, composer, openChat, say } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const answered = [
  ['user', 'words 9'],
  ['assistant', words(9)],
] as const;

/** Everything that a page can keep on the device. */
const kept = (page: Page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).length,
    local: localStorage.length,
    session: sessionStorage.length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
  }));

test('before it is opened nothing is stored and nothing requested but the script', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(`${site.demo.url}${FRONT}`);
  await button(page, 'Open chat').waitFor();
  await page.waitForLoadState('networkidle');
  const own = requested.filter((url) => url.startsWith(site.demo.url)).map((url) => url.slice(site.demo.url.length));
  assert.equal(own.length, requested.length, 'nothing from elsewhere');
  assert.deepEqual(
    own.filter((path) => path.startsWith('/v1/') || path.endsWith('.js')),
    ['/letta-chat.js'],
  );
  assert.deepEqual(await kept(page), { databases: 0, local: 0, session: 0, caches: 0, cookies: '' });
});

test('closed, it covers no more of the page than its launcher', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  await button(page, 'Open chat').waitFor();
  const covered = await page.evaluate(() => {
    const step = 20;
    let hits = 0;
    for (let x = 5; x < innerWidth; x += step) {
      for (let y = 5; y < innerHeight; y += step)
        hits += Number(document.elementFromPoint(x, y)?.localName === 'letta-chat');
    }
    return hits * step * step;
  });
  assert.ok(covered > 0 && covered <= 80 * 80, `${covered} square pixels`);
});

test('it works under a strict policy with Trusted Types, without a violation', options, async (t) => {
  const site = await openSite(t);
  const page = await (await site.visitor()).newPage();
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(`${site.demo.url}/strict`);
  await openChat(page);
  await say(page, 'words 9');
  await untilTranscript(page, answered);
  const violations = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  assert.deepEqual(await violations(), []);
  const enforced = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<p></p>');
      return false;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  assert.ok(enforced, 'the policy was really in force');
  await until(violations, (list) => list.length > 0, 'the violation of the test itself to be seen');
});

test('on a phone it fills the screen, holds the page still, and gives it back where it was', options, async (t) => {
  const site = await openSite(t);
  const viewport = { width: 390, height: 844 };
  const visitor = await site.visitor({ viewport, isMobile: true, hasTouch: true });
  const page = await visitor.newPage();
  await page.goto(`${site.demo.url}${FRONT}`);
  const scrolled = () => page.evaluate(() => Math.round(scrollY));
  await page.evaluate(() => scrollTo({ top: 500, behavior: 'instant' }));
  await openChat(page);
  const box = await chat(page).locator('[part~="panel"]').boundingBox();
  assert.deepEqual(box && { width: Math.round(box.width), height: Math.round(box.height) }, viewport);
  const held = await page.evaluate(() => getComputedStyle(document.documentElement).overflowY);
  await page.mouse.move(200, 400);
  await page.mouse.wheel(0, 900);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.ok(held !== 'visible' || (await scrolled()) <= 500, 'the page does not scroll behind it');
  await button(page, 'Close chat').first().click();
  await until(scrolled, (y) => y === 500, 'the page to be where it was');
  await page.mouse.wheel(0, 300);
  await until(scrolled, (y) => y > 500, 'the page to scroll again');
});

test('Escape closes it and the focus returns to the launcher', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await composer(page).press('Escape');
  await composer(page).waitFor({ state: 'hidden' });
  await button(page, 'Open chat').and(page.locator(':focus')).waitFor();
});

test('a reply that ends while it is closed is counted on the launcher', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'slow 30 words 150');
  await untilStreaming(page);
  await composer(page).press('Escape');
  await untilStatus(page, 'idle');
  await chat(page).getByText('1', { exact: true }).waitFor();
  await openChat(page);
  await until(
    () => page.evaluate(() => (document.querySelector('letta-chat') as unknown as { unread: number }).unread),
    (unread) => unread === 0,
    'nothing to be unread',
  );
});

test('inline it is open by itself, without a launcher, and its suggestions send', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/booking?panel=0');
  await chat(page).getByText('Hello. What does your bicycle need?').waitFor();
  assert.equal(await button(page, 'Open chat').count(), 0);
  await button(page, 'My gears slip').click();
  await untilTranscript(page, [
    ['user', 'My gears slip'],
    ['assistant', 'You said: My gears slip'],
  ]);
});

test('as a page it has all the room', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open('/assistant?panel=0');
  const box = await chat(page).boundingBox();
  assert.deepEqual(box && { width: box.width, height: box.height }, page.viewportSize());
  await say(page, 'words 9');
  await untilTranscript(page, answered);
});

test(
  'another device writes in the same conversation: the reply is followed, and one’s own message comes after it',
  options,
  async (t) => {
    const site = await openSite(t);
    const page = await site.open();
    await say(page, 'words 9');
    await untilTranscript(page, answered);
    const response = await page.request.post(`${site.demo.url}/demo/event`, { data: { event: 'elsewhere' } });
    assert.equal(response.status(), 200);
    await say(page, 'words 4');
    const { lines } = await until(
      () => look(page),
      (seen) => seen.status === 'idle' && seen.lines.length === 6 && seen.lines.at(-1)?.state === 'complete',
      'both turns',
    );
    assert.deepEqual(
      lines.map(({ role, text }) => [role, text.split(' ').length]),
      [
        ['user', 2],
        ['assistant', 9],
        ['user', 4],
        ['assistant', 100],
        ['user', 2],
        ['assistant', 4],
      ],
    );
  },
);
