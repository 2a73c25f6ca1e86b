// The two buttons below a reply, where a page has asked for them.
import { expect } from '@open-wc/testing';
import { RequestError } from '../../../widget/client.ts';
import type { LettaChatFeedbackEvent } from '../../../widget/elements/feedback.ts';
import { message } from './fake-client.ts';
import { mountOpen, settled, waitUntil } from './mount.ts';

async function openRated(attribute = true) {
  const { chat, client } = await mountOpen();
  if (attribute) chat.feedback = true;
  const reply = message({ role: 'assistant', text: 'Yes.' });
  client.show({ conversation: 'conv-1', messages: [message({ role: 'user' }), reply] });
  await waitUntil(() => chat.renderRoot.querySelector('[part=copy]'));
  await settled(chat);
  const buttons = () => [...chat.renderRoot.querySelectorAll<HTMLButtonElement>('[part=feedback]')];
  const thanks = () => chat.renderRoot.querySelector('.thanks')?.textContent ?? '';
  return { chat, client, reply, buttons, thanks };
}

describe('feedback', () => {
  it('is not asked for unless the page wants it', async () => {
    const { chat, buttons } = await openRated(false);
    expect(buttons()).to.have.length(0);
    chat.setAttribute('feedback', '');
    await waitUntil(() => buttons().length === 2);
    chat.removeAttribute('feedback');
    await waitUntil(() => buttons().length === 0);
  });

  it('has two named buttons below a whole reply, and none below others', async () => {
    const { client, buttons } = await openRated();
    expect(buttons().map((button) => [button.ariaLabel, button.ariaPressed])).to.deep.equal([
      ['Good reply', 'false'],
      ['Bad reply', 'false'],
    ]);
    client.show({ messages: [message({ role: 'user' }), message({ role: 'assistant', state: 'stopped' })] });
    await waitUntil(() => buttons().length === 0);
  });

  it('thanks politely, tells the page, and shows what is kept', async () => {
    const { chat, client, reply, buttons, thanks } = await openRated();
    const told: unknown[] = [];
    chat.addEventListener('letta-chat-feedback', (event: LettaChatFeedbackEvent) => told.push(event.detail));
    buttons()[0]!.click();
    await waitUntil(() => thanks() === 'Thank you for your feedback.');
    expect(chat.renderRoot.querySelector('.thanks')!.getAttribute('role')).to.equal('status');
    expect(client.calls.at(-1)).to.deep.equal({ name: 'rate', value: [reply.id, 'positive'] });
    expect(told).to.deep.equal([{ message: reply.id, value: 'positive' }]);
    client.show({ messages: [{ ...reply, feedback: 'positive' }] });
    await waitUntil(() => buttons()[0]?.ariaPressed === 'true');
    expect(buttons()[1]!.ariaPressed).to.equal('false');
    buttons()[0]!.click();
    await waitUntil(() => told.length === 2);
    expect(told[1]).to.deep.equal({ message: reply.id, value: null });
  });

  it('says when it could not be kept, and tells the page nothing', async () => {
    const { chat, client, buttons, thanks } = await openRated();
    let told = 0;
    chat.addEventListener('letta-chat-feedback', () => told++);
    client.refusal = new RequestError({ code: 'unreachable' }, 'The proxy does not answer.');
    buttons()[1]!.click();
    await waitUntil(() => thanks().startsWith('Your feedback could not be kept'));
    expect(told).to.equal(0);
  });
});
