// What is known of a conversation, the line in the transcript, and its export as a file.
import { expect } from '@open-wc/testing';
import { fileName } from '../../../widget/menu/export.ts';
import { type FakeClient, message } from './fake-client.ts';
import { mountOpen, part, press, query, settled, waitUntil } from './mount.ts';

const NOW = Date.parse('2026-03-04T05:06:00Z');

async function openDetails(change: Partial<FakeClient['info'] & object> = {}) {
  const { chat, client } = await mountOpen();
  const messages = [
    message({ role: 'user', text: 'Brakes?', date: NOW }),
    message({ role: 'assistant', text: '**Yes**', date: NOW }),
  ];
  const agent = { name: 'desk', title: 'Desk', description: '' };
  const conversations = [{ id: 'conv-1', agent: 'desk', title: 'Brakes: a/b?', date: NOW }];
  client.pages = [{ conversations, more: false }];
  client.info = {
    id: 'conv-1',
    agent: 'desk',
    title: 'Brakes: a/b?',
    started: NOW,
    lastMessage: NOW,
    messages: 1000,
    more: true,
    inContextFrom: null,
    tokens: null,
    ...change,
  };
  client.history = [messages, [message({ role: 'user', text: 'Older', date: NOW })]];
  client.show({ conversation: 'conv-1', conversations, messages, agent });
  await waitUntil(() => query(chat, 'conversations'));
  part(chat, 'conversations').click();
  await waitUntil(() => query(chat, 'info'));
  part(chat, 'info').click();
  await waitUntil(() => chat.renderRoot.querySelector('.facts'));
  return { chat, client, messages };
}

/** What the browser is given to save: the name and the text. */
async function saved(act: () => void): Promise<[string, string]> {
  const links: HTMLAnchorElement[] = [];
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    links.push(this);
  };
  try {
    act();
    await waitUntil(() => links.length);
  } finally {
    HTMLAnchorElement.prototype.click = click;
  }
  const [link] = links as [HTMLAnchorElement];
  return [link.download, await (await fetch(link.href)).text()];
}

const buttons = (chat: Element) => [...chat.shadowRoot!.querySelectorAll<HTMLElement>('[part=export]')];

describe('the line where the context of the agent begins', () => {
  it('is drawn in a conversation that is longer than a page, without being asked for, for one request', async () => {
    const { chat, client, messages } = await openDetails();
    const asked = () => client.asked('describeConversation').length;
    const line = () => chat.renderRoot.querySelector<HTMLElement>('[data-context]');
    const before = asked();
    expect(line()).to.equal(null);
    client.info = { ...client.info!, inContextFrom: messages[1]!.id };
    client.show({ conversation: 'conv-9', hasOlder: true, status: 'streaming' });
    await settled(chat);
    expect(asked(), 'not while a reply streams').to.equal(before);
    client.show({ status: 'idle' });
    await waitUntil(() => line()?.textContent?.includes('Yes'));
    const more = [...messages, message({ role: 'user' }), message({ role: 'assistant' })];
    client.show({ messages: more });
    await settled(chat);
    expect(line()?.textContent).to.include('Yes');
    expect(asked()).to.equal(before + 1);
  });

  it('is not asked for in a short one', async () => {
    const { chat, client } = await openDetails();
    const before = client.asked('describeConversation').length;
    client.show({ conversation: 'conv-8', messages: [message({ role: 'user' })] });
    await settled(chat);
    expect(client.asked('describeConversation').length).to.equal(before);
  });
});

describe('what is known of a conversation', () => {
  it('leads to finding words in the open one, where there is no key for it', async () => {
    const { chat } = await openDetails();
    part(chat, 'find-words').click();
    await waitUntil(() => query(chat, 'find')?.querySelector('input') === chat.shadowRoot!.activeElement);
    expect(query(chat, 'menu')).to.equal(null);
  });

  it('does not in another one', async () => {
    const { chat, client } = await openDetails();
    client.show({ conversation: 'conv-2' });
    part(chat, 'back').click();
    await waitUntil(() => query(chat, 'info'));
    part(chat, 'info').click();
    await waitUntil(() => chat.renderRoot.querySelector('.facts'));
    expect(query(chat, 'find-words')).to.equal(null);
  });

  it('tells what it has used where the operator shows it, and says nothing of it where not', async () => {
    const words = ({ chat }: Awaited<ReturnType<typeof openDetails>>) =>
      chat.renderRoot.querySelector('.facts')?.textContent?.replace(/\s+/g, ' ') ?? '';
    expect(words(await openDetails({ tokens: 12345 }))).to.match(/Tokens used ?12,345/);
    expect(words(await openDetails({ tokens: 0 }))).to.match(/Tokens used ?0/);
    expect(words(await openDetails())).not.to.match(/Tokens/);
  });

  it('is its agent, its dates, and how many messages it has; Escape goes back to the list', async () => {
    const { chat, client } = await openDetails();
    const facts = chat.renderRoot.querySelector('.facts')!;
    expect(client.asked('describeConversation')).to.deep.equal(['conv-1']);
    expect(facts.textContent).to.contain('Desk');
    expect(facts.textContent).to.match(/1[.,\s]?000\+/);
    expect(facts.textContent).to.contain('all of it');
    expect(chat.renderRoot.querySelector('[data-context]') === null).to.equal(true);
    press(part(chat, 'back'), 'Escape');
    await waitUntil(() => query(chat, 'conversation-list'));
    expect(query(chat, 'details') === null).to.equal(true);
  });

  it('draws a line above the first message that the agent still reads', async () => {
    const { chat, client, messages } = await openDetails();
    press(part(chat, 'back'), 'Escape');
    client.info = { ...client.info!, inContextFrom: messages[1]!.id };
    await waitUntil(() => query(chat, 'info'));
    part(chat, 'info').click();
    await waitUntil(() => chat.renderRoot.querySelector('[data-context]'));
    const marked = chat.renderRoot.querySelector<HTMLElement>('[data-context]')!;
    expect(marked.textContent).to.contain('Yes');
  });

  it('says so when it cannot be had', async () => {
    const { chat, client } = await openDetails();
    press(part(chat, 'back'), 'Escape');
    client.info = undefined;
    await waitUntil(() => query(chat, 'info'));
    part(chat, 'info').click();
    await waitUntil(() => query(chat, 'details')?.querySelector('[role=alert]'));
  });
});

describe('the export', () => {
  it('has all pages as Markdown, the oldest first, under a safe name', async () => {
    const { chat } = await openDetails();
    const [name, text] = await saved(() => buttons(chat)[0]!.click());
    expect(name).to.equal('Brakes a b.md');
    expect(text).to.equal(
      [
        '# Brakes: a/b?',
        '**You** · 2026-03-04T05:06:00.000Z',
        'Older',
        '**You** · 2026-03-04T05:06:00.000Z',
        'Brakes?',
        '**Assistant** · 2026-03-04T05:06:00.000Z',
        '**Yes**\n',
      ].join('\n\n'),
    );
    await settled(chat);
    await waitUntil(() => part(chat, 'details').textContent?.includes('Saved.'));
  });

  it('has the same as JSON', async () => {
    const { chat } = await openDetails();
    const [name, text] = await saved(() => buttons(chat)[1]!.click());
    expect(name).to.equal('Brakes a b.json');
    const value = JSON.parse(text);
    expect([value.conversation, value.title, value.agent]).to.deep.equal(['conv-1', 'Brakes: a/b?', 'desk']);
    expect(value.messages.map((one: { text: string }) => one.text)).to.deep.equal(['Older', 'Brakes?', '**Yes**']);
  });

  it('has names that no file system takes amiss', () => {
    expect(fileName('../../etc/passwd')).to.equal('etc passwd');
    expect(fileName('con')).to.equal('conversation con');
    expect(fileName('…')).to.equal('conversation');
    expect(fileName('a\u202egpj.exe')).to.equal('a gpj exe');
    expect(fileName('自転車 🚲'.repeat(40)).length).to.be.lessThan(70);
  });
});
