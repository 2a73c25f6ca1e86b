// The nudge: when it comes, that it leaves the focus alone, and how it goes.
import { expect, fixture, html } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { Nudge } from '../../../widget/panel/nudge.ts';
import { launcherButton, mount, mountOpen, part, press, query, settled, waitUntil } from '../elements/mount.ts';

const WORDS = 'Shall we look at it together?';

/** One that shows its nudge. */
async function nudged(): Promise<LettaChat> {
  const chat = await mount();
  expect(await chat.nudge(WORDS)).to.equal(true);
  await waitUntil(() => query(chat, 'nudge-text')?.textContent === WORDS);
  return chat;
}

describe('the nudge', () => {
  beforeEach(() => sessionStorage.clear());
  after(() => sessionStorage.clear());

  it('comes by the attribute after its time, takes no focus, stores nothing', async () => {
    const before = await fixture<HTMLButtonElement>(html`<button>Before</button>`);
    before.focus();
    const chat = await fixture<LettaChat>(html`<letta-chat nudge=${WORDS} nudge-after="0"></letta-chat>`);
    await waitUntil(() => query(chat, 'nudge-text')?.textContent === WORDS);
    expect(document.activeElement).to.equal(before);
    expect(sessionStorage).to.have.length(0);
    expect(part(chat, 'nudge-text').closest('[role="status"]')).not.to.equal(null);
    expect(chat.open).to.equal(false);
  });

  it('goes when the attribute goes', async () => {
    const chat = await fixture<LettaChat>(html`<letta-chat nudge=${WORDS} nudge-after="0"></letta-chat>`);
    await waitUntil(() => query(chat, 'nudge-text')?.textContent === WORDS);
    chat.removeAttribute('nudge');
    await waitUntil(() => !query(chat, 'nudge'));
  });

  it('opens the chat when it is pressed, and is gone then', async () => {
    const chat = await nudged();
    part(chat, 'nudge-text').click();
    await settled(chat);
    expect(chat.open).to.equal(true);
    expect(query(chat, 'nudge')).to.equal(null);
  });

  it('goes when the chat is opened another way, and does not come back after it', async () => {
    const chat = await nudged();
    await chat.show();
    expect(query(chat, 'nudge')).to.equal(null);
    chat.hide();
    await settled(chat);
    expect(await chat.nudge(WORDS)).to.equal(false);
  });

  it('goes by its button, gives the focus to the launcher beside it, and leaves the visit in peace', async () => {
    const chat = await nudged();
    part(chat, 'nudge-close').focus();
    part(chat, 'nudge-close').click();
    expect(query(chat, 'nudge')).to.equal(null);
    expect(chat.shadowRoot?.activeElement?.localName).to.equal('letta-chat-launcher');
    expect(chat.open).to.equal(false);
    const other = await mount();
    expect(await other.nudge(WORDS)).to.equal(false);
  });

  it('goes by its button also where the browser has no room left to remember it', async () => {
    const chat = await nudged();
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('It is full.', 'QuotaExceededError');
    };
    try {
      part(chat, 'nudge-close').click();
      expect(query(chat, 'nudge')).to.equal(null);
      expect(await chat.nudge(WORDS)).to.equal(false);
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('goes by Escape, which the page hears as well', async () => {
    const chat = await nudged();
    expect(press(document.body, 'Escape')).to.equal(true);
    expect(query(chat, 'nudge')).to.equal(null);
  });

  it('changes its words while it shows', async () => {
    const chat = await nudged();
    expect(await chat.nudge('Still there?')).to.equal(true);
    await waitUntil(() => part(chat, 'nudge-text').textContent === 'Still there?');
    expect(chat.renderRoot.querySelectorAll('[part="nudge"]')).to.have.length(1);
  });

  it('keeps the other words when they come before the first ones are shown', async () => {
    const chat = await mount();
    const { setTimeout } = window;
    let show = () => undefined as unknown;
    window.setTimeout = ((act: () => void) => {
      show = act;
      return 0;
    }) as typeof setTimeout;
    try {
      const nudge = new Nudge(chat, chat.shadowRoot!, 'First', { open: () => undefined, dismiss: () => undefined });
      nudge.say('Second');
      show();
      expect(part(chat, 'nudge-text').textContent).to.equal('Second');
      nudge.remove();
    } finally {
      window.setTimeout = setTimeout;
    }
  });

  it('does not come while the chat is open, nor where there is no launcher, nor without words', async () => {
    const { chat } = await mountOpen();
    expect(await chat.nudge(WORDS)).to.equal(false);
    const inline = await fixture<LettaChat>(html`<letta-chat mode="inline"></letta-chat>`);
    expect(await inline.nudge(WORDS)).to.equal(false);
    expect(await (await mount()).nudge(' ')).to.equal(false);
  });

  it('stands above the launcher, on its side of the page, with 40 px to close it', async () => {
    const chat = await nudged();
    const [bubble, button] = [
      part(chat, 'nudge').getBoundingClientRect(),
      launcherButton(chat).getBoundingClientRect(),
    ];
    expect(bubble.bottom).to.be.at.most(button.top);
    expect(Math.round(bubble.right)).to.equal(Math.round(button.right));
    const { width, height } = part(chat, 'nudge-close').getBoundingClientRect();
    expect([width, height].map(Math.round)).to.deep.equal([40, 40]);
    chat.position = 'start';
    await settled(chat);
    expect(Math.round(part(chat, 'nudge').getBoundingClientRect().left)).to.equal(20);
  });

  it('names its button in the page’s language, or as the page says', async () => {
    const box = await fixture(html`<div lang="de"><letta-chat></letta-chat></div>`);
    const chat = box.querySelector('letta-chat') as LettaChat;
    await chat.nudge(WORDS);
    expect(part(chat, 'nudge-close').ariaLabel).to.equal('Schließen');
  });
});
