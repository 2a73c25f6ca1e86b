/** The demo's own pages: what is served, under which policy, and what is not. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDemo } from '../../demo/demo.ts';

async function setUp(t: TestContext): Promise<string> {
  const demo = await startDemo();
  t.after(() => demo.stop());
  return demo.url;
}

test('every page is there under a policy that lets nothing in from elsewhere', async (t) => {
  const url = await setUp(t);
  for (const path of [
    '/',
    '/booking',
    '/assistant',
    '/how',
    '/gallery',
    '/gallery?state=empty',
    '/playground',
    '/strict',
  ]) {
    const response = await fetch(url + path);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.equal(response.status, 200, path);
    assert.match(policy, /^default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.equal(policy.includes('style-src'), path !== '/strict');
  }
});

test('what the pages refer to is there, and from here', async (t) => {
  const url = await setUp(t);
  for (const path of ['/', '/booking', '/assistant', '/how', '/gallery', '/gallery?state=empty', '/playground']) {
    const page = await (await fetch(url + path)).text();
    const references = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address]) => address ?? '');
    assert.ok(references.length > 2);
    for (const address of references.filter((address) => address !== '/letta-chat.js')) {
      assert.match(address, /^\//);
      assert.equal((await fetch(url + address)).status, 200, address);
    }
  }
});

test('the front page has the widget by exactly the one tag', async (t) => {
  const page = await (await fetch(`${await setUp(t)}/?panel=0`)).text();
  assert.equal(page.match(/letta-chat/g)?.length, 2, 'in the tag, and in the footer’s words');
  assert.equal(page.match(/<script/g)?.length, 1);
});

test('the panel’s scripts arrive as JavaScript', async (t) => {
  const response = await fetch(`${await setUp(t)}/panel/panel.ts`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.doesNotMatch(await response.text(), /import type|: HTMLElement\b/);
});

test('there is no way out of the demo’s folders', async (t) => {
  const url = await setUp(t);
  for (const path of [
    '/start.ts',
    '/panel/../start.ts',
    '/panel/%2e%2e/start.ts',
    '/..%2fpackage.json',
    '/site/site.css',
  ]) {
    assert.equal((await fetch(url + path)).status, 404, path);
  }
});
