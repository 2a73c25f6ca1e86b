// The size of the floating panel in the visitor's hands: by pointer and by keyboard, within limits, remembered.
import { expect } from '@open-wc/testing';
import { adoptStyles } from 'lit';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { firstWords } from '../../../widget/elements/strings/strings.ts';
import { PanelSize, styles } from '../../../widget/panel/resize.ts';
import { mount, part, press, settled } from '../elements/mount.ts';

const KEY = 'letta-chat-size';

const WORDS = { ...firstWords, resizeWidth: 'Width', resizeHeight: 'Height' };

/** Open and with its handles, whether or not this machine has a mouse. */
async function resizable(position: 'end' | 'start' = 'end', words = () => WORDS): Promise<LettaChat> {
  const chat = await mount();
  chat.position = position;
  await chat.show();
  adoptStyles(chat.shadowRoot!, [...chat.shadowRoot!.adoptedStyleSheets, styles]);
  chat.addController(new PanelSize(chat, words));
  chat.requestUpdate();
  await settled(chat);
  part(chat, 'panel').style.transition = 'none';
  return chat;
}

const edge = (chat: LettaChat, name: 'top' | 'side' | 'corner') =>
  chat.renderRoot.querySelector<HTMLElement>(`.edge.${name}`)!;

const size = (chat: LettaChat) => {
  const { width, height } = part(chat, 'panel').getBoundingClientRect();
  return { width: Math.round(width), height: Math.round(height) };
};

/** As a mouse does. Capturing is the browser's: what no mouse has begun cannot be captured. */
function drag(handle: HTMLElement, x: number, y: number): void {
  handle.setPointerCapture = () => undefined;
  const { left, top } = handle.getBoundingClientRect();
  const at = (type: string, dx: number, dy: number) =>
    handle.dispatchEvent(new PointerEvent(type, { clientX: left + dx, clientY: top + dy, bubbles: true }));
  at('pointerdown', 0, 0);
  at('pointermove', x / 2, y / 2);
  at('pointermove', x, y);
  at('lostpointercapture', x, y);
  at('pointermove', 0, 0);
}

describe('the panel’s size', () => {
  beforeEach(() => localStorage.removeItem(KEY));
  after(() => {
    localStorage.removeItem(KEY);
    document.documentElement.removeAttribute('dir');
  });

  it('follows the pointer at the corner, and is remembered', async () => {
    const chat = await resizable();
    expect(size(chat).width).to.equal(400);
    const { height } = size(chat);
    drag(edge(chat, 'corner'), -60, 40);
    expect(size(chat)).to.deep.equal({ width: 460, height: height - 40 });
    expect(localStorage.getItem(KEY)).to.equal(`460×${height - 40}`);
    const other = await resizable();
    expect(size(other)).to.deep.equal({ width: 460, height: height - 40 });
  });

  it('changes one way only at an edge', async () => {
    const chat = await resizable();
    const { width, height } = size(chat);
    drag(edge(chat, 'side'), -30, 70);
    expect(size(chat)).to.deep.equal({ width: width + 30, height });
    drag(edge(chat, 'top'), -30, 20);
    expect(size(chat)).to.deep.equal({ width: width + 30, height: height - 20 });
  });

  it('stays usable, and in the window', async () => {
    const chat = await resizable();
    drag(edge(chat, 'corner'), 2000, 2000);
    expect(size(chat)).to.deep.equal({ width: 320, height: 400 });
    drag(edge(chat, 'corner'), -5000, -5000);
    const { left, top, right } = part(chat, 'panel').getBoundingClientRect();
    expect(Math.round(left)).to.equal(20);
    expect(Math.round(top)).to.equal(20);
    expect(Math.round(document.documentElement.clientWidth - right)).to.equal(20);
  });

  it('changes by the arrow keys, which are told what it is', async () => {
    const chat = await resizable();
    const [top, side] = [edge(chat, 'top'), edge(chat, 'side')];
    const { height } = size(chat);
    expect(press(side, 'ArrowLeft')).to.equal(false);
    press(side, 'ArrowLeft', { shiftKey: true });
    expect(size(chat).width).to.equal(480);
    press(side, 'ArrowRight');
    expect(size(chat).width).to.equal(464);
    press(top, 'ArrowDown');
    expect(size(chat)).to.deep.equal({ width: 464, height: height - 16 });
    press(top, 'Home');
    expect(size(chat).height).to.equal(400);
    press(top, 'End');
    expect(Math.round(part(chat, 'panel').getBoundingClientRect().top)).to.equal(20);
    expect(side.ariaValueNow).to.equal('464');
    expect(side.ariaValueMin).to.equal('320');
    expect([side.role, side.ariaOrientation, side.ariaLabel, side.tabIndex]).to.deep.equal([
      'separator',
      'vertical',
      'Width',
      0,
    ]);
    expect(press(top, 'a')).to.equal(true);
    expect(localStorage.getItem(KEY)).to.contain('464×');
  });

  it('has the names of its edges in another language when that comes', async () => {
    let words = WORDS;
    const chat = await resizable('end', () => words);
    words = { ...WORDS, resizeWidth: 'Breite', resizeHeight: 'Höhe' };
    chat.requestUpdate();
    await settled(chat);
    expect([edge(chat, 'side').ariaLabel, edge(chat, 'top').ariaLabel]).to.deep.equal(['Breite', 'Höhe']);
  });

  it('is the page’s again after a double click or Enter', async () => {
    const chat = await resizable();
    press(edge(chat, 'side'), 'ArrowLeft');
    press(edge(chat, 'side'), 'Enter');
    expect(size(chat).width).to.equal(400);
    expect(localStorage.getItem(KEY)).to.equal(null);
    drag(edge(chat, 'corner'), -60, 0);
    edge(chat, 'corner').dispatchEvent(new MouseEvent('dblclick'));
    expect(size(chat).width).to.equal(400);
    expect(localStorage.getItem(KEY)).to.equal(null);
  });

  it('changes where the browser has no room left to remember it', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('It is full.', 'QuotaExceededError');
    };
    try {
      const chat = await resizable();
      press(edge(chat, 'side'), 'ArrowLeft');
      expect(size(chat).width).to.equal(416);
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('grows to the other side where the panel stands at the other side', async () => {
    const start = await resizable('start');
    drag(edge(start, 'side'), 30, 0);
    expect(size(start).width).to.equal(430);
    expect(edge(start, 'side').getBoundingClientRect().left).to.be.greaterThan(400);
    start.remove();
    localStorage.removeItem(KEY);
    document.documentElement.dir = 'rtl';
    const rightToLeft = await resizable();
    expect(Math.round(part(rightToLeft, 'panel').getBoundingClientRect().left)).to.equal(20);
    press(edge(rightToLeft, 'side'), 'ArrowRight');
    expect(size(rightToLeft).width).to.equal(416);
    drag(edge(rightToLeft, 'corner'), 20, 0);
    expect(size(rightToLeft).width).to.equal(436);
    document.documentElement.removeAttribute('dir');
  });

  it('has no handles where it does not float', async () => {
    const chat = await resizable();
    chat.mode = 'inline';
    await settled(chat);
    expect(edge(chat, 'corner')).to.equal(null);
    chat.mode = 'floating';
    await settled(chat);
    expect(edge(chat, 'corner')).not.to.equal(null);
  });
});
