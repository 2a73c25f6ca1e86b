// The outer element: opening and closing, focus, events, and what a host page may do to it without losing anything.
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { launcherButton, mount, mountOpen, part, press, query, settled, type, waitUntil } from './mount.ts';

describe('opening and closing', () => {
  it('makes no engine and renders no panel before the first opening', async () => {
    const before = FakeClient.made.length;
    const chat = await mount();
    expect(FakeClient.made).to.have.length(before);
    expect(query(chat, 'panel')).to.equal(null);
    expect(chat.status).to.equal('idle');
    expect(chat.messages).to.deep.equal([]);
  });

  it('is the launcher and nothing more while it is closed', async () => {
    const { chat } = await mountOpen();
    chat.hide();
    await settled(chat);
    const { width, height } = chat.getBoundingClientRect();
    expect([width, height]).to.deep.equal([56, 56]);
    expect(part(chat, 'panel').inert).to.equal(true);
    const { left, top, width: panelWidth } = part(chat, 'panel').getBoundingClientRect();
    const below = document.elementFromPoint(left + panelWidth / 2, top + 40);
    expect(below === chat).to.equal(false);
  });

  it('opens by the launcher, starts the engine and says so', async () => {
    const chat = await mount();
    const opened = oneEvent(chat, 'letta-chat-open');
    launcherButton(chat).click();
    const event = await opened;
    await settled(chat);
    expect(event.detail).to.deep.equal({ trigger: 'launcher' });
    expect(event.bubbles && event.composed).to.equal(true);
    expect(FakeClient.latest().asked('start')).to.have.length(1);
    expect(chat.hasAttribute('open')).to.equal(true);
    expect(launcherButton(chat).ariaExpanded).to.equal('true');
  });

  it('puts the focus into the composer and brings it back on Escape', async () => {
    const before = await fixture<HTMLButtonElement>(html`<button>Before</button>`);
    const chat = await mount();
    before.focus();
    await chat.show();
    await settled(chat);
    expect(chat.shadowRoot?.activeElement).to.equal(part(chat, 'input'));
    const closed = oneEvent(chat, 'letta-chat-close');
    press(part(chat, 'input'), 'Escape');
    expect((await closed).detail).to.deep.equal({ trigger: 'escape' });
    expect(document.activeElement).to.equal(before);
  });

  it('brings the focus back to the launcher when it was nowhere before', async () => {
    const chat = await mount();
    (document.activeElement as HTMLElement | null)?.blur();
    await chat.show();
    part(chat, 'close').click();
    await settled(chat);
    expect(document.activeElement).to.equal(chat);
    expect(chat.shadowRoot?.activeElement?.localName).to.equal('letta-chat-launcher');
  });

  it('does not close on the Escape that ends a composition', async () => {
    const { chat } = await mountOpen();
    press(part(chat, 'input'), 'Escape', { isComposing: true });
    await settled(chat);
    expect(chat.open).to.equal(true);
  });

  it('takes no focus when the page shows it from the start', async () => {
    const before = await fixture<HTMLButtonElement>(html`<button>Before</button>`);
    before.focus();
    const chat = await fixture<LettaChat>(html`<letta-chat open></letta-chat>`);
    await settled(chat);
    expect(part(chat, 'panel').inert).to.equal(false);
    expect(document.activeElement).to.equal(before);
  });

  it('is always shown as a region when it is inline', async () => {
    const chat = await fixture<LettaChat>(html`<letta-chat mode="inline"></letta-chat>`);
    await settled(chat);
    expect(part(chat, 'panel').getAttribute('role')).to.equal('region');
    expect(query(chat, 'close')).to.equal(null);
    expect(chat.renderRoot.querySelector('letta-chat-launcher')).to.equal(null);
    expect(chat.getBoundingClientRect().height).to.equal(560);
  });

  it('shows unread replies on the launcher, and tells the engine when nobody looks', async () => {
    const { chat, client } = await mountOpen();
    expect(client.asked('setAttention').at(-1)).to.equal(true);
    chat.hide();
    await settled(chat);
    expect(client.asked('setAttention').at(-1)).to.equal(false);
    client.show({ unread: 2 });
    expect(chat.unread).to.equal(2);
    await waitUntil(() => query(chat, 'badge'));
    expect(part(chat, 'badge').textContent).to.equal('2');
    expect(launcherButton(chat).ariaLabel).to.equal('Open chat');
    expect(launcherButton(chat).getAttribute('aria-description')).to.equal('New messages: 2');
  });
});

describe('a host page', () => {
  it('asks for no engine once it is out of the page, whatever is set then', async () => {
    const { chat, client } = await mountOpen();
    const made = FakeClient.made.length;
    chat.remove();
    await waitUntil(() => client.closed);
    chat.greeting = 'Hello?';
    await chat.updateComplete;
    expect(FakeClient.made).to.have.length(made);
  });

  it('may move the element: the engine and what is typed stay', async () => {
    const { chat, client } = await mountOpen();
    await type(chat, 'Half a sentence');
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(chat);
    await new Promise((resolve) => setTimeout(resolve));
    await settled(chat);
    expect(client.closed).to.equal(false);
    expect(FakeClient.latest()).to.equal(client);
    expect(part<HTMLTextAreaElement>(chat, 'input').value).to.equal('Half a sentence');
  });

  it('may take the element away: the engine is closed, and a new one made when it is back', async () => {
    const { chat, client } = await mountOpen();
    const parent = chat.parentElement;
    chat.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(client.closed).to.equal(true);
    parent?.append(chat);
    await settled(chat);
    expect(FakeClient.latest()).not.to.equal(client);
  });

  it('may set the same properties again: nothing is reset', async () => {
    const { chat, client } = await mountOpen();
    const made = FakeClient.made.length;
    chat.proxy = 'https://chat.test';
    chat.setAttribute('agent', '');
    chat.identity = undefined;
    chat.suggestions = [];
    chat.open = true;
    await settled(chat);
    expect(FakeClient.made).to.have.length(made);
    expect(client.closed).to.equal(false);
  });

  it('may give a new identity function at each render, but another token is another visitor', async () => {
    const chat = await mount();
    chat.identity = async () => 'token-1';
    await chat.show();
    const client = FakeClient.latest();
    chat.identity = async () => 'token-2';
    await settled(chat);
    expect(FakeClient.latest()).to.equal(client);
    const identity = client.options.identity as () => Promise<string>;
    expect(await identity()).to.equal('token-2');
    chat.identity = 'token-3';
    await settled(chat);
    expect(client.closed).to.equal(true);
    expect(FakeClient.latest().options.identity).to.equal('token-3');
  });

  it('asks at once when the page brings another identity after one was refused', async () => {
    const chat = await mount();
    chat.identity = async () => 'token-1';
    await chat.show();
    const client = FakeClient.latest();
    client.show({ problem: { code: 'identity_refused' } });
    await settled(chat);
    const starts = () => client.calls.filter(({ name }) => name === 'start').length;
    const before = starts();
    chat.identity = async () => 'token-2';
    await settled(chat);
    chat.heading = 'Another';
    await settled(chat);
    expect(starts()).to.equal(before + 1);
    expect(FakeClient.latest()).to.equal(client);
  });

  it('may set attributes and properties before the definition', async () => {
    class Later extends LettaChat {}
    const early = document.createElement('letta-chat-later') as LettaChat;
    early.setAttribute('heading', 'Early');
    early.suggestions = ['One', 'Two'];
    early.open = true;
    document.body.append(early);
    customElements.define('letta-chat-later', Later);
    await settled(early);
    expect(part(early, 'heading').textContent).to.equal('Early');
    expect(early.renderRoot.querySelectorAll('[part="suggestion"]')).to.have.length(2);
    expect(Object.hasOwn(early, 'open')).to.equal(false);
    early.remove();
  });

  it('may override single words and fill the slots', async () => {
    const chat = await fixture<LettaChat>(
      html`<letta-chat open .strings=${{ send: 'Absenden' }}><b slot="header">My header</b></letta-chat>`,
    );
    await settled(chat);
    expect(part(chat, 'send').getAttribute('aria-label')).to.equal('Absenden');
    expect(part(chat, 'close').getAttribute('aria-label')).to.equal('Close chat');
    const slot = chat.renderRoot.querySelector<HTMLSlotElement>('slot[name="header"]');
    expect(slot?.assignedElements()[0]?.textContent).to.equal('My header');
  });

  it('hears what happens, and may keep a message from being sent', async () => {
    const { chat, client } = await mountOpen();
    const heard: string[] = [];
    const note = (event: Event) => heard.push(event.type);
    for (const name of ['status', 'conversation', 'message', 'error', 'send'])
      document.body.addEventListener(`letta-chat-${name}`, note);
    const question = message({ role: 'user', text: 'Hello' });
    const reply = message({ role: 'assistant', state: 'streaming', text: 'He' });
    client.show({ status: 'streaming', conversation: 'conv-1', messages: [question, reply] });
    client.show({ status: 'idle', messages: [question, { ...reply, text: 'Hello.', state: 'complete' }] });
    client.show({ problem: { code: 'offline' } });
    expect(heard).to.deep.equal([
      'letta-chat-conversation',
      'letta-chat-status',
      'letta-chat-status',
      'letta-chat-message',
      'letta-chat-error',
    ]);
    chat.addEventListener('letta-chat-send', (event) => event.preventDefault(), { once: true });
    await chat.send('Not this');
    await chat.send('This');
    expect(client.asked('send')).to.deep.equal([{ text: 'This', images: [] }]);
    for (const name of ['status', 'conversation', 'message', 'error', 'send'])
      document.body.removeEventListener(`letta-chat-${name}`, note);
  });

  it('is told what to write when the proxy is no address, and the visitor keeps the words', async () => {
    const chat = await fixture<LettaChat>(html`<letta-chat proxy="http://"></letta-chat>`);
    const said: string[] = [];
    const original = console.error;
    console.error = (...words: unknown[]) => said.push(words.join(' '));
    try {
      await chat.show();
      const input = await type(chat, 'Are you there?');
      press(input, 'Enter');
      await settled(chat);
      expect(input.value).to.equal('Are you there?');
    } finally {
      console.error = original;
    }
    expect(said[0]).to.contain('Write the address of your proxy');
    expect(part(chat, 'notice').textContent).to.contain('cannot be reached');
  });

  it('finds no axe violation in the open panel', async () => {
    const { chat, client } = await mountOpen();
    client.show({
      conversation: 'conv-1',
      messages: [
        message({ role: 'user' }),
        message({ role: 'assistant' }),
        message({ role: 'user', state: 'failed', problem: { code: 'assistant_unavailable' } }),
      ],
    });
    await settled(chat);
    await Promise.all(
      part(chat, 'panel')
        .getAnimations({ subtree: true })
        .map((one) => one.finished.catch(() => null)),
    );
    await expect(chat).to.be.accessible();
  });
});
