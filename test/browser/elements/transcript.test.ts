// The transcript: what is shown, what is drawn again, and whose hand moves it.
import { expect, nextFrame } from '@open-wc/testing';
import type { ChatMessage } from '../../../widget/core/view.ts';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { type FakeClient, message } from './fake-client.ts';
import { mountOpen, part, query, settled, waitUntil } from './mount.ts';

const rows = (chat: LettaChat) => [...chat.renderRoot.querySelectorAll<HTMLElement>('letta-chat-message')];
const history = (count: number): ChatMessage[] =>
  Array.from({ length: count }, (_, i) => message({ role: i % 2 ? 'assistant' : 'user', text: `Line ${i}\nand more` }));
const toEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) => scrollHeight - scrollTop - clientHeight;

async function withHistory(count: number): Promise<{ chat: LettaChat; client: FakeClient; scroller: HTMLElement }> {
  const { chat, client } = await mountOpen();
  client.show({ conversation: 'conv-1', messages: history(count) });
  await settled(chat);
  const scroller = part(chat, 'transcript');
  await waitUntil(() => toEnd(scroller) < 2 && query(chat, 'copy'));
  return { chat, client, scroller };
}

/** The reader scrolls up, as a wheel does: first the event, then the movement. */
async function scrollUp(scroller: HTMLElement, pixels: number): Promise<void> {
  scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: -pixels }));
  scroller.scrollTop -= pixels;
  await nextFrame();
  await nextFrame();
}

describe('the transcript', () => {
  it('greets and suggests before the first message; a suggestion is sent', async () => {
    const { chat, client } = await mountOpen();
    chat.suggestions = ['What does it cost?'];
    chat.greeting = 'Hello there.';
    await settled(chat);
    expect(part(chat, 'greeting').textContent).to.contain('Hello there.');
    part(chat, 'suggestion').click();
    expect(client.asked('send')).to.deep.equal([{ text: 'What does it cost?', images: [] }]);
    client.show({ messages: [message({ role: 'user', text: 'What does it cost?', state: 'sending' })] });
    await settled(chat);
    expect(query(chat, 'suggestion')).to.equal(null);
  });

  it('leaves nothing in the page of a conversation that was left', async () => {
    const { chat, client } = await mountOpen();
    const nodes = () => chat.renderRoot.querySelector('.content')!.childNodes.length;
    const empty = nodes();
    for (const conversation of ['conv-1', 'conv-2']) {
      client.show({ conversation, messages: history(20) });
      await settled(chat);
      expect(rows(chat)).to.have.lengthOf(20);
      client.show({ conversation: null, messages: [] });
      await settled(chat);
      expect(nodes()).to.equal(empty);
    }
  });

  it('draws only the last row again while a reply streams', async () => {
    const { chat, client } = await withHistory(20);
    const earlier = rows(chat);
    const drawn = new Set<number>();
    for (const [i, row] of earlier.entries())
      new MutationObserver(() => drawn.add(i)).observe(row, { childList: true, characterData: true, subtree: true });
    const before = client.snapshot.messages;
    const reply = message({ role: 'assistant', state: 'streaming', text: 'A' });
    for (const text of ['A', 'A B', 'A B C']) {
      client.show({ status: 'streaming', messages: [...before, { ...reply, text }] });
      await settled(chat);
    }
    expect(rows(chat).at(-1)?.textContent).to.contain('A B C');
    expect(rows(chat)).to.have.length(21);
    expect(rows(chat).slice(0, -1)).to.deep.equal(earlier);
    expect([...drawn]).to.deep.equal([]);
  });

  it('breathes until the first token and no longer', async () => {
    const { chat, client } = await mountOpen();
    const question = message({ role: 'user', state: 'sending' });
    client.show({ status: 'sending', messages: [question] });
    await settled(chat);
    expect(query(chat, 'typing')).not.to.equal(null);
    client.show({
      status: 'streaming',
      messages: [question, message({ role: 'assistant', state: 'streaming', text: '' })],
    });
    await settled(chat);
    expect(query(chat, 'typing')).not.to.equal(null);
    client.show({ messages: [question, message({ role: 'assistant', state: 'streaming', text: 'I' })] });
    await settled(chat);
    expect(query(chat, 'typing')).to.equal(null);
  });

  it('follows a growing reply at the end, and lets go when the reader scrolls up', async () => {
    const { chat, client, scroller } = await withHistory(30);
    const before = client.snapshot.messages;
    const reply = message({ role: 'assistant', state: 'streaming', text: 'x\n'.repeat(10) });
    client.show({ status: 'streaming', messages: [...before, reply] });
    await settled(chat);
    await waitUntil(() => toEnd(scroller) < 2);
    await scrollUp(scroller, 200);
    const place = scroller.scrollTop;
    client.show({ messages: [...before, { ...reply, text: 'x\n'.repeat(60) }] });
    await settled(chat);
    await nextFrame();
    expect(Math.abs(scroller.scrollTop - place)).to.be.lessThan(2);
    expect(query(chat, 'jump')).not.to.equal(null);
  });

  it('stays at the end where a slow browser tells late of going there, and the content has grown since', async () => {
    const { chat, client, scroller } = await withHistory(30);
    client.show({ messages: [...client.snapshot.messages, message({ role: 'assistant', text: 'x\n'.repeat(10) })] });
    await chat.updateComplete;
    (scroller.firstElementChild as HTMLElement).style.paddingBottom = '100px';
    const late = performance.now() + 300;
    while (performance.now() < late);
    await waitUntil(() => toEnd(scroller) < 2);
    expect(query(chat, 'jump')).to.equal(null);
  });

  it('lets go when the focus moves to what is above, also while it goes to the end', async () => {
    const { chat, client, scroller } = await withHistory(30);
    const before = client.snapshot.messages;
    const reply = message({ role: 'assistant', state: 'streaming', text: 'x\n'.repeat(10) });
    client.show({ status: 'streaming', messages: [...before, reply] });
    await settled(chat);
    const above = part(chat, 'copy');
    above.focus();
    for (let i = 2; i < 6; i++) {
      client.show({ messages: [...before, { ...reply, text: 'x\n'.repeat(10 * i) }] });
      await settled(chat);
      await nextFrame();
    }
    expect(above.getBoundingClientRect().bottom).to.be.above(scroller.getBoundingClientRect().top);
    expect(toEnd(scroller)).to.be.above(100);
    expect(query(chat, 'jump')).not.to.equal(null);
  });

  it('offers the way back with the number of new messages, and follows again', async () => {
    const { chat, client, scroller } = await withHistory(30);
    await scrollUp(scroller, 300);
    client.show({ messages: [...client.snapshot.messages, message({ role: 'assistant' })] });
    await settled(chat);
    expect(part(chat, 'jump').textContent).to.contain('1 new');
    part(chat, 'jump').click();
    await settled(chat);
    await waitUntil(() => toEnd(scroller) < 2);
    expect(query(chat, 'jump')).to.equal(null);
  });

  it('goes to the end when the visitor sends', async () => {
    const { chat, client, scroller } = await withHistory(30);
    await scrollUp(scroller, 300);
    client.show({ messages: [...client.snapshot.messages, message({ role: 'user', state: 'sending' })] });
    await settled(chat);
    await waitUntil(() => toEnd(scroller) < 2);
  });

  it('keeps the first row in view where it is when older messages come', async () => {
    const { chat, client, scroller } = await withHistory(30);
    client.show({ hasOlder: true });
    await settled(chat);
    await scrollUp(scroller, scroller.scrollTop - 40);
    await waitUntil(() => client.asked('loadOlder').length > 0);
    const edge = scroller.getBoundingClientRect().top;
    const first = rows(chat).find((row) => row.getBoundingClientRect().bottom > edge);
    const place = first?.getBoundingClientRect().top ?? 0;
    client.show({ hasOlder: false, messages: [...history(40), ...client.snapshot.messages] });
    await settled(chat);
    await waitUntil(() => Math.abs((first?.getBoundingClientRect().top ?? 0) - place) < 3);
  });

  it('puts a long history into the page only as far as it is read', async () => {
    const { chat, scroller } = await withHistory(5000);
    expect(rows(chat).length).to.be.lessThan(100);
    const last = rows(chat).length;
    await scrollUp(scroller, scroller.scrollTop);
    await waitUntil(() => rows(chat).length > last);
    expect(rows(chat).length).to.be.lessThan(300);
  });

  it('separates the days', async () => {
    const { chat, client } = await mountOpen();
    const day = 86_400_000;
    const now = Date.now();
    client.show({
      messages: [now - 3 * day, now - day, now, now].map((date) => message({ role: 'user', date })),
    });
    await settled(chat);
    const days = [...chat.renderRoot.querySelectorAll('[part="day"]')].map((one) => one.textContent);
    expect(days).to.have.length(3);
    expect(days.slice(1)).to.deep.equal(['Yesterday', 'Today']);
  });
});

describe('a message', () => {
  const show = async (one: ChatMessage) => {
    const { chat, client } = await mountOpen();
    client.show({ conversation: 'conv-1', messages: [one] });
    await settled(chat);
    return { chat, client };
  };

  it('shows markup as text, and keeps line breaks', async () => {
    const { chat } = await show(message({ role: 'assistant', text: '<img src=x onerror=alert(1)>\nsecond' }));
    expect(part(chat, 'text').querySelector('img')).to.equal(null);
    const lines = [...part(chat, 'text').querySelector('p')!.childNodes].filter((node) => node.textContent?.trim());
    expect(lines.map((node) => node.textContent?.trim())).to.deep.equal(['<img src=x onerror=alert(1)>', 'second']);
    expect(part(chat, 'text').querySelector('br')).not.to.equal(null);
  });

  it('that failed says why, and is retried, discarded or edited', async () => {
    const failed = message({
      role: 'user',
      text: 'Hello',
      state: 'failed',
      problem: { code: 'rate_limited', requestId: 'req-7' },
    });
    const { chat, client } = await show(failed);
    await waitUntil(() => query(chat, 'message')?.querySelector('.error-actions'));
    const [retry, edit, discard] = chat.renderRoot.querySelectorAll<HTMLButtonElement>('.error-actions button');
    expect(part(chat, 'error').textContent).to.contain('a lot at once');
    expect(part(chat, 'message').textContent).to.contain('req-7');
    retry?.click();
    discard?.click();
    expect(client.asked('retry')).to.deep.equal([failed.id]);
    expect(client.asked('discard')).to.deep.equal([failed.id]);
    edit?.click();
    await settled(chat);
    expect(part<HTMLTextAreaElement>(chat, 'input').value).to.equal('Hello');
    expect(client.asked('discard')).to.have.length(2);
  });

  it('that waits or was stopped says so', async () => {
    const waiting = await show(message({ role: 'user', state: 'queued' }));
    expect(part(waiting.chat, 'message').textContent).to.contain('Waiting to be sent');
    const offline = await show(message({ role: 'user', state: 'queued', problem: { code: 'offline' } }));
    const words = 'You are offline. Your message will be sent';
    await waitUntil(() => part(offline.chat, 'message').textContent?.includes(words));
    offline.client.show({ problem: { code: 'offline' } });
    await settled(offline.chat);
    expect(query(offline.chat, 'notice')).to.equal(null);
    const later = await show(message({ role: 'user', state: 'queued', problem: { code: 'rate_limited', retryAt: 1 } }));
    await waitUntil(() => /It goes on at \d/.test(part(later.chat, 'message').textContent ?? ''));
    const stopped = await show(message({ role: 'assistant', state: 'stopped', text: 'Half' }));
    await waitUntil(() => part(stopped.chat, 'message').textContent?.includes('Stopped'));
  });

  it('that went unanswered says so, and the header does not call the assistant unavailable', async () => {
    const problem = { code: 'assistant_failed', requestId: '12345678-aaaa' } as const;
    const { chat, client } = await show(message({ role: 'user', state: 'failed', problem }));
    client.show({ status: 'failed' });
    await settled(chat);
    await waitUntil(() => part(chat, 'message').textContent?.includes('Reference'));
    expect(part(chat, 'error').textContent).to.equal('This was not answered.');
    expect(part(chat, 'message').textContent).to.contain('Reference 12345678').and.not.to.contain('aaaa');
    expect(part(chat, 'state').textContent).to.equal('Replies in seconds');
    client.show({ messages: [message({ role: 'user', state: 'failed', problem: { code: 'unreachable' } })] });
    await settled(chat);
    expect(part(chat, 'state').textContent).to.equal('Not available right now');
  });

  it('can be copied once it is finished', async () => {
    const streaming = await show(message({ role: 'assistant', state: 'streaming' }));
    expect(query(streaming.chat, 'copy')).to.equal(null);
    const { chat } = await show(message({ role: 'assistant', text: 'To copy' }));
    const copied: string[] = [];
    const original = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    await waitUntil(() => query(chat, 'copy'));
    part(chat, 'copy').click();
    await waitUntil(() => part(chat, 'copy').getAttribute('aria-label') === 'Copied');
    if (original) Object.defineProperty(navigator, 'clipboard', original);
    else Reflect.deleteProperty(navigator, 'clipboard');
    expect(copied).to.deep.equal(['To copy']);
  });

  it('is announced once: that a reply is coming, and the whole of it', async () => {
    const { chat, client } = await mountOpen();
    const said: string[] = [];
    const region = chat.renderRoot.querySelector('.root > [role="status"]');
    new MutationObserver(() => said.push(region?.textContent ?? '')).observe(region ?? chat, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const question = message({ role: 'user' });
    const reply = message({ role: 'assistant', state: 'streaming', text: 'One' });
    client.show({ status: 'sending', messages: [question] });
    await settled(chat);
    for (const text of ['One', 'One two', 'One two three']) {
      client.show({ status: 'streaming', messages: [question, { ...reply, text }] });
      await settled(chat);
    }
    client.show({ status: 'idle', messages: [question, { ...reply, text: 'One two three.', state: 'complete' }] });
    await settled(chat);
    await waitUntil(() => said.length === 2);
    expect(said).to.deep.equal(['Desk is replying', 'One two three.']);
  });
});
