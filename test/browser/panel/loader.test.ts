// What the loader gives a chat that is not loaded: the nudge, its method and the shortcut, from a chunk that other pages do not fetch.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { press, waitUntil } from '../elements/mount.ts';

type Page = Window & typeof globalThis & { __CHUNK__: readonly string[]; __GREETING__: string };
const frame = document.createElement('iframe');
let page: Page;

const host = () => page.document.querySelector('letta-chat') as LettaChat;
const launcher = () => host().shadowRoot?.querySelector('letta-chat-launcher');
const button = () => launcher()?.shadowRoot?.querySelector('button');
const nudge = () => host().shadowRoot?.querySelector('[part="nudge-text"]')?.textContent;

/** A page of its own with this element in it. */
async function load(attributes: Readonly<Record<string, string>>): Promise<void> {
  document.body.append(frame);
  page = frame.contentWindow as Page;
  Object.assign(page, { __CHUNK__: ['elements/chunk.ts'], __GREETING__: 'panel/greeting.ts' });
  const chat = page.document.createElement('letta-chat');
  for (const [name, value] of Object.entries(attributes)) chat.setAttribute(name, value);
  page.document.body.append(chat);
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('../../../widget/loader.ts', import.meta.url).href;
  page.document.head.append(script);
  await waitUntil(() => button());
}

describe('the loader', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(() => frame.remove());
  after(() => sessionStorage.clear());

  it('fetches nothing for a page that asks for no nudge and no shortcut', async () => {
    await load({ label: 'Ask us' });
    Object.assign(page, { __GREETING__: 'missing.ts' });
    const said: unknown[] = [];
    page.console.error = (...words: unknown[]) => said.push(words);
    page.document.body.append(page.document.createElement('p'));
    press(page.document.body, '/', { ctrlKey: true });
    await new Promise((resolve) => page.requestAnimationFrame(resolve));
    expect(page.performance.getEntriesByType('resource').some(({ name }) => /greeting|missing/.test(name))).to.equal(
      false,
    );
    expect(said).to.have.length(0);
    expect(button()?.ariaLabel).to.equal('Ask us');
    expect(launcher()?.textContent).to.equal('Ask us');
  });

  it('opens the chat by its shortcut before it is loaded, and goes on with it after', async () => {
    await load({ shortcut: 'Control+/' });
    await waitUntil(() => button()?.getAttribute('aria-keyshortcuts') === 'Control+/');
    expect(page.customElements.get('letta-chat')).to.equal(undefined);
    press(page.document.body, '/', { ctrlKey: true });
    await waitUntil(() => host().hasUpdated && host().open);
    await waitUntil(() => button()?.getAttribute('aria-keyshortcuts') === 'Control+/');
    press(page.document.body, '/', { ctrlKey: true });
    await waitUntil(() => !host().open);
  });

  it('shows the nudge by the attribute, also a late one, without loading the chat', async () => {
    await load({});
    host().setAttribute('nudge-after', '0');
    host().setAttribute('nudge', 'Hello there');
    await waitUntil(() => nudge() === 'Hello there');
    expect(page.customElements.get('letta-chat')).to.equal(undefined);
  });

  it('has the method before the element is defined, and opens the chat by the nudge', async () => {
    await load({});
    expect(await host().nudge('May I help?')).to.equal(true);
    await waitUntil(() => nudge() === 'May I help?');
    host().shadowRoot?.querySelector<HTMLElement>('[part="nudge-text"]')?.click();
    await waitUntil(() => host().hasUpdated && host().open);
    expect(nudge()).to.equal(undefined);
    expect(await host().nudge('Again?')).to.equal(false);
  });
});
