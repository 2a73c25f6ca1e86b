// What the page's styles do to the chat, and the chat's to the page: nothing.
import { expect, fixture, html } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { settled, waitUntil } from './mount.ts';

/** As bad as pages get, by what they do. */
const HOSTILE: Readonly<Record<string, string>> = {
  'unsets everything': '* { all: unset !important }',
  'resets everything': `
    *, *::before, *::after { margin: 0 !important; padding: 0 !important; border: 0 !important; box-sizing: content-box !important;
      font: inherit !important; vertical-align: baseline !important; background: none !important; outline: none !important }
    button, textarea, input { appearance: none !important; border-radius: 0 !important; min-height: 0 !important }
    ul, ol { list-style: square inside !important } section, header { display: inline !important }`,
  'sets what is inherited': `
    html { line-height: 0 !important; letter-spacing: 9px; word-spacing: 20px; text-transform: uppercase; text-indent: 3em;
      text-align: center; font-size: 200px !important; font-variant: small-caps; font-weight: 900; font-style: italic;
      white-space: pre; cursor: crosshair; text-shadow: 0 0 9px red; user-select: none; hyphens: auto; list-style: square;
      tab-size: 40; border-collapse: collapse; color: red; quotes: none; overflow-wrap: break-word; text-wrap: nowrap }
    * { line-height: 3 !important; letter-spacing: 4px !important; color: rgb(255, 0, 0) !important; font-size: 40px !important;
      text-transform: lowercase !important; text-align: end !important }`,
  // But for what is around it: a fixed box goes where a turned page goes.
  'moves everything': `
    *:not(html, body, div) { transform: rotate(3deg) !important; animation: spin 1s infinite !important; transition: all 9s !important;
      filter: blur(2px) !important; float: left !important; width: 10px !important; height: 10px !important;
      overflow: hidden !important; position: static !important; z-index: 1 !important; margin: 40px !important }
    @keyframes spin { to { transform: rotate(1turn) } }`,
  'means this element': `
    letta-chat *, letta-chat::before, letta-chat-launcher, letta-chat-message { display: none !important; color: red !important }
    .panel, .root, .header, .bubble, .icon-button, .composer, .icon { display: none !important; background: red !important }
    :not(:defined) { visibility: hidden !important }
    :root { --lc-ink: red; --lc-surface: red; --lc-accent: red; --ink: red; --accent: red; --lc-page-font: fantasy; --lc-gutter: 90px }`,
};

/** Says the same each time. */
async function mountTalk(): Promise<LettaChat> {
  const chat = await fixture<LettaChat>(
    html`<letta-chat
      proxy="https://chat.test"
      heading="Desk"
      theme="light"
      style="--letta-chat-duration: 0s"
    ></letta-chat>`,
  );
  await chat.show();
  await settled(chat);
  const said = { date: Date.UTC(2026, 0, 5, 12), images: [] };
  FakeClient.latest().show({
    messages: [
      message({ id: 'one', role: 'user', text: 'A question', ...said }),
      message({
        id: 'two',
        role: 'assistant',
        text: '## A heading\n\n- [a link](https://example.com)\n- `code`\n\n1. one',
        ...said,
      }),
    ],
  });
  await waitUntil(
    () => chat.renderRoot.querySelector('.markdown li') && chat.renderRoot.querySelector('[part~="copy"]'),
  );
  await settled(chat);
  return chat;
}

/** Every element of the chat with all of its computed style and its place, as text that can be compared. */
function looks(chat: LettaChat): Map<string, string> {
  const launcher = chat.renderRoot.querySelector('letta-chat-launcher')?.shadowRoot;
  const roots = [chat.renderRoot, ...(launcher ? [launcher] : [])];
  // The edges for resizing come when their chunk has come: sooner or later.
  const all = roots.flatMap((root) => [...root.querySelectorAll('*:not(.edge)')]);
  return new Map(
    all.map((element, i) => [`${i} ${element.tagName} ${element.getAttribute('class')}`, lookOf(element)]),
  );
}

function lookOf(element: Element): string {
  const style = getComputedStyle(element);
  const { x, y, width, height } = element.getBoundingClientRect();
  const place = [x, y, width, height].map((value) => value.toFixed(1)).join(' ');
  // The language is the page's to say; custom properties are listed by some engines only.
  const names = Array.from(style).filter((name) => !/^--|^-webkit-locale$/.test(name));
  return [`place: ${place}`, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join('\n');
}

/** What differs, one line for each element: enough to see what has come through. */
function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...before].flatMap(([name, look]) => {
    const now = new Set((after.get(name) ?? '').split('\n'));
    const changed = look.split('\n').filter((line) => !now.has(line));
    return changed.length ? [`${name}: ${changed.slice(0, 3).join('; ')}`] : [];
  });
}

function add(text: string): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = text;
  document.head.append(style);
  return style;
}

describe('styles', () => {
  // No scrollbar may decide where a fixed box ends, and what is meant to be taken from the page, the font, stays.
  const still = add('html { overflow: hidden !important; font-family: monospace !important }');
  after(() => still.remove());

  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`look the same on a page that ${what}`, async () => {
      const usual = await mountTalk();
      const before = looks(usual);
      usual.remove();
      const hostile = add(text);
      try {
        const after = looks(await mountTalk());
        expect(after.size).to.equal(before.size);
        expect(differences(before, after).slice(0, 10)).to.deep.equal([]);
      } finally {
        hostile.remove();
      }
    });
  }

  it('of the chat never reach the page', async () => {
    const page = await fixture<HTMLElement>(
      html`<div class="root panel">
        <h2 class="heading">Heading</h2>
        <p class="text bubble">Text <a href="#x" class="icon">link</a> <code>code</code></p>
        <button class="icon-button send" part="send">Button</button><textarea class="input"></textarea>
        <ul><li class="row">Item</li></ul>
      </div>`,
    );
    const elements = [document.documentElement, document.body, page, ...page.querySelectorAll('*')];
    const styleOf = (element: Element) => lookOf(element).replace(/^place: .*\n/, '');
    const before = elements.map(styleOf);
    const chat = await mountTalk();
    expect(elements.map(styleOf)).to.deep.equal(before);
    chat.remove();
    expect(document.adoptedStyleSheets.length).to.equal(0);
    expect(document.querySelectorAll('head style').length).to.equal(1);
  });
});
