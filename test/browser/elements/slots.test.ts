// What a page puts into the chat: each slot shows it where it belongs, and without it the chat shows its own.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { message } from './fake-client.ts';
import { mountOpen, part, query, settled } from './mount.ts';

function put(chat: LettaChat, slot: string, text: string): HTMLElement {
  const element = document.createElement('div');
  element.slot = slot;
  element.textContent = text;
  chat.append(element);
  return element;
}

/** To hundredths of a pixel: WebKit gives the same edge in single precision, another in the sixth figure. */
function box(element: Element): { top: number; bottom: number; height: number } {
  const { top, bottom, height } = element.getBoundingClientRect();
  const hundredths = (pixels: number) => Math.round(pixels * 100) / 100;
  return { top: hundredths(top), bottom: hundredths(bottom), height: hundredths(height) };
}
const isShown = (element: Element) => box(element).height > 0;

describe('slots', () => {
  it('header stands in place of avatar, heading and state', async () => {
    const { chat } = await mountOpen();
    const own = put(chat, 'header', 'Our own header');
    expect(isShown(own)).to.equal(true);
    expect(isShown(part(chat, 'heading'))).to.equal(false);
    expect(box(part(chat, 'header')).bottom).to.be.at.least(box(own).bottom);
    own.remove();
    expect(isShown(part(chat, 'heading'))).to.equal(true);
  });

  it('empty stands in place of greeting and suggestions, before the first message only', async () => {
    const { chat, client } = await mountOpen();
    const own = put(chat, 'empty', 'Nothing has been said');
    expect(isShown(own)).to.equal(true);
    expect(isShown(part(chat, 'greeting'))).to.equal(false);
    client.show({ messages: [message({ role: 'user' })] });
    await settled(chat);
    expect(isShown(own)).to.equal(false);
  });

  it('footer stands below the composer', async () => {
    const { chat } = await mountOpen();
    const own = put(chat, 'footer', 'Replies can be wrong');
    expect(isShown(own)).to.equal(true);
    expect(box(own).top).to.be.at.least(box(part(chat, 'composer')).bottom);
    expect(box(own).bottom).to.be.at.most(box(part(chat, 'panel')).bottom);
  });

  it('message-ID stands below that reply and above what can be done with it, also when it is put there before', async () => {
    const { chat, client } = await mountOpen();
    const early = put(chat, 'message-two', 'Sources of the second reply');
    expect(isShown(early)).to.equal(false);
    client.show({
      messages: [
        message({ role: 'assistant', id: 'one', text: 'First' }),
        message({ role: 'user', text: 'And?' }),
        message({ role: 'assistant', id: 'two', text: 'Second' }),
      ],
    });
    await settled(chat);
    const late = put(chat, 'message-one', 'Sources of the first reply');
    const texts = [...chat.renderRoot.querySelectorAll('[part~="text"]')];
    const actions = [...chat.renderRoot.querySelectorAll('[part~="actions"]')];
    [late, early].forEach((extra, i) => {
      expect(box(extra).top).to.be.at.least(box(texts[i]!).bottom);
      expect(box(extra).bottom).to.be.at.most(box(actions[i]!).top);
      expect(isShown(extra)).to.equal(true);
    });
    client.show({ messages: [] });
    await settled(chat);
    expect(isShown(late)).to.equal(false);
  });

  it('launcher opens the chat in place of the round button', async () => {
    const { chat } = await mountOpen();
    chat.hide();
    await settled(chat);
    const own = document.createElement('button');
    own.slot = 'launcher';
    own.textContent = 'Ask us';
    chat.append(own);
    expect(isShown(own)).to.equal(true);
    expect(query(chat, 'panel')?.inert).to.equal(true);
    own.click();
    await settled(chat);
    expect(chat.open).to.equal(true);
  });
});
