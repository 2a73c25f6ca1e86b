// What comes with the later chunk: that it is fetched when something needs it, also before the first reply has ended.
import { expect } from '@open-wc/testing';
import type { Snapshot } from '../../../widget/core/view.ts';
import { message } from './fake-client.ts';
import { mountOpen, part, query, settled, waitUntil } from './mount.ts';

const question = message({ role: 'user', text: 'Why?' });

describe('the later chunk', () => {
  it('brings thoughts while the first reply is still being written', async () => {
    const { chat, client } = await mountOpen();
    const thought = message({ role: 'reasoning', text: 'They ask why.', state: 'streaming' });
    client.show({ status: 'streaming', messages: [question, thought] });
    await waitUntil(() => query(chat, 'reasoning')?.querySelector('summary'));
    expect(part(chat, 'reasoning').querySelector('summary')?.textContent).to.equal('Thoughts');
    expect(part(chat, 'reasoning').querySelector('p')?.textContent).to.equal('They ask why.');
  });

  it('tells where the browser keeps nothing', async () => {
    const { chat, client } = await mountOpen();
    expect(query(chat, 'notice')).to.equal(null);
    client.show({ storage: 'memory' });
    await waitUntil(() => query(chat, 'notice'));
    expect(part(chat, 'notice').textContent).to.contain('This browser keeps nothing');
  });

  it('knows of a failure whether the next message would work', async () => {
    const { chat, client } = await mountOpen();
    const state = () => part(chat, 'state').textContent;
    const fail = (code: NonNullable<Snapshot['problem']>['code']) =>
      client.show({ status: 'failed', messages: [{ ...question, state: 'failed', problem: { code } }] });
    fail('too_large');
    await waitUntil(() => state() === 'Replies in seconds');
    fail('budget_exhausted');
    await settled(chat);
    expect(state()).to.equal('Not available right now');
  });
});
