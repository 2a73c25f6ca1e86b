// What a page's own colours, schemes and motion make of the look.
import { expect, fixture, html } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { launcherButton, mountOpen, part, query, settled, waitUntil } from './mount.ts';

/** The colour as red, green, blue from 0 to 255, whatever notation the engine answers in. */
function rgb(color: string): [number, number, number] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = rgb(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(element: HTMLElement): number {
  const { color, backgroundColor } = getComputedStyle(element);
  const [light = 0, dark = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe('the look', () => {
  for (const accent of ['#3355e0', '#8fa6ff', '#e00000', '#ff9500', '#0f766e', '#ffe14d', '#111111', '#767676']) {
    it(`keeps text on the accent ${accent} readable`, async () => {
      const { chat, client } = await mountOpen();
      chat.style.setProperty('--letta-chat-accent', accent);
      client.show({ messages: [message({ role: 'user' })] });
      await settled(chat);
      part(chat, 'bubble').style.transition = 'none';
      expect(contrast(part(chat, 'bubble'))).to.be.at.least(4.5);
      expect(contrast(launcherButton(chat))).to.be.at.least(4.5);
    });
  }

  it('follows the page’s scheme, else its background, else what `theme` says', async () => {
    const surface = (chat: LettaChat) => luminance(getComputedStyle(part(chat, 'panel')).backgroundColor);
    const inside = async (style: string, theme = 'auto') => {
      const box = await fixture<HTMLElement>(
        html`<div style=${style}><letta-chat mode="inline" theme=${theme}></letta-chat></div>`,
      );
      const chat = box.querySelector('letta-chat') as LettaChat;
      await settled(chat);
      return surface(chat);
    };
    expect(await inside('color-scheme: dark')).to.be.lessThan(0.05);
    expect(await inside('color-scheme: light')).to.be.greaterThan(0.9);
    expect(await inside('background: #101418')).to.be.lessThan(0.05);
    expect(await inside('background: #fffdf5')).to.be.greaterThan(0.9);
    expect(await inside('background: #101418', 'light')).to.be.greaterThan(0.9);
    expect(await inside('background: #fffdf5', 'dark')).to.be.lessThan(0.05);
  });

  it('uses the page’s font, but the system’s in place of a browser’s default', async () => {
    const font = async (family: string) => {
      const box = await fixture<HTMLElement>(
        html`<div style="font-family: ${family}"><letta-chat mode="inline"></letta-chat></div>`,
      );
      const chat = box.querySelector('letta-chat') as LettaChat;
      await settled(chat);
      return getComputedStyle(part(chat, 'panel')).fontFamily;
    };
    expect(await font('Georgia, serif')).to.contain('Georgia');
    expect(await font('"Times New Roman"')).to.contain('system-ui');
  });

  it('stands at the other side from right to left, and when it is asked to', async () => {
    const side = (chat: LettaChat) => chat.getBoundingClientRect().left < innerWidth / 2;
    const { chat } = await mountOpen();
    expect(side(chat)).to.equal(false);
    chat.position = 'start';
    await settled(chat);
    expect(side(chat)).to.equal(true);
    document.documentElement.dir = 'rtl';
    expect(side(chat)).to.equal(false);
    document.documentElement.removeAttribute('dir');
    expect(FakeClient.latest().closed).to.equal(false);
  });

  it('neither takes the page’s styles in nor lets its own out', async () => {
    const style = document.createElement('style');
    style.textContent = 'button, p, textarea { color: rgb(255, 0, 0) !important; font-size: 40px !important }';
    document.head.append(style);
    const { chat } = await mountOpen();
    expect(getComputedStyle(part(chat, 'input')).fontSize).not.to.equal('40px');
    expect(getComputedStyle(part(chat, 'close')).color).not.to.equal('rgb(255, 0, 0)');
    style.remove();
    expect(document.adoptedStyleSheets.length).to.equal(0);
  });

  it('gives every button 40 px to hit', async () => {
    const { chat, client } = await mountOpen();
    chat.suggestions = ['One'];
    await settled(chat);
    const size = (name: string) => part(chat, name).getBoundingClientRect();
    for (const name of ['close', 'send', 'suggestion'])
      expect(Math.round(Math.min(size(name).width, size(name).height)), name).to.be.at.least(40);
    client.show({ messages: [message({ role: 'user' }), message({ role: 'assistant' })] });
    await settled(chat);
    await waitUntil(() => query(chat, 'copy'));
    const copy = size('copy');
    const near = chat.shadowRoot?.elementFromPoint(copy.left - 5, copy.top + copy.height / 2);
    // Said by a boolean: WebKit does not come back from describing elements.
    expect(near?.closest('[part="copy"]') === part(chat, 'copy'), near?.className).to.equal(true);
  });
});
