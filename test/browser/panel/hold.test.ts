// A panel that fills the screen holds the page behind it, and gives it back as it was. In a frame as narrow as a phone.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { part, waitUntil } from '../elements/mount.ts';

type Page = Window & typeof globalThis;
const frame = document.createElement('iframe');
let page: Page;
let chat: LettaChat;

/** As iOS has it: the keyboard shrinks the visual viewport and pushes it down, and leaves the page as it is. */
let keyboard = 0;

async function build(): Promise<void> {
  frame.style.cssText = 'inline-size: 360px; block-size: 560px; border: 0';
  document.body.append(frame);
  page = frame.contentWindow as Page;
  const viewport = Object.defineProperties(new EventTarget(), {
    height: { get: () => page.innerHeight - keyboard },
    offsetTop: { get: () => keyboard / 10 },
    scale: { value: 1 },
  });
  Object.defineProperty(page, 'visualViewport', { value: viewport });
  const { body, documentElement } = page.document;
  documentElement.style.overflow = 'auto scroll';
  documentElement.style.scrollBehavior = 'smooth';
  body.style.margin = '0';
  const main = page.document.createElement('main');
  main.style.blockSize = '3000px';
  const aside = page.document.createElement('aside');
  aside.inert = true;
  const shell = page.document.createElement('div');
  const sibling = page.document.createElement('p');
  chat = page.document.createElement('letta-chat') as LettaChat;
  shell.append(sibling, chat);
  body.append(main, aside, shell);
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = new URL('../../../widget/define.ts', import.meta.url).href;
  page.document.head.append(script);
  await waitUntil(() => page.customElements.get('letta-chat'));
}

const inert = (selector: string) => page.document.querySelector<HTMLElement>(selector)?.inert;

async function set(open: boolean): Promise<void> {
  chat.open = open;
  await chat.updateComplete;
}

describe('a panel that fills the screen', () => {
  before(build);
  after(() => frame.remove());
  afterEach(() => set(false));

  it('covers it exactly, says that it is modal, and leaves nothing else to reach', async () => {
    await set(true);
    part(chat, 'panel').style.transition = 'none';
    const { left, top, width, height } = part(chat, 'panel').getBoundingClientRect();
    expect([left, top, Math.round(width), Math.round(height)]).to.deep.equal([0, 0, 360, 560]);
    expect(part(chat, 'panel').ariaModal).to.equal('true');
    expect([inert('main'), inert('aside'), inert('p'), inert('div')]).to.deep.equal([true, true, true, false]);
    expect(chat.inert).to.equal(false);
    await set(false);
    expect([inert('main'), inert('aside'), inert('p')]).to.deep.equal([false, true, false]);
  });

  it('keeps the page from scrolling, and gives it back to the pixel', async () => {
    page.scrollTo({ top: 417, behavior: 'instant' });
    await waitUntil(() => page.scrollY === 417);
    await set(true);
    expect(page.getComputedStyle(page.document.documentElement).overflowY).to.equal('hidden');
    page.scrollTo({ top: 900, behavior: 'instant' }); // as iOS does for its keyboard
    await set(false);
    expect(page.scrollY).to.equal(417);
    expect(page.document.documentElement.style.overflow).to.equal('auto scroll');
  });

  it('lets go where the page becomes wide, and when it is taken away', async () => {
    await set(true);
    frame.style.inlineSize = '700px';
    await waitUntil(() => inert('main') === false);
    await waitUntil(() => !part(chat, 'panel').ariaModal);
    frame.style.inlineSize = '360px';
    await waitUntil(() => inert('main') === true);
    chat.remove();
    expect(inert('main')).to.equal(false);
    page.document.querySelector('div')?.append(chat);
    await chat.updateComplete;
    expect(inert('main')).to.equal(true);
  });

  it('stands above an on-screen keyboard that leaves the page as it is', async () => {
    await set(true);
    part(chat, 'panel').style.transition = 'none';
    keyboard = 260;
    page.visualViewport?.dispatchEvent(new Event('resize'));
    const box = () => part(chat, 'panel').getBoundingClientRect();
    expect([Math.round(box().top), Math.round(box().height)]).to.deep.equal([26, 300]);
    expect(part(chat, 'composer').getBoundingClientRect().bottom).to.be.at.most(326);
    keyboard = 0;
    page.visualViewport?.dispatchEvent(new Event('resize'));
    expect([Math.round(box().top), Math.round(box().height)]).to.deep.equal([0, 560]);
  });

  it('fills low windows as well: phones held across, and pages at 400 %', async () => {
    frame.style.inlineSize = '740px';
    frame.style.blockSize = '360px';
    await set(true);
    await waitUntil(() => part(chat, 'panel').ariaModal === 'true');
    part(chat, 'panel').style.transition = 'none';
    await waitUntil(() => Math.round(part(chat, 'panel').getBoundingClientRect().height) === 360);
    expect(Math.round(part(chat, 'panel').getBoundingClientRect().width)).to.equal(740);
    frame.style.inlineSize = '360px';
    frame.style.blockSize = '560px';
  });
});
