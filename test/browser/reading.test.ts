// What helps a reader: copying a reply as rich text, finding words, landing at what is new, the whole transcript in print.
import { expect, nextFrame } from '@open-wc/testing';
import { htmlOf } from '../../widget/reading/copy.ts';
import { mountOpen, part, press, query, settled, waitUntil } from './elements/mount.ts';
import { openView } from './markdown-tools.ts';

let made = 0;
const message = (text: string, more: object = {}) => {
  made++;
  const base = { id: `m${made}`, role: 'assistant', state: 'sent', text, images: [], date: 1_700_000_000_000 };
  return { ...base, ...more } as never;
};

async function withMessages(messages: readonly never[], more: object = {}) {
  const { chat, client } = await mountOpen();
  client.show({ messages: [...messages], conversation: 'conv-1', ...more });
  await waitUntil(() => query(chat, 'copy')); // what a reader needs has been fetched
  await settled(chat);
  return { chat, client, rows: () => chat.renderRoot.querySelectorAll('letta-chat-message') };
}

describe('a copied reply', () => {
  it('is plain HTML: one list, one table, code without its header, and nothing of the widget', async () => {
    const items = Array.from({ length: 90 }, (_, i) => `${i + 3}. item ${i}`).join('\n');
    const rows = Array.from({ length: 130 }, (_, i) => `| ${i} | *b* |`).join('\n');
    const { element, view, end } = openView();
    view.update(
      `# Title\n\n${items}\n\n| a | b |\n|---|---|\n${rows}\n\n\`\`\`ts\nconst a = 1;\n\`\`\`\n\n- [x] done`,
      true,
    );
    await view.complete;
    const html = htmlOf(element);
    end();
    expect(html.match(/<ol/g)).to.have.length(1);
    expect(html).to.contain('<ol start="3"').and.contain('item 89');
    expect(html.match(/<table/g)).to.have.length(1);
    expect(html.match(/<tr/g)).to.have.length(131);
    expect(html).to.contain('<pre dir="ltr"><code>const a = 1;\n</code></pre>').and.contain('☑ ');
    expect(html).not.to.match(/class=|<div|<span|<button|style=/);
  });

  it('goes to the clipboard as Markdown and as rich text, or as text alone where only that is allowed', async () => {
    const { chat } = await withMessages([message('Some **bold** words')]);
    const written: string[] = [];
    const original = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    const write = async ([item]: ClipboardItem[]) => {
      for (const type of ['text/plain', 'text/html']) written.push(await (await item!.getType(type)).text());
    };
    const copy = async (value: object) => {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value });
      part(chat, 'copy').click();
      await waitUntil(() => part(chat, 'copy').getAttribute('aria-label') === 'Copied');
      part(chat, 'copy').setAttribute('aria-label', '');
    };
    await copy({ write });
    await copy({
      write: () => Promise.reject(new Error('refused')),
      writeText: async (text: string) => void written.push(text),
    });
    if (original) Object.defineProperty(navigator, 'clipboard', original);
    else Reflect.deleteProperty(navigator, 'clipboard');
    expect(written).to.deep.equal([
      'Some **bold** words',
      '<p dir="ltr">Some <strong>bold</strong> words</p>',
      'Some **bold** words',
    ]);
  });
});

describe('the find bar', () => {
  async function open(count: number, more: object = {}) {
    const messages = Array.from({ length: count }, (_, i) => message(i % 50 === 7 ? `The needle ${i}` : `Hay ${i}`));
    const page = await withMessages(messages, more);
    expect(press(part(page.chat, 'input'), 'f', { ctrlKey: true })).to.equal(false);
    await waitUntil(() => query(page.chat, 'find'));
    const input = part(page.chat, 'find').querySelector('input')!;
    const type = async (text: string) => {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await settled(page.chat);
    };
    const said = () => part(page.chat, 'find').querySelector('output')!.textContent;
    return { ...page, input, type, said };
  }

  it('finds the newest message with the words, then earlier ones, also those that are not in the page yet', async () => {
    const { chat, rows, input, type, said } = await open(200);
    expect(rows().length).to.be.lessThan(200);
    await type('NEEDLE');
    await waitUntil(() => said() === '4 of 4');
    for (const expected of ['3 of 4', '2 of 4', '1 of 4']) {
      press(input, 'Enter');
      await waitUntil(() => said() === expected);
    }
    const first = [...rows()].find((row) => row.textContent!.includes('needle 7'))!;
    const box = part(chat, 'transcript').getBoundingClientRect();
    await waitUntil(() => {
      const { top } = first.getBoundingClientRect();
      return top > box.top && top < box.bottom;
    });
    const highlights = (CSS as unknown as { highlights?: Map<string, Set<Range>> }).highlights;
    if (highlights) expect([...(highlights.get('letta-chat-found') ?? [])].map(String)).to.deep.equal(['needle']);
    else expect(first.hasAttribute('data-found')).to.equal(true);
    press(input, 'Enter', { shiftKey: true });
    await waitUntil(() => said() === '2 of 4');
    await type('nowhere');
    expect(said()).to.equal('Nothing found');
  });

  it('goes by Escape, which leaves the chat open and gives the focus back', async () => {
    const { chat, input } = await open(20);
    input.focus();
    press(input, 'Escape');
    expect(query(chat, 'find')).to.equal(null);
    expect(chat.open).to.equal(true);
  });

  it('leaves the keys to the browser when it is open already', async () => {
    const { input } = await open(20);
    expect(press(input, 'f', { ctrlKey: true })).to.equal(true);
  });

  it('fetches older messages when asked, until one has the words', async () => {
    const { chat, client, type, said } = await open(20, { hasOlder: true });
    await type('needle 999');
    const before = client.asked('loadOlder').length;
    part(chat, 'find').querySelector<HTMLElement>('.text-button')!.click();
    await waitUntil(() => client.asked('loadOlder').length > before);
    const asked = client.asked('loadOlder').length;
    client.show({ messages: [message('nothing'), ...client.snapshot.messages] });
    await waitUntil(() => client.asked('loadOlder').length > asked);
    client.show({ messages: [message('needle 999'), ...client.snapshot.messages], hasOlder: false });
    await waitUntil(() => said() === '1 of 1');
  });
});

describe('opening again', () => {
  it('lands at the first message that came meanwhile, which says so', async () => {
    const history = Array.from({ length: 40 }, (_, i) => message(`message ${i}`));
    const { chat, client, rows } = await withMessages(history);
    chat.hide();
    await settled(chat);
    const news = [message('first news\n\n'.repeat(30)), message('second news\n\n'.repeat(30))];
    client.show({ messages: [...client.snapshot.messages, ...news], unread: 2 });
    await settled(chat);
    await chat.show();
    client.show({ unread: 0 });
    await settled(chat);
    const first = rows()[rows().length - 2] as HTMLElement;
    expect(first.dataset['new']).to.equal('New messages');
    await nextFrame();
    await waitUntil(() => {
      const distance = first.getBoundingClientRect().top - part(chat, 'transcript').getBoundingClientRect().top;
      return Math.abs(distance) < 40;
    });
    client.show({ messages: [...client.snapshot.messages, message('thanks', { role: 'user' })] });
    await settled(chat);
    expect(chat.renderRoot.querySelector('[data-new]')).to.equal(null);
  });
});

describe('in print', () => {
  it('the whole transcript is there', async () => {
    const { rows } = await withMessages(Array.from({ length: 200 }, (_, i) => message(`message ${i}`)));
    expect(rows().length).to.be.lessThan(200);
    dispatchEvent(new Event('beforeprint'));
    await waitUntil(() => rows().length === 200);
  });
});
