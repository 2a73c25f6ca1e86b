// The language of the words: whose it is, that it comes before the first word is seen, that it may change, and what the page may say.
import { expect, fixture, html } from '@open-wc/testing';
import { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { launcherButton, part, query, settled, type, waitUntil } from './mount.ts';

const page = document.documentElement;

async function open(lang: string, more: { dir?: string; strings?: LettaChat['strings'] } = {}): Promise<LettaChat> {
  const chat = Object.assign(new LettaChat(), {
    proxy: 'https://chat.test',
    open: true,
    ...(lang && { lang }),
    ...more,
  });
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.append(chat);
  await chat.updateComplete;
  return chat;
}

const placeholder = (chat: LettaChat) => part<HTMLTextAreaElement>(chat, 'input').placeholder;
const root = (chat: LettaChat) => chat.renderRoot.querySelector<HTMLElement>('.root')!;

/** As a page that declares no language, with a visitor who prefers these. */
async function undeclared(languages: readonly string[], act: () => Promise<void>): Promise<void> {
  const declared = page.lang;
  page.removeAttribute('lang');
  Object.defineProperty(navigator, 'languages', { configurable: true, get: () => languages });
  try {
    await act();
  } finally {
    Reflect.deleteProperty(navigator, 'languages');
    page.lang = declared;
  }
}

describe('the language', () => {
  it('is the element’s own, from the first word that is seen', async () => {
    const chat = await open('de-CH');
    expect(placeholder(chat)).to.equal('Nachricht schreiben');
    expect(part(chat, 'close').ariaLabel).to.equal('Chat schließen');
    expect(root(chat).lang).to.equal('de-CH');
    expect(root(chat).hasAttribute('dir')).to.equal(false);
  });

  it('is that of what the element stands in, else the visitor’s, of which the first that we have', async () => {
    page.lang = 'it';
    const declared = await open('');
    page.lang = 'en';
    expect(placeholder(declared)).to.equal('Scrivi un messaggio');
    await undeclared(['fi', 'nl-BE', 'de'], async () => {
      expect(placeholder(await open(''))).to.equal('Schrijf een bericht');
    });
  });

  it('changes with the attribute, here and further out, and comes back to English', async () => {
    const chat = await open('de');
    chat.lang = 'zh-TW';
    await waitUntil(() => placeholder(chat) === '輸入訊息');
    chat.removeAttribute('lang');
    await waitUntil(() => placeholder(chat) === 'Write a message');
    chat.parentElement!.lang = 'fr';
    await waitUntil(() => placeholder(chat) === 'Écrire un message');
    expect(root(chat).lang).to.equal('fr');
  });

  it('that we do not have, or that is none, is English, whatever dates there are', async () => {
    for (const lang of ['fi', 'x', 'not a language']) {
      const chat = await open(lang);
      FakeClient.latest().show({ messages: [message({ role: 'user', text: 'Hei', date: 0 })] });
      await settled(chat);
      expect(placeholder(chat)).to.equal('Write a message');
      expect(part(chat, 'day').textContent).to.contain('1970');
      expect(root(chat).hasAttribute('lang')).to.equal(false);
    }
  });

  it('is that of dates and times, too, however the page writes its tag', async () => {
    const chat = await open('de_DE');
    FakeClient.latest().show({
      messages: [message({ role: 'user', text: 'Hallo', date: new Date(2020, 4, 1).getTime() })],
    });
    await settled(chat);
    expect(part(chat, 'day').textContent).to.equal('Freitag, 1. Mai 2020');
  });

  it('has its own plural forms', async () => {
    const chat = await open('pl');
    const left = async (count: number) => {
      await type(chat, 'x'.repeat(16_000 - count));
      await waitUntil(() => query(chat, 'limit'));
      return part(chat, 'limit').textContent?.trim();
    };
    expect(await left(1)).to.equal('Pozostał 1 znak');
    expect(await left(3)).to.equal('Pozostały 3 znaki');
    expect(await left(25)).to.equal('Pozostało 25 znaków');
  });

  it('that is written from right to left turns the chat where the page has no direction, and stays at its side', async () => {
    const chat = await open('ar');
    await settled(chat);
    expect(getComputedStyle(part(chat, 'panel')).direction).to.equal('rtl');
    const { right } = part(chat, 'panel').getBoundingClientRect();
    expect(Math.round(innerWidth - right)).to.be.lessThan(innerWidth / 2);
    const told = await open('ar', { dir: 'ltr' });
    expect(getComputedStyle(part(told, 'panel')).direction).to.equal('ltr');
  });

  it('leaves the page its own words', async () => {
    const chat = await open('de', { strings: { send: 'Los', charactersLeft: 'Rest: {count}' } });
    expect(part(chat, 'send').ariaLabel).to.equal('Los');
    expect(placeholder(chat)).to.equal('Nachricht schreiben');
    await type(chat, 'x'.repeat(15_999));
    await waitUntil(() => query(chat, 'limit'));
    expect(part(chat, 'limit').textContent?.trim()).to.equal('Rest: 1');
    chat.strings = { locale: 'fr', placeholder: 'Ici' };
    await settled(chat);
    expect([part(chat, 'send').ariaLabel, placeholder(chat)]).to.deep.equal(['Senden', 'Ici']);
  });

  it('is that of the launcher and of the list of conversations', async () => {
    const chat = await open('uk');
    chat.hide();
    await settled(chat);
    expect(launcherButton(chat).ariaLabel).to.equal('Відкрити чат');
    await chat.show();
    await waitUntil(() => {
      FakeClient.latest().show({ messages: [message({ role: 'user', text: 'Так', state: 'sent' })], status: 'idle' });
      return query(chat, 'conversations');
    });
    part(chat, 'conversations').click();
    await waitUntil(() => query(chat, 'menu')?.textContent?.includes('Приватність'));
  });
});
