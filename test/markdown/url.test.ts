// Which addresses a reply may lead to. In a browser, and with every trick, this is tested again by attacks.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destination, safeImage, safeLink } from '../../widget/markdown/url.ts';

const page = 'https://shop.example/help/';

test('links of the four schemes are kept, resolved against the page', () => {
  assert.equal(safeLink('https://example.com/a b', page), 'https://example.com/a%20b');
  assert.equal(safeLink('HTTP://example.com', page), 'http://example.com/');
  assert.equal(safeLink('mailto:help@example.com', page), 'mailto:help@example.com');
  assert.equal(safeLink('tel:+49123', page), 'tel:+49123');
  assert.equal(safeLink('prices', page), 'https://shop.example/help/prices');
  assert.equal(safeLink('/', page), 'https://shop.example/');
  assert.equal(safeLink('//other.example', page), 'https://other.example/');
  assert.equal(safeLink('#hours', page), 'https://shop.example/help/#hours');
});

test('no other scheme is, in whatever disguise', () => {
  const schemes = [
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://shop.example/1',
    'file:///etc/passwd',
  ];
  const disguises = [
    (href: string) => href,
    (href: string) => href.toUpperCase(),
    (href: string) => ` ${href}`,
    (href: string) => `\u00a0${href}`,
    (href: string) => `\u0001${href}`,
    (href: string) => href.replace(':', '\t:'),
    (href: string) => href.replace(/^(..)/, '$1\n'),
    (href: string) => `view-source:${href}`,
  ];
  for (const scheme of schemes) {
    for (const disguise of disguises) {
      const address = safeLink(disguise(scheme), page);
      assert.ok(address === null || address.startsWith('https://shop.example/'), `${disguise(scheme)} → ${address}`);
    }
  }
});

test('an address that hides its host behind a name and password is refused', () => {
  assert.equal(safeLink('https://bank.example@evil.example/', page), null);
});

test('an address that is no address is refused', () => {
  for (const href of ['https://', 'http://[::1', '\ud800', 'https://exa mple.com'])
    assert.equal(safeLink(href, page), null, href);
});

test('images come from the origins that the site allows, and from no other', () => {
  const origins = ['https://img.example'];
  assert.equal(safeImage('https://img.example/a.png', page, origins), 'https://img.example/a.png');
  for (const href of [
    'http://img.example/a.png',
    'https://img.example:8443/a.png',
    'https://img.example.evil.example/a.png',
    'https://img.example@evil.example/a.png',
    '/a.png',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
  ]) {
    assert.equal(safeImage(href, page, origins), null, href);
  }
});

test('a destination is what one needs to know before following', () => {
  assert.equal(destination('https://evil.example/path?q=secret'), 'evil.example');
  assert.equal(destination('mailto:a@b.example'), 'a@b.example');
});
