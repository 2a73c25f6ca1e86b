// What helps in writing: earlier messages by the arrow keys, dropping anywhere, the limit, long texts and other writings.
import { expect } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { type FakeClient, message } from './fake-client.ts';
import { mountOpen, part, press, query, settled, type, waitUntil } from './mount.ts';

const own = (text: string) => message({ role: 'user', text });

/** With three messages of one's own, two of them the same, and the later chunk, which they bring along. */
async function mountTalk(): Promise<{ chat: LettaChat; client: FakeClient; input: HTMLTextAreaElement }> {
  const { chat, client } = await mountOpen();
  client.show({ messages: [own('First'), own('Second\nline'), message({ role: 'assistant' }), own('First')] });
  await waitUntil(() => query(chat, 'copy'));
  await settled(chat);
  return { chat, client, input: part<HTMLTextAreaElement>(chat, 'input') };
}

describe('one’s last messages', () => {
  it('come back by arrow up, each once, and go again by arrow down', async () => {
    const { input } = await mountTalk();
    expect(press(input, 'ArrowUp'), 'the key is taken').to.equal(false);
    expect(input.value).to.equal('First');
    press(input, 'ArrowUp');
    expect(input.value).to.equal('Second\nline');
    expect(input.selectionStart).to.equal(input.value.length);
    press(input, 'ArrowUp');
    expect(input.value, 'the earliest stays').to.equal('Second\nline');
    press(input, 'ArrowDown');
    expect(input.value).to.equal('First');
    press(input, 'ArrowDown');
    expect(input.value).to.equal('');
    expect(press(input, 'ArrowDown'), 'there is nothing later').to.equal(true);
  });

  it('are sent like what one has typed', async () => {
    const { client, input } = await mountTalk();
    press(input, 'ArrowUp');
    press(input, 'Enter');
    expect(client.asked('send')).to.deep.equal([{ text: 'First', images: [] }]);
  });

  it('go by Escape, which then does not close the panel', async () => {
    const { chat, input } = await mountTalk();
    press(input, 'ArrowUp');
    press(input, 'Escape');
    await settled(chat);
    expect(input.value).to.equal('');
    expect(chat.open).to.equal(true);
    press(input, 'Escape');
    expect(chat.open).to.equal(false);
  });

  it('never come into a draft, be it what was brought back and then changed', async () => {
    const { chat, input } = await mountTalk();
    await type(chat, 'A draft');
    expect(press(input, 'ArrowUp'), 'the key is the field’s').to.equal(true);
    expect(input.value).to.equal('A draft');
    await type(chat, '');
    press(input, 'ArrowUp');
    await type(chat, 'First!');
    expect(press(input, 'ArrowUp')).to.equal(true);
    expect(press(input, 'ArrowDown')).to.equal(true);
    expect(input.value).to.equal('First!');
  });

  it('stay when the caret has been moved into them', async () => {
    const { input } = await mountTalk();
    press(input, 'ArrowUp');
    input.setSelectionRange(2, 2);
    expect(press(input, 'ArrowUp')).to.equal(true);
    expect(input.value).to.equal('First');
  });

  it('leave the keys to an input method, and to those who hold another key', async () => {
    const { input } = await mountTalk();
    expect(press(input, 'ArrowUp', { isComposing: true })).to.equal(true);
    expect(press(input, 'ArrowUp', { keyCode: 229 } as KeyboardEventInit)).to.equal(true);
    for (const key of ['shiftKey', 'altKey', 'ctrlKey', 'metaKey'])
      expect(press(input, 'ArrowUp', { [key]: true }), key).to.equal(true);
    expect(input.value).to.equal('');
  });
});

describe('dropping', () => {
  it('a picture anywhere in the panel shows where it goes, and previews it', async () => {
    const { chat } = await mountTalk();
    const log = part(chat, 'transcript');
    const panel = part(chat, 'panel');
    const files = [await pictureFile()];
    expect(drag(log, 'dragenter', { files }), 'the browser keeps its hands off').to.equal(false);
    expect(panel.dataset['dropping']).to.equal('Drop it here to add it to your message');
    drag(part(chat, 'composer'), 'dragenter', { files });
    drag(log, 'dragleave', { files });
    expect(panel.dataset['dropping'], 'from one part to another is no leaving').not.to.equal(undefined);
    expect(drag(log, 'dragover', { files })).to.equal(false);
    expect(drag(log, 'drop', { files })).to.equal(false);
    expect(panel.dataset['dropping']).to.equal(undefined);
    await waitUntil(() => query(chat, 'preview'));
  });

  it('a picture works before anything has been said', async () => {
    const { chat } = await mountOpen();
    const files = [await pictureFile()];
    expect(drag(part(chat, 'panel'), 'dragover', { files })).to.equal(false);
    expect(drag(part(chat, 'panel'), 'drop', { files })).to.equal(false);
    await waitUntil(() => query(chat, 'preview'));
  });

  it('is over when the panel is left', async () => {
    const { chat } = await mountTalk();
    const panel = part(chat, 'panel');
    drag(panel, 'dragenter', { files: [await pictureFile()] });
    drag(panel, 'dragleave', { files: [] });
    expect(panel.dataset['dropping']).to.equal(undefined);
  });

  it('words puts them behind what stands in the field', async () => {
    const { chat } = await mountTalk();
    const input = await type(chat, 'Look:');
    drag(part(chat, 'transcript'), 'dragenter', { text: 'a chain' });
    expect(part(chat, 'panel').dataset['dropping']).not.to.equal(undefined);
    expect(drag(part(chat, 'transcript'), 'drop', { text: 'a chain' })).to.equal(false);
    await settled(chat);
    expect(input.value).to.equal('Look:\na chain');
  });

  it('words onto the field is left to the field', async () => {
    const { chat, input } = await mountTalk();
    expect(drag(input, 'dragover', { text: 'a chain' })).to.equal(true);
    expect(drag(input, 'drop', { text: 'a chain' })).to.equal(true);
    expect(part(chat, 'panel').dataset['dropping']).to.equal(undefined);
  });

  it('a file of another kind says which kinds there are', async () => {
    const { chat } = await mountTalk();
    const files = [new File(['%PDF'], 'offer.pdf', { type: 'application/pdf' })];
    expect(drag(part(chat, 'panel'), 'drop', { files })).to.equal(false);
    await waitUntil(() => query(chat, 'limit'));
    expect(part(chat, 'limit').textContent).to.contain('PNG');
    expect(query(chat, 'preview')).to.equal(null);
  });
});

describe('pasting', () => {
  it('of a table leaves out the picture that comes with it', async () => {
    const { chat } = await mountTalk();
    const event = new Event('paste', { bubbles: true, cancelable: true });
    const types = ['text/plain', 'text/html', 'Files'];
    Object.defineProperty(event, 'clipboardData', { value: { types, files: [await pictureFile()] } });
    expect(part(chat, 'input').dispatchEvent(event), 'the field takes the words').to.equal(true);
    await settled(chat);
    expect(query(chat, 'preview')).to.equal(null);
  });

  it('of a picture works with the focus in the transcript', async () => {
    const { chat } = await mountTalk();
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'clipboardData', { value: { types: ['Files'], files: [await pictureFile()] } });
    expect(part(chat, 'transcript').dispatchEvent(event)).to.equal(false);
    await waitUntil(() => query(chat, 'preview'));
  });
});

describe('the limit', () => {
  it('shows from nine tenths on, describes the field, and is said when one pauses', async () => {
    const { chat } = await mountOpen();
    const input = await type(chat, 'x'.repeat(14_400));
    expect(query(chat, 'limit')).to.equal(null);
    await type(chat, 'x'.repeat(14_401));
    await waitUntil(() => query(chat, 'limit'));
    expect(part(chat, 'limit').textContent).to.contain('1,599 characters left');
    expect(input.getAttribute('aria-describedby')).to.equal(part(chat, 'limit').id);
    const said = chat.renderRoot.querySelector('.said');
    expect(said?.role).to.equal('status');
    await waitUntil(() => said?.textContent === '1,599 characters left');
    await type(chat, 'short');
    expect(query(chat, 'limit')).to.equal(null);
    expect(input.hasAttribute('aria-describedby')).to.equal(false);
  });

  it('makes the field invalid beyond, and sends nothing', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, 'x'.repeat(16_001));
    await waitUntil(() => input.ariaInvalid === 'true');
    expect(part(chat, 'limit').textContent).to.contain('1 character too many');
    press(input, 'Enter');
    expect(part<HTMLButtonElement>(chat, 'send').disabled).to.equal(true);
    expect(client.asked('send')).to.deep.equal([]);
    await type(chat, 'x'.repeat(16_000));
    expect(input.ariaInvalid).to.equal(null);
  });
});

describe('the field', () => {
  it('keeps to six lines with a long text in either direction, and its words begin where they are read from', async () => {
    for (const [dir, text] of [
      ['ltr', 'The chain makes a noise. '.repeat(200)],
      ['rtl', 'السلسلة تصدر صوتا. '.repeat(200)],
    ] as const) {
      const { chat } = await mountOpen();
      const input = await type(chat, text);
      const sixLines = 6 * Number.parseFloat(getComputedStyle(input).lineHeight) + 24;
      expect(input.offsetHeight, dir).to.be.lessThan(sixLines);
      expect(input.scrollHeight, 'the rest scrolls').to.be.greaterThan(input.offsetHeight);
      expect(getComputedStyle(input).direction).to.equal(dir);
      expect(input.scrollWidth, 'nothing sticks out').to.be.at.most(input.clientWidth);
    }
  });

  it('keeps its send button in sight beside the longest word', async () => {
    const { chat } = await mountOpen();
    await type(chat, 'Donaudampfschifffahrt'.repeat(30));
    const field = part(chat, 'composer').getBoundingClientRect();
    const send = part(chat, 'send').getBoundingClientRect();
    expect(send.right).to.be.at.most(field.right);
    expect(send.width).to.be.at.least(40);
  });
});

describe('the focus', () => {
  it('goes to the field when the reply is stopped by a key, whose button then goes', async () => {
    const { chat, client, input } = await mountTalk();
    client.show({ status: 'streaming' });
    await settled(chat);
    part(chat, 'stop').focus();
    part(chat, 'stop').click(); // as Enter and Space do: without a pointer
    expect(client.asked('stop')).to.have.length(1);
    expect(chat.shadowRoot?.activeElement).to.equal(input);
  });
});

/** A drag event with files or words; the answer says whether it kept its default. The real ones carry data in no engine's tests. */
function drag(target: Element, name: string, { files = [], text = '' }: { files?: File[]; text?: string }): boolean {
  const event = new Event(name, { bubbles: true, cancelable: true, composed: true });
  const dataTransfer = { types: text ? ['text/plain'] : ['Files'], files, getData: () => text };
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
  return target.dispatchEvent(event);
}

async function pictureFile(): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob ?? ''], 'dot.png', { type: 'image/png' });
}
