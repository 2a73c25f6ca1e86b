// A page that changes how it looks while the chat is open.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { luminance, paint } from './colour.ts';
import { message } from './fake-client.ts';
import { mountOpen, part, query, waitUntil } from './mount.ts';

const isDark = (chat: LettaChat) =>
  luminance(paint([[getComputedStyle(part(chat, 'panel')).backgroundColor]])[0]!) < 0.1;

/** With all that comes after a first reply. */
async function mountReplied(): Promise<LettaChat> {
  const { chat, client } = await mountOpen();
  client.show({ messages: [message({ role: 'assistant' })] });
  await waitUntil(() => query(chat, 'copy'));
  return chat;
}

describe('a page that changes while the chat is open', () => {
  const page = document.documentElement;
  afterEach(() => {
    page.removeAttribute('style');
    page.removeAttribute('class');
  });

  it('and declares its scheme is followed at once', async () => {
    const { chat } = await mountOpen();
    page.style.colorScheme = 'light';
    chat.hide();
    await chat.show();
    expect(isDark(chat)).to.equal(false);
    page.style.colorScheme = 'dark';
    expect(isDark(chat)).to.equal(true);
  });

  it('and declares nothing is followed by its background, both ways', async () => {
    const chat = await mountReplied();
    expect(isDark(chat)).to.equal(false);
    page.style.background = '#101418';
    await waitUntil(() => isDark(chat));
    page.style.background = '#fffdf5';
    await waitUntil(() => !isDark(chat));
  });

  it('and fades over is followed when it has arrived', async () => {
    const chat = await mountReplied();
    page.style.cssText = 'background-color: #ffffff; transition: background-color 400ms';
    page.getBoundingClientRect();
    page.style.backgroundColor = '#101418';
    await waitUntil(() => isDark(chat));
  });

  it('is not followed where the attribute says what it is to be', async () => {
    const chat = await mountReplied();
    chat.theme = 'dark';
    await chat.updateComplete;
    expect(isDark(chat)).to.equal(true);
    chat.theme = 'light';
    await chat.updateComplete;
    expect(isDark(chat)).to.equal(false);
    chat.theme = 'auto';
    await chat.updateComplete;
    expect(isDark(chat)).to.equal(false);
    page.style.background = '#101418';
    await waitUntil(() => isDark(chat));
    expect(chat.getAttribute('mode')).to.equal(null);
  });
});
