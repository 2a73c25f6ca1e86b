/** What a bad line, a dead proxy and the lack of any network do to messages and replies: nothing that lasts. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { words } from '../../demo/simulator/brain-scripted.ts';
import { missingBrowser } from '../tools/browser.ts';
import { look, plain, storedText, until, untilStatus, untilStreaming, untilTranscript } from './look.ts';
import { closeBrowser, openSite } from './site.ts';
import { chat, composer, reload, say, stop } from './steps.ts';

after(closeBrowser);
const options = { skip: missingBrowser('chromium') };

const LONG = 'slow 30 words 150';
const told: [string, string][] = [
  ['user', LONG],
  ['assistant', words(150)],
];
const plainTold = told.map(([role, text]) => [role, plain(text)]);

test('a reply whose line is cut again and again arrives whole', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, LONG);
  for (const count of [5, 30, 60]) {
    await untilStreaming(page, count);
    assert.ok(site.demo.network.cut() > 0, 'there was a line to cut');
  }
  const { conversation } = await untilTranscript(page, told);
  assert.deepEqual(await site.history(conversation), plainTold);
});

test('the proxy is killed in the middle of a reply and started again: the reply goes on', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, LONG);
  await untilStreaming(page, 10);
  await site.demo.proxy.kill();
  await untilStatus(page, 'reconnecting');
  await chat(page).getByText('Reconnecting…').waitFor();
  await site.demo.proxy.start();
  const { conversation } = await untilTranscript(page, told);
  assert.deepEqual(await site.history(conversation), plainTold);
});

test('the run ends while the proxy is down: the reply is there when it is back', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, LONG);
  await untilStreaming(page, 10);
  await site.demo.proxy.kill();
  await until(
    () => site.demo.simulator?.activeRuns(),
    (runs) => runs === 0,
    'the run to end',
  );
  await site.demo.proxy.start();
  await untilTranscript(page, told);
});

test('a slow line changes nothing but the time', options, async (t) => {
  const site = await openSite(t);
  site.demo.network.setMode('slow');
  const page = await site.open();
  await say(page, 'words 30');
  await untilTranscript(page, [
    ['user', 'words 30'],
    ['assistant', words(30)],
  ]);
});

test(
  'what is sent offline waits in sight, survives a reload, and goes out once when the line is back',
  options,
  async (t) => {
    const site = await openSite(t);
    const visitor = await site.visitor();
    const page = await site.open(undefined, visitor);
    await visitor.setOffline(true);
    await say(page, 'first words');
    await say(page, 'second words');
    const waiting = (lines: readonly { role: string; state: string; text: string }[]) =>
      lines.length === 2 && lines.every(({ role, state }) => role === 'user' && state === 'queued');
    await until(
      () => look(page),
      ({ lines }) => waiting(lines),
      'two waiting messages',
    );
    await chat(page).getByText('Waiting to be sent').first().waitFor();
    await untilStatus(page, 'waiting');
    // The page itself can be loaded again, its chat still reaches nobody.
    site.demo.network.setMode('offline');
    await visitor.setOffline(false);
    await reload(page);
    const { lines } = await until(
      () => look(page),
      ({ lines }) => lines.length === 2,
      'the waiting messages after the reload',
    );
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['first words', 'second words'],
    );
    assert.equal(await site.conversations(), 0, 'nothing has arrived yet');
    site.demo.network.setMode('online');
    const all: [string, string][] = [
      ['user', 'first words'],
      ['assistant', 'You said: first words'],
      ['user', 'second words'],
      ['assistant', 'You said: second words'],
    ];
    const { conversation } = await untilTranscript(page, all);
    assert.deepEqual(
      await site.history(conversation),
      all.map(([role, text]) => [role, plain(text)]),
    );
    assert.equal(await site.conversations(), 1);
  },
);

test('stop works at once while the line is dead, and reaches Letta when it is back', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'slow 100 words 600');
  await untilStreaming(page, 5);
  site.demo.network.setMode('offline');
  await stop(page);
  const { lines } = await until(
    () => look(page),
    (seen) => seen.lines.at(-1)?.state === 'stopped',
    'the reply to be marked as stopped',
  );
  assert.equal(site.demo.simulator?.activeRuns(), 1, 'Letta cannot know yet');
  await say(page, 'words 5');
  site.demo.network.setMode('online');
  await untilTranscript(page, [
    ...lines.map(({ role, text, state }) => [role, text, state] as const),
    ['user', 'words 5'],
    ['assistant', words(5)],
  ]);
  assert.equal(site.demo.simulator?.activeRuns(), 0);
});

test('while the line is dead the visitor goes on typing, and the draft survives a reload', options, async (t) => {
  const site = await openSite(t);
  const page = await site.open();
  await say(page, 'words 3');
  await untilStatus(page, 'idle');
  site.demo.network.setMode('offline');
  await composer(page).fill('half a thought');
  await until(
    () => storedText(page),
    (text) => text.includes('half a thought'),
    'the draft to be stored',
  );
  await reload(page);
  await until(
    () => composer(page).inputValue(),
    (text) => text === 'half a thought',
    'the draft',
  );
});
