// Several agents: what the header and an empty chat show of them, the choice in the menu, and one that is no longer offered.
import { expect } from '@open-wc/testing';
import type { Agent } from '../../../widget/client.ts';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { RequestError } from '../../../widget/transport/failure.ts';
import { FakeClient, message } from './fake-client.ts';
import { mountOpen, part, query, settled, waitUntil } from './mount.ts';

const DESK: Agent = { name: 'desk', title: 'Desk', description: 'Repairs' };
const TOURS: Agent = {
  name: 'tours',
  title: 'Tours',
  description: '',
  greeting: 'Where to?',
  suggestions: ['The lake'],
};
const DOT = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

const NOW = Date.now();

const summary = (id: string, agent: string) => ({ id, agent, title: id, date: NOW });

async function openMenu(chat: LettaChat, client: FakeClient, agents: Agent[]): Promise<HTMLElement> {
  client.agents = agents;
  const conversations = [summary('conv-1', 'desk'), summary('conv-2', 'gone')];
  client.pages = [{ conversations, more: false }];
  client.show({ conversations });
  await waitUntil(() => query(chat, 'conversations'));
  part(chat, 'conversations').click();
  await waitUntil(() => query(chat, 'menu'));
  await settled(chat);
  return part(chat, 'menu');
}

const newIn = (menu: HTMLElement) => menu.querySelector<HTMLElement>('[part=new]')!;
const choices = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[part=agent]')];

describe('several agents', () => {
  it("shows an agent's greeting and suggestions unless the page has its own", async () => {
    const { chat, client } = await mountOpen();
    client.show({ agent: TOURS });
    await settled(chat);
    expect(part(chat, 'greeting').textContent).to.equal('Where to?');
    expect(part(chat, 'suggestion').textContent?.trim()).to.equal('The lake');
    chat.greeting = 'Hi';
    chat.suggestions = ['Mine'];
    await settled(chat);
    expect(part(chat, 'greeting').textContent).to.equal('Hi');
    expect(part(chat, 'suggestion').textContent?.trim()).to.equal('Mine');
  });

  it('shows the avatar once it is there, and the initial when it cannot be had', async () => {
    const { chat, client } = await mountOpen();
    client.show({ agent: { ...DESK, avatar: DOT } });
    await waitUntil(() => part(chat, 'avatar').querySelector('img:not([hidden])'));
    client.show({ agent: { ...DESK, avatar: 'data:image/gif;base64,broken' } });
    await waitUntil(() => part(chat, 'avatar').querySelector('img[hidden]'));
    expect(part(chat, 'avatar').textContent?.trim()).to.equal('D');
  });

  it('asks with whom a new conversation is to be, and names the agents in the list', async () => {
    const { chat, client } = await mountOpen();
    const menu = await openMenu(chat, client, [DESK, TOURS]);
    await waitUntil(() => menu.querySelector('.conversation-agent'));
    expect([...menu.querySelectorAll('.conversation-agent')].map((one) => one.textContent)).to.deep.equal([
      'Desk',
      'gone',
    ]);
    newIn(menu).click();
    await waitUntil(() => choices(menu).length === 2);
    expect(newIn(menu).ariaExpanded).to.equal('true');
    expect(chat.shadowRoot?.activeElement === choices(menu)[0]).to.equal(true);
    choices(menu)[1]?.click();
    await settled(chat);
    expect(client.asked('newConversation')).to.deep.equal(['tours']);
    expect(query(chat, 'menu') === null).to.equal(true);
  });

  it('asks nothing with one agent, or where the page has chosen', async () => {
    for (const [agent, agents] of [
      [null, [DESK]],
      ['desk', [DESK, TOURS]],
    ] as const) {
      const { chat } = await mountOpen();
      chat.agent = agent;
      await settled(chat);
      const menu = await openMenu(chat, FakeClient.latest(), [...agents]);
      newIn(menu).click();
      await settled(chat);
      expect(choices(menu)).to.have.length(0);
      expect(menu.querySelector('.conversation-agent') === null).to.equal(true);
    }
  });

  it('has a sentence and a way on in place of the composer when the agent is no longer offered', async () => {
    const { chat, client } = await mountOpen();
    client.show({
      conversation: 'conv-1',
      messages: [message({ role: 'assistant' })],
      agent: { ...DESK, removed: true },
    });
    await waitUntil(() => query(chat, 'farewell'));
    expect(part(chat, 'input').checkVisibility()).to.equal(false);
    expect(part(chat, 'farewell').textContent).to.contain('no longer offered');
    part(chat, 'farewell').querySelector('button')?.click();
    expect(client.asked('newConversation')).to.have.length(1);
    client.show({ conversation: null, messages: [], agent: TOURS });
    await settled(chat);
    expect(part(chat, 'input').checkVisibility()).to.equal(true);
  });
});

describe('asking something else in place of a message', () => {
  async function withMessage() {
    const { chat, client } = await mountOpen();
    const own = message({ role: 'user', text: 'Two wheels' });
    client.show({ conversation: 'conv-1', messages: [own, message({ role: 'assistant' })] });
    await waitUntil(() => query(chat, 'again'));
    return { chat, client, own };
  }

  it('opens a branch with the words in the composer', async () => {
    const { chat, client, own } = await withMessage();
    client.branch = 'conv-2';
    part(chat, 'again').click();
    await waitUntil(() => client.asked('openConversation').length);
    expect(client.asked('forkConversation')).to.deep.equal([['conv-1', own.id]]);
    expect(client.asked('openConversation')).to.deep.equal(['conv-2']);
    await waitUntil(() => part<HTMLTextAreaElement>(chat, 'input').value === 'Two wheels');
  });

  it('begins a new conversation where nothing was said before', async () => {
    const { chat, client } = await withMessage();
    part(chat, 'again').click();
    await waitUntil(() => client.asked('newConversation').length);
    expect(client.asked('openConversation')).to.have.length(0);
  });

  it('says so when it cannot be, and stays', async () => {
    const { chat, client } = await withMessage();
    client.refusal = new RequestError({ code: 'invalid_request' }, 'No forks here.');
    part(chat, 'again').click();
    await waitUntil(() => query(chat, 'notice'));
    expect(part(chat, 'notice').textContent).to.contain('cannot go back');
    expect(client.asked('openConversation')).to.have.length(0);
  });

  it('is not offered where there is a single conversation', async () => {
    const { chat } = await withMessage();
    chat.single = true;
    await settled(chat);
    expect(query(chat, 'again') === null).to.equal(true);
  });
});
