// The keyboard shortcut, and the launcher's looks that a page may choose.
import { expect, fixture, html } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { launcherButton, mount, part, press, query, settled, waitUntil } from '../elements/mount.ts';

async function withShortcut(shortcut: string): Promise<LettaChat> {
  const chat = await fixture<LettaChat>(html`<letta-chat shortcut=${shortcut}></letta-chat>`);
  await waitUntil(() => launcherButton(chat).hasAttribute('aria-keyshortcuts'));
  return chat;
}

describe('the shortcut', () => {
  it('opens and closes, and is told on the launcher', async () => {
    const chat = await withShortcut('ctrl+/');
    expect(launcherButton(chat).getAttribute('aria-keyshortcuts')).to.equal('Control+/');
    expect(press(document.body, '/', { ctrlKey: true })).to.equal(false);
    await waitUntil(() => chat.open);
    await settled(chat);
    press(part(chat, 'input'), '/', { ctrlKey: true });
    await waitUntil(() => !chat.open);
  });

  it('is a character in text fields when it has no modifier', async () => {
    const chat = await withShortcut('?');
    const input = await fixture<HTMLInputElement>(html`<input />`);
    expect(press(input, '?', { shiftKey: true })).to.equal(true);
    expect(chat.open).to.equal(false);
    press(document.body, '?', { shiftKey: true });
    await waitUntil(() => chat.open);
  });

  it('does not hear another press, a repeated one, one that the page has used, or one while composing', async () => {
    const chat = await withShortcut('Control+k');
    const use = (event: Event) => event.preventDefault();
    press(document.body, 'k');
    press(document.body, 'k', { ctrlKey: true, shiftKey: true });
    press(document.body, 'k', { ctrlKey: true, repeat: true });
    press(document.body, 'k', { ctrlKey: true, isComposing: true });
    document.body.addEventListener('keydown', use, { once: true });
    press(document.body, 'k', { ctrlKey: true });
    await settled(chat);
    expect(chat.open).to.equal(false);
  });

  it('is known by its place on keyboards of other alphabets', async () => {
    const chat = await withShortcut('Control+k');
    press(document.body, 'л', { ctrlKey: true, code: 'KeyK' });
    await waitUntil(() => chat.open);
  });

  it('ends with the attribute, and changes with it', async () => {
    const chat = await withShortcut('Control+k');
    chat.shortcut = 'Control+j';
    await waitUntil(() => launcherButton(chat).getAttribute('aria-keyshortcuts') === 'Control+J');
    press(document.body, 'k', { ctrlKey: true });
    await settled(chat);
    expect(chat.open).to.equal(false);
    chat.removeAttribute('shortcut');
    await waitUntil(() => !launcherButton(chat).hasAttribute('aria-keyshortcuts'));
    expect(press(document.body, 'j', { ctrlKey: true })).to.equal(true);
  });

  it('is one clear error on the console when it cannot be pressed', async () => {
    const said: string[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => said.push(words.join(' '));
    try {
      const chat = await fixture<LettaChat>(html`<letta-chat shortcut="Hyper+k"></letta-chat>`);
      await waitUntil(() => said.length > 0);
      chat.nudgeAfter = 5;
      await settled(chat);
      await chat.nudge('');
      expect(said).to.have.length(1);
      expect(said[0]).to.contain('shortcut="Hyper+k"').and.to.contain('Control+/');
      expect(launcherButton(chat).hasAttribute('aria-keyshortcuts')).to.equal(false);
    } finally {
      console.error = error;
    }
  });
});

describe('the launcher', () => {
  const shows = (chat: LettaChat) => chat.renderRoot.querySelector('letta-chat-launcher')?.textContent?.trim();

  it('is a pill with the label while the chat is closed, and named by it', async () => {
    const chat = await mount();
    chat.label = 'Ask us';
    await settled(chat);
    const { width, height } = chat.getBoundingClientRect();
    expect(height).to.equal(56);
    expect(width).to.be.greaterThan(90);
    expect(shows(chat)).to.equal('Ask us');
    expect(launcherButton(chat).ariaLabel).to.equal('Ask us');
    await chat.show();
    await settled(chat);
    expect(shows(chat)).to.equal('');
    expect(launcherButton(chat).ariaLabel).to.equal('Close chat');
    expect(Math.round(chat.getBoundingClientRect().width)).to.equal(56);
  });

  it('shows the site’s picture in place of the glyph', async () => {
    const chat = await mount();
    chat.icon = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    await settled(chat);
    const picture = chat.renderRoot.querySelector<HTMLImageElement>('letta-chat-launcher img');
    expect(picture?.assignedSlot?.name).to.equal('icon');
    expect(picture?.clientWidth).to.equal(26);
  });

  it('has the size and the place that the page says, block and inline apart, and the panel stands above it', async () => {
    const chat = await mount();
    chat.style.setProperty('--letta-chat-launcher-size', '72px');
    chat.style.setProperty('--letta-chat-offset-block', '90px');
    chat.style.setProperty('--letta-chat-offset', '30px');
    await chat.show();
    await settled(chat);
    const { right, bottom, width, height } = chat.getBoundingClientRect();
    expect([Math.round(width), Math.round(height)]).to.deep.equal([72, 72]);
    const page = document.documentElement;
    expect(Math.round(innerHeight - bottom)).to.equal(90);
    expect(Math.round(page.clientWidth - right)).to.equal(30);
    part(chat, 'panel').style.transition = 'none';
    const panel = part(chat, 'panel').getBoundingClientRect();
    expect(Math.round(innerHeight - panel.bottom)).to.equal(90 + 72 + 12);
    expect(panel.top).to.be.at.least(0);
  });

  it('keeps its badge where the site brings a launcher of its own', async () => {
    const chat = await mount();
    const own = document.createElement('button');
    own.slot = 'launcher';
    own.style.cssText = 'width: 120px; height: 40px';
    chat.append(own);
    await settled(chat);
    expect(chat.getBoundingClientRect().width).to.equal(120);
    own.click();
    await waitUntil(() => chat.open);
    expect(query(chat, 'panel')).not.to.equal(null);
  });
});
