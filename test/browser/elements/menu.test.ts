// The list of conversations and the privacy menu: what they show, and what keys and presses do to the engine.
import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import type { ConversationSummary } from '../../../widget/core/view.ts';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { mountOpen, part, press, query, settled, waitUntil } from './mount.ts';

const NOW = Date.now();
const summary = (number: number, change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: `conv-${number}`,
  agent: 'desk',
  title: `Title ${number}`,
  date: NOW - number * 60_000,
  ...change,
});
const many = (count: number) => Array.from({ length: count }, (_, number) => summary(number));

async function openList(conversations: readonly ConversationSummary[], more = false) {
  const { chat, client } = await mountOpen();
  return { chat, client, menu: await showList(chat, client, conversations, more) };
}

async function showList(
  chat: LettaChat,
  client: FakeClient,
  conversations: readonly ConversationSummary[],
  more = false,
): Promise<HTMLElement> {
  client.pages = [{ conversations, more }];
  // The button comes with the first conversation.
  client.show(conversations.length ? { conversations } : { messages: [message({ role: 'user' })] });
  await waitUntil(() => query(chat, 'conversations'));
  part(chat, 'conversations').click();
  await waitUntil(() => query(chat, 'menu'));
  await settled(chat);
  return part(chat, 'menu');
}

const rows = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('.conversation')];
const titles = (menu: HTMLElement) =>
  rows(menu).map((row) => row.querySelector('.conversation-title')?.textContent ?? '(field)');
const line = (menu: HTMLElement, at: number) => rows(menu)[at]!.querySelector<HTMLButtonElement>('.conversation-open')!;
const named = (menu: HTMLElement, name: string) =>
  [...menu.querySelectorAll<HTMLButtonElement>('button')].find(
    (button) => (button.ariaLabel ?? button.textContent?.trim()) === name,
  )!;
const focused = (chat: LettaChat) => chat.shadowRoot?.activeElement;

describe('the list of conversations', () => {
  it('asks for nothing before it is opened, then for one page, and shows the newest first', async () => {
    const { chat, client } = await mountOpen();
    expect(client.asked('listConversations')).to.have.length(0);
    const menu = await showList(chat, client, [summary(3), summary(1), summary(2)]);
    expect(client.asked('listConversations')).to.have.length(1);
    expect(titles(menu)).to.deep.equal(['Title 1', 'Title 2', 'Title 3']);
    expect(menu.querySelector('ul')?.getAttribute('aria-label')).to.equal('Conversations');
  });

  it('marks the open one, what runs and what is new, and shows the last words without Markdown', async () => {
    const { menu, client, chat } = await openList([
      summary(1, { running: true }),
      summary(2, { unread: true, last: '**Bold** words' }),
      summary(3, { title: null }),
    ]);
    expect(rows(menu)[0]?.textContent).to.contain('Replying…');
    expect(rows(menu)[1]?.textContent).to.contain('New reply');
    expect(rows(menu)[1]?.querySelector('.conversation-last')?.textContent).to.equal('Bold words');
    expect(titles(menu)[2]).to.equal('Conversation');
    client.show({ conversation: 'conv-3', messages: [message({ role: 'assistant', text: 'Last', date: NOW })] });
    await settled(chat);
    await settled(chat);
    expect(line(menu, 0).getAttribute('aria-current')).to.equal('true');
    expect(rows(menu)[0]?.textContent).to.contain('Last');
  });

  it('covers the chat, which can then not be reached, and gives it back on Escape with the focus', async () => {
    const { chat, menu } = await openList(many(2));
    expect(getComputedStyle(part(chat, 'composer')).visibility).to.equal('hidden');
    expect(focused(chat) === line(menu, 0)).to.equal(true);
    press(line(menu, 0), 'Escape');
    await settled(chat);
    expect(query(chat, 'menu') === null).to.equal(true);
    expect(chat.open).to.equal(true);
    expect(focused(chat) === part(chat, 'conversations')).to.equal(true);
    expect(part(chat, 'conversations').ariaExpanded).to.equal('false');
  });

  it('is walked through with the arrow keys, one stop for Tab, and Enter opens', async () => {
    const { chat, client, menu } = await openList(many(3));
    press(line(menu, 0), 'ArrowDown');
    await settled(chat);
    expect(focused(chat) === line(menu, 1)).to.equal(true);
    expect(rows(menu).map((_, at) => line(menu, at).tabIndex)).to.deep.equal([-1, 0, -1]);
    press(line(menu, 1), 'End');
    expect(focused(chat) === line(menu, 2)).to.equal(true);
    press(line(menu, 2), 'Home');
    expect(focused(chat) === line(menu, 0)).to.equal(true);
    line(menu, 1).click();
    await settled(chat);
    expect(client.asked('openConversation')).to.deep.equal(['conv-1']);
    expect(query(chat, 'menu') === null).to.equal(true);
    expect(focused(chat) === part(chat, 'input')).to.equal(true);
  });

  it('leaves a title alone that is being typed when news of the list come', async () => {
    const { chat, client, menu } = await openList([summary(1), summary(2)]);
    press(line(menu, 1), 'F2');
    await settled(chat);
    const field = menu.querySelector('input')!;
    field.value = 'Bra';
    field.setSelectionRange(3, 3);
    client.show({ conversations: [summary(1, { running: true }), summary(2)] });
    await settled(chat);
    expect([field.value, field.selectionStart, field.selectionEnd]).to.deep.equal(['Bra', 3, 3]);
  });

  it('renames with F2: Enter keeps the new title, Escape the old one', async () => {
    const { chat, client, menu } = await openList(many(2));
    press(line(menu, 1), 'F2');
    await settled(chat);
    const field = menu.querySelector<HTMLInputElement>('.title-field')!;
    expect(focused(chat) === field).to.equal(true);
    expect(field.value).to.equal('Title 1');
    field.value = '  Brakes ';
    press(field, 'Enter');
    await settled(chat);
    expect(client.asked('renameConversation')).to.deep.equal([['conv-1', 'Brakes']]);
    expect(focused(chat) === line(menu, 1)).to.equal(true);
    press(line(menu, 1), 'F2');
    await settled(chat);
    press(menu.querySelector('.title-field')!, 'Escape');
    await settled(chat);
    expect(client.asked('renameConversation')).to.have.length(1);
    expect(chat.open && query(chat, 'menu') === menu).to.equal(true);
  });

  it('says so when a title could not be changed', async () => {
    const { chat, client, menu } = await openList(many(2));
    client.refusal = new Error('no');
    named(menu, 'Rename: Title 1').click();
    await settled(chat);
    const field = menu.querySelector<HTMLInputElement>('.title-field')!;
    field.value = 'Brakes';
    press(field, 'Enter');
    await waitUntil(() => menu.querySelector('[role="alert"]'));
    expect(menu.querySelector('[role="alert"]')?.textContent).to.equal('The title could not be changed.');
  });

  it('hides what is deleted at once, and brings it back by undo', async () => {
    const { chat, client, menu } = await openList(many(3));
    press(line(menu, 1), 'Delete');
    await settled(chat);
    expect(titles(menu)).to.deep.equal(['Title 0', 'Title 2']);
    expect(focused(chat) === line(menu, 1)).to.equal(true);
    expect(part(chat, 'toast').textContent).to.contain('Deleted “Title 1”');
    named(menu, 'Undo').click();
    await settled(chat);
    expect(titles(menu)).to.deep.equal(['Title 0', 'Title 1', 'Title 2']);
    expect(focused(chat) === line(menu, 1)).to.equal(true);
    await aTimeout(0);
    expect(client.asked('deleteConversation')).to.deep.equal([]);
  });

  it('deletes for good when the next one is deleted, when the list closes, and when the panel does', async () => {
    const { chat, client, menu } = await openList(many(4));
    press(line(menu, 0), 'Delete');
    await settled(chat);
    press(line(menu, 0), 'Delete');
    await settled(chat);
    expect(client.asked('deleteConversation')).to.deep.equal(['conv-0']);
    press(line(menu, 0), 'Escape');
    await settled(chat);
    expect(client.asked('deleteConversation')).to.deep.equal(['conv-0', 'conv-1']);
    const again = await showList(chat, client, [summary(2), summary(3)]);
    press(line(again, 0), 'Delete');
    await settled(chat);
    chat.hide();
    await settled(chat);
    expect(client.asked('deleteConversation')).to.deep.equal(['conv-0', 'conv-1', 'conv-2']);
  });

  it('deletes for good when the page goes', async () => {
    const { chat, client, menu } = await openList(many(2));
    press(line(menu, 0), 'Delete');
    await settled(chat);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(client.asked('deleteConversation')).to.deep.equal(['conv-0']);
  });

  it('shows what could not be deleted again, and says so', async () => {
    const { chat, client, menu } = await openList(many(2));
    press(line(menu, 0), 'Delete');
    await settled(chat);
    client.refusal = new Error('no');
    press(line(menu, 0), 'Delete');
    await waitUntil(() => titles(menu).includes('Title 0'));
    expect(menu.querySelector('[role="alert"]')?.textContent).to.equal('This could not be deleted.');
  });

  it('leaves the open conversation when it is deleted, and comes back to it by undo', async () => {
    const { chat, client, menu } = await openList(many(2));
    client.show({ conversation: 'conv-1' });
    await settled(chat);
    press(line(menu, 1), 'Delete');
    await settled(chat);
    expect(client.asked('newConversation')).to.have.length(1);
    named(menu, 'Undo').click();
    await settled(chat);
    expect(client.asked('openConversation')).to.deep.equal(['conv-1']);
  });

  it('finds titles whatever their case and accents, and loads further pages for it', async () => {
    const { chat, client, menu } = await openList([...many(29), summary(29, { title: 'Über Räder' })], true);
    expect(client.asked('listConversations')).to.have.length(1);
    client.pages = [{ conversations: [], more: false }];
    const field = part<HTMLInputElement>(chat, 'search');
    field.value = 'RADER';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await waitUntil(() => client.asked('listConversations').length === 2);
    expect(client.asked('listConversations')[1]).to.deep.equal({ limit: 30, after: 'conv-29' });
    await waitUntil(() => titles(menu).join() === 'Über Räder');
    field.value = 'nothing like it';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await waitUntil(() => menu.textContent?.includes('No conversation has these words in its title.'));
    press(field, 'Escape');
    expect(query(chat, 'menu') === menu).to.equal(true, 'Escape in a field that is not empty is the field’s');
  });

  it('draws as many lines as are in sight and some more, however many there are', async () => {
    const { menu } = await openList(many(500));
    expect(rows(menu).length).to.be.at.most(60);
    const scroller = menu.querySelector<HTMLElement>('.menu-scroll')!;
    const drawn = rows(menu).length;
    scroller.scrollTop = scroller.scrollHeight;
    await waitUntil(() => rows(menu).length > drawn);
    expect(rows(menu).length).to.be.at.most(drawn + 60);
  });

  it('says when there is none, and when the list could not be had', async () => {
    const { menu, chat, client } = await openList([]);
    expect(menu.textContent).to.contain('No conversations yet.');
    expect(focused(chat) === part(chat, 'back')).to.equal(true);
    part(chat, 'back').click();
    await settled(chat);
    client.refusal = new Error('no');
    const again = await showList(chat, client, []);
    await waitUntil(() => again.textContent?.includes('The list could not be loaded.'));
    client.refusal = undefined;
    named(again, 'Try again').click();
    await waitUntil(() => again.textContent?.includes('No conversations yet.'));
  });

  it('is not there, nor the button for a new conversation, where there is a single one', async () => {
    const { chat, client } = await mountOpen();
    client.show({ messages: [message({ role: 'user' })] });
    chat.single = true;
    await settled(chat);
    expect(query(chat, 'conversations') === null).to.equal(true);
    expect(query(chat, 'new') === null).to.equal(true);
  });

  it('has its words from the page, too', async () => {
    const { chat, client } = await mountOpen();
    chat.strings = {
      conversations: 'Gespräche',
      'menu.conversations': 'Gespräche',
      'menu.noConversations': 'Noch keine.',
    };
    await settled(chat);
    const menu = await showList(chat, client, []);
    expect(menu.querySelector('h2')?.textContent).to.equal('Gespräche');
    expect(menu.textContent).to.contain('Noch keine.');
  });

  it('stands beside the chat of a wide page from the start, gives way where it becomes narrow, and covers it there when asked for', async () => {
    const box = await fixture<HTMLElement>(
      html`<div style="inline-size: 1000px"><letta-chat mode="page" proxy="https://chat.test" heading="Desk"></letta-chat></div>`,
    );
    const chat = box.querySelector<LettaChat>('letta-chat')!;
    await waitUntil(() => query(chat, 'menu'));
    await settled(chat);
    const menu = part(chat, 'menu');
    expect(menu.offsetWidth).to.equal(300);
    expect(getComputedStyle(part(chat, 'composer')).visibility).to.equal('visible');
    expect(part(chat, 'composer').getBoundingClientRect().left).to.be.at.least(menu.getBoundingClientRect().right);
    expect(document.activeElement === chat).to.equal(false);
    box.style.inlineSize = '500px';
    await waitUntil(() => !query(chat, 'menu'));
    expect(getComputedStyle(part(chat, 'composer')).visibility).to.equal('visible');
    part(chat, 'conversations').click();
    await waitUntil(() => query(chat, 'menu'));
    expect(part(chat, 'menu').offsetWidth).to.equal(500);
    expect(getComputedStyle(part(chat, 'composer')).visibility).to.equal('hidden');
    box.style.inlineSize = '1700px';
    await waitUntil(() => part(chat, 'menu').offsetWidth === 360);
    expect(getComputedStyle(part(chat, 'composer')).visibility).to.equal('visible');
  });

  it('stays closed beside the chat when the visitor has closed it there, and comes back by its button', async () => {
    const box = await fixture<HTMLElement>(
      html`<div style="inline-size: 1000px"><letta-chat mode="page" proxy="https://chat.test"></letta-chat></div>`,
    );
    const chat = box.querySelector<LettaChat>('letta-chat')!;
    await waitUntil(() => query(chat, 'menu'));
    await settled(chat);
    part(chat, 'conversations').click();
    await waitUntil(() => !query(chat, 'menu'));
    box.style.inlineSize = '500px';
    await settled(chat);
    box.style.inlineSize = '1000px';
    await settled(chat);
    await new Promise(requestAnimationFrame);
    expect(query(chat, 'menu')).to.equal(null);
    part(chat, 'conversations').click();
    await waitUntil(() => query(chat, 'menu'));
    expect(part(chat, 'menu').offsetWidth).to.equal(300);
  });

  it('can be told which conversation to open', async () => {
    const chat = await fixture<LettaChat>(
      html`<letta-chat open proxy="https://chat.test" conversation-id="conv-7"></letta-chat>`,
    );
    await settled(chat);
    const client = FakeClient.latest();
    expect(client.asked('openConversation')).to.deep.equal(['conv-7']);
    chat.heading = 'Other';
    await settled(chat);
    expect(client.asked('openConversation')).to.have.length(1);
    chat.conversationId = 'conv-8';
    await settled(chat);
    expect(client.asked('openConversation')).to.deep.equal(['conv-7', 'conv-8']);
  });
});

describe('the privacy menu', () => {
  it('deletes the open conversation with undo', async () => {
    const { chat, client, menu } = await openList(many(2));
    named(menu, 'Privacy').click();
    await settled(chat);
    expect(named(menu, 'Delete this conversation') === undefined).to.equal(true, 'none is open');
    client.show({ conversation: 'conv-0' });
    await settled(chat);
    named(menu, 'Delete this conversation').click();
    await settled(chat);
    expect(titles(menu)).to.deep.equal(['Title 1']);
    expect(named(menu, 'Undo') === undefined).to.equal(false);
  });

  it('deletes everything only after saying what goes, and can be called off', async () => {
    const { chat, client, menu } = await openList(many(2));
    named(menu, 'Privacy').click();
    await settled(chat);
    named(menu, 'Delete everything').click();
    await settled(chat);
    const question = menu.querySelector('[role="alertdialog"]');
    expect(question?.textContent).to.contain('on this device and at the assistant’s server');
    expect(focused(chat) === named(menu, 'Cancel')).to.equal(true);
    named(menu, 'Cancel').click();
    await settled(chat);
    expect(client.asked('deleteEverything')).to.have.length(0);
    named(menu, 'Delete everything').click();
    await settled(chat);
    named(menu, 'Delete everything').click();
    await waitUntil(() => menu.textContent?.includes('Everything has been deleted.'));
    expect(client.asked('deleteEverything')).to.have.length(1);
  });

  it('says when that did not work, and asks again', async () => {
    const { chat, client, menu } = await openList(many(2));
    client.refusal = new Error('no');
    named(menu, 'Privacy').click();
    await settled(chat);
    named(menu, 'Delete everything').click();
    await settled(chat);
    named(menu, 'Delete everything').click();
    await waitUntil(() => menu.querySelector('[role="alert"]'));
    expect(menu.querySelector('[role="alertdialog"]') === null).to.equal(false);
  });
});
