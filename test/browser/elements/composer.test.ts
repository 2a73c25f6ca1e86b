// The composer: what sends, what does not, and that nothing typed is lost.
import { expect } from '@open-wc/testing';
import { message } from './fake-client.ts';
import { mountOpen, part, press, query, settled, type, waitUntil } from './mount.ts';

describe('the composer', () => {
  it('sends on Enter and empties the field', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, '  Hello  ');
    expect(press(input, 'Enter')).to.equal(false);
    await settled(chat);
    expect(client.asked('send')).to.deep.equal([{ text: 'Hello', images: [] }]);
    expect(input.value).to.equal('');
  });

  it('breaks the line on Shift+Enter', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, 'Hello');
    expect(press(input, 'Enter', { shiftKey: true })).to.equal(true);
    expect(client.asked('send')).to.deep.equal([]);
  });

  it('sends nothing while an input method composes, nor with the Enter that ends it in Safari', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, 'にほん');
    press(input, 'Enter', { isComposing: true });
    press(input, 'Enter', { keyCode: 229 } as KeyboardEventInit);
    expect(client.asked('send')).to.deep.equal([]);
    expect(input.value).to.equal('にほん');
    press(input, 'Enter');
    expect(client.asked('send')).to.have.length(1);
  });

  it('sends once however often one presses', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, 'Once');
    const button = part<HTMLButtonElement>(chat, 'send');
    for (let i = 0; i < 100; i++) {
      button.click();
      press(input, 'Enter');
      press(input, 'Enter', { repeat: true });
    }
    await settled(chat);
    expect(client.asked('send')).to.have.length(1);
    expect(client.asked('stop')).to.have.length(0);
  });

  it('does not stop the reply by the second click of a double click', async () => {
    const { chat, client } = await mountOpen();
    await type(chat, 'Hello');
    part(chat, 'send').dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }));
    client.show({ status: 'sending', messages: [message({ role: 'user', text: 'Hello', state: 'sending' })] });
    await settled(chat);
    part(chat, 'stop').dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }));
    expect(client.asked('stop')).to.have.length(0);
    part(chat, 'stop').dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }));
    expect(client.asked('stop')).to.have.length(1);
  });

  it('takes what is typed while another conversation is being opened along to that one', async () => {
    const { chat, client } = await mountOpen();
    client.show({ conversation: 'conv-one' });
    const input = await type(chat, 'half a sen');
    client.show({ draft: 'half a sen', opening: true });
    await settled(chat);
    expect(input.value).to.equal('');
    await type(chat, 'Hel');
    client.show({ conversation: 'conv-two', draft: '' });
    await settled(chat);
    expect(input.value).to.equal('Hel');
    expect(client.asked('setDraft').at(-1)).to.equal('Hel');
    client.show({ opening: false, draft: 'kept there\nHel' });
    await settled(chat);
    expect(input.value).to.equal('kept there\nHel');
  });

  it('shows what was typed before when there is nothing to open', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, 'Hello');
    client.show({ draft: 'Hello', opening: true });
    await settled(chat);
    client.show({ opening: false });
    await settled(chat);
    expect(input.value).to.equal('Hello');
  });

  it('sends nothing that is empty', async () => {
    const { chat, client } = await mountOpen();
    const input = await type(chat, ' \n ');
    press(input, 'Enter');
    expect(part<HTMLButtonElement>(chat, 'send').disabled).to.equal(true);
    expect(client.asked('send')).to.deep.equal([]);
  });

  it('gives back what could not be sent, before what was typed meanwhile', async () => {
    const { chat, client } = await mountOpen();
    client.refusal = new Error('refused by the test');
    const input = await type(chat, 'First');
    press(input, 'Enter');
    await type(chat, 'Second');
    await waitUntil(() => input.value.includes('First'));
    expect(input.value).to.match(/First/);
    expect(input.value).to.match(/Second/);
  });

  it('offers to stop from the moment of sending, and to send what is typed meanwhile', async () => {
    const { chat, client } = await mountOpen();
    client.show({ status: 'sending' });
    await settled(chat);
    expect(part(chat, 'stop').getAttribute('aria-label')).to.equal('Stop the reply');
    expect(query(chat, 'send')).to.equal(null);
    await type(chat, 'One more thing');
    part(chat, 'send').click();
    expect(client.asked('send')).to.have.length(1);
  });

  it('grows with its text up to six lines', async () => {
    const { chat } = await mountOpen();
    const input = await type(chat, 'One');
    const one = input.offsetHeight;
    await type(chat, 'One\nTwo\nThree');
    const three = input.offsetHeight;
    await type(chat, 'x\n'.repeat(40));
    const most = input.offsetHeight;
    expect(three).to.be.greaterThan(one + 40);
    expect(most).to.be.greaterThan(three);
    expect(most).to.be.lessThan(one * 5);
  });

  it('says how many characters are left near the limit, and keeps a text that is over it', async () => {
    const { chat } = await mountOpen();
    await type(chat, 'x'.repeat(15_900));
    await waitUntil(() => query(chat, 'limit'));
    expect(part(chat, 'limit').textContent).to.contain('100 characters left');
    const input = await type(chat, 'x'.repeat(16_010));
    expect(part(chat, 'limit').textContent).to.contain('10 characters too many');
    expect(part<HTMLButtonElement>(chat, 'send').disabled).to.equal(true);
    expect(input.value).to.have.length(16_010);
  });

  it('takes over the draft of an earlier visit, but not over what is being typed', async () => {
    const { chat, client } = await mountOpen();
    client.show({ draft: 'From yesterday' });
    await settled(chat);
    const input = part<HTMLTextAreaElement>(chat, 'input');
    expect(input.value).to.equal('From yesterday');
    await type(chat, 'New words');
    client.show({ draft: 'Older words' });
    await settled(chat);
    expect(input.value).to.equal('New words');
    expect(client.asked('setDraft').at(-1)).to.equal('New words');
  });

  it('previews a pasted picture and sends it', async () => {
    const { chat, client } = await mountOpen();
    const input = part(chat, 'input');
    input.dispatchEvent(pasteOf(await pictureFile()));
    await waitUntil(() => query(chat, 'preview'));
    part(chat, 'send').click();
    const [sent] = client.asked('send') as [{ text: string; images: string[] }];
    expect(sent.text).to.equal('');
    expect(sent.images[0]).to.match(/^data:image\/png;base64,/);
  });

  it('refuses a file that is no picture of a known kind, and says which are', async () => {
    const { chat } = await mountOpen();
    part(chat, 'input').dispatchEvent(pasteOf(new File(['<svg/>'], 'x.svg', { type: 'image/svg+xml' })));
    await waitUntil(() => query(chat, 'limit'));
    expect(part(chat, 'limit').textContent).to.contain('PNG');
    expect(query(chat, 'preview')).to.equal(null);
  });
});

/** `ClipboardEvent` cannot be given data in every engine, so the event carries it as a property. */
function pasteOf(file: File): Event {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'clipboardData', { value: { files: [file], types: ['Files'] } });
  return event;
}

async function pictureFile(): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob ?? ''], 'dot.png', { type: 'image/png' });
}
