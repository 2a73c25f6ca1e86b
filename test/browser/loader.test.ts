// The loader as a page meets it: the launcher first, everything else on the first press, and a network that is down.
// One page, one loader: the tests tell one story, in order.
import { expect } from '@open-wc/testing';
import { LettaChat } from '../../widget/elements/letta-chat.ts';
import { FakeClient } from './elements/fake-client.ts';
import { part, settled, waitUntil } from './elements/mount.ts';

// Importing mount.ts has defined the tags; the loader is to find a page without them, so it works on a frame of its own.
const frame = document.createElement('iframe');
type Page = Window & typeof globalThis & { __CHUNK__: readonly string[] };
let page: Page;

const host = () => page.document.querySelector('letta-chat') as LettaChat;
const launcher = () => host().shadowRoot?.querySelector('letta-chat-launcher');
const press = () => launcher()?.shadowRoot?.querySelector('button')?.click();

async function load(): Promise<void> {
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('../../widget/loader.ts', import.meta.url).href;
  page.document.head.append(script);
  await waitUntil(() => page.customElements.get('letta-chat-launcher') && host());
}

describe('the loader', () => {
  before(async () => {
    document.body.append(frame);
    page = frame.contentWindow as Page;
    page.document.documentElement.lang = 'en';
    page.__CHUNK__ = ['missing-chunk.js'];
    await load();
  });
  after(() => frame.remove());

  it('adds an element with a launcher of its size, and defines nothing yet', () => {
    expect(page.customElements.get('letta-chat')).to.equal(undefined);
    const { width, height } = host().getBoundingClientRect();
    expect([width, height]).to.deep.equal([56, 56]);
    expect(launcher()?.shadowRoot?.querySelector('button')?.ariaLabel).to.equal('Open chat');
  });

  it('says so when the rest cannot be loaded, and leaves the launcher', async () => {
    const said: unknown[] = [];
    page.console.error = (...words: unknown[]) => said.push(words);
    press();
    await waitUntil(() => launcher()?.getAttribute('state') === 'failed');
    const notice = launcher()?.shadowRoot?.querySelector('[role="status"]');
    expect(notice?.textContent).to.contain('could not be loaded');
    expect(said).to.have.length(1);
  });

  it('tries again on the next press, and keeps what the page has set before', async () => {
    page.__CHUNK__ = ['elements/chunk.ts'];
    host().setAttribute('heading', 'Early');
    host().suggestions = ['One', 'Two'];
    press();
    await waitUntil(() => page.customElements.get('letta-chat'));
    const chat = host();
    await waitUntil(() => chat.open);
    await settled(chat);
    expect(part(chat, 'heading').textContent).to.equal('Early');
    expect(chat.renderRoot.querySelectorAll('[part="suggestion"]')).to.have.length(2);
    expect(chat.shadowRoot?.querySelectorAll('letta-chat-launcher')).to.have.length(1);
    expect(chat.shadowRoot?.activeElement).to.equal(part(chat, 'input'));
  });

  it('is harmless when it is loaded twice', async () => {
    const script = page.document.createElement('script');
    script.type = 'module';
    script.src = `${new URL('../../widget/loader.ts', import.meta.url).href}?again`;
    const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
    page.document.head.append(script);
    await loaded;
    expect(page.document.querySelectorAll('letta-chat')).to.have.length(1);
    expect(host().open).to.equal(true);
  });
});

describe('the loader in a page that has defined the element itself', () => {
  it('adds one and leaves the rest to it', async () => {
    const made = FakeClient.made.length;
    await import('../../widget/loader.ts');
    const added = document.querySelector('letta-chat');
    expect(added).to.be.instanceOf(LettaChat);
    expect(FakeClient.made).to.have.length(made);
    added?.remove();
  });
});
