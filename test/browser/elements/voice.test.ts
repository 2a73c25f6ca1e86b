// Voice input by a stand-in for the browser's recognition, which no browser has in tests; reading aloud by the browser's own voices
// where it has some, and by a stand-in that can be told when a piece ends.
import { expect, fixture, html } from '@open-wc/testing';
import type { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { FakeClient, message } from './fake-client.ts';
import { part, press, query, settled, type, waitUntil } from './mount.ts';

class StandIn extends EventTarget {
  static latest: StandIn | undefined;
  lang = '';
  continuous = false;
  interimResults = false;
  readonly asked: string[] = [];

  constructor() {
    super();
    StandIn.latest = this;
  }
  start = () => void this.asked.push('start');
  stop = () => void this.asked.push('stop');
  abort = () => void this.asked.push('abort');

  hear(...phrases: string[]): void {
    const results = phrases.map((transcript) => [{ transcript }]);
    this.dispatchEvent(Object.assign(new Event('result'), { results }));
  }
  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { error }));
    this.dispatchEvent(new Event('end'));
  }
}

const page = window as { SpeechRecognition?: unknown; webkitSpeechRecognition?: unknown };
const platform = page.SpeechRecognition;

async function mountVoice(
  attributes: 'voice-input' | 'read-aloud' | '',
  lang = 'en-GB',
): Promise<{ chat: LettaChat; client: FakeClient }> {
  const chat = await fixture<LettaChat>(
    html`<letta-chat
      proxy="https://chat.test"
      lang=${lang}
      ?voice-input=${attributes === 'voice-input'}
      ?read-aloud=${attributes === 'read-aloud'}
    ></letta-chat>`,
  );
  await chat.show();
  await settled(chat);
  return { chat, client: FakeClient.latest() };
}

async function listen(): Promise<{
  chat: LettaChat;
  client: FakeClient;
  recognition: StandIn;
  input: HTMLTextAreaElement;
}> {
  const { chat, client } = await mountVoice('voice-input');
  await waitUntil(() => query(chat, 'voice'));
  part(chat, 'voice').click();
  await settled(chat);
  return { chat, client, recognition: StandIn.latest!, input: part<HTMLTextAreaElement>(chat, 'input') };
}

const isPressed = (chat: LettaChat): boolean => part(chat, 'voice').ariaPressed === 'true';

describe('voice input', () => {
  beforeEach(() => {
    page.SpeechRecognition = StandIn;
  });
  afterEach(() => {
    if (platform) page.SpeechRecognition = platform;
    else delete page.SpeechRecognition;
  });

  it('is off unless the page wants it', async () => {
    const { chat, client } = await mountVoice('');
    client.show({ messages: [message({ role: 'assistant' })] });
    await waitUntil(() => query(chat, 'copy'));
    await settled(chat);
    expect(query(chat, 'voice')).to.equal(null);
    expect(query(chat, 'read-aloud')).to.equal(null);
  });

  it('writes what is heard behind what stands there, while it is heard, in the page’s language', async () => {
    const { chat, client } = await mountVoice('voice-input');
    await waitUntil(() => query(chat, 'voice'));
    const input = await type(chat, 'Guten Tag,');
    expect(isPressed(chat)).to.equal(false);
    part(chat, 'voice').click();
    await settled(chat);
    const recognition = StandIn.latest!;
    expect(recognition.asked).to.deep.equal(['start']);
    expect([recognition.lang, recognition.interimResults]).to.deep.equal(['en-GB', true]);
    expect(isPressed(chat)).to.equal(true);
    recognition.hear('meine');
    await settled(chat);
    expect(input.value).to.equal('Guten Tag, meine');
    recognition.hear('meine Kette', ' rasselt');
    await settled(chat);
    expect(input.value).to.equal('Guten Tag, meine Kette rasselt');
    expect(client.asked('setDraft').at(-1)).to.equal('Guten Tag, meine Kette rasselt');
  });

  it('ends with a second press, and takes what was said last', async () => {
    const { chat, recognition, input } = await listen();
    recognition.hear('one');
    await settled(chat);
    part(chat, 'voice').click();
    expect(recognition.asked).to.deep.equal(['start', 'stop']);
    recognition.hear('one two');
    recognition.dispatchEvent(new Event('end'));
    await settled(chat);
    expect(input.value).to.equal('one two');
    expect(isPressed(chat)).to.equal(false);
  });

  it('ends with sending, and writes nothing into the empty field', async () => {
    const { chat, client, recognition, input } = await listen();
    recognition.hear('send this');
    await settled(chat);
    press(input, 'Enter');
    await settled(chat);
    expect(client.asked('send')).to.deep.equal([{ text: 'send this', images: [] }]);
    expect(recognition.asked).to.deep.equal(['start', 'abort']);
    recognition.hear('send this too late');
    await settled(chat);
    expect(input.value).to.equal('');
    expect(isPressed(chat)).to.equal(false);
  });

  it('ends when the visitor types, and when the panel closes', async () => {
    const first = await listen();
    first.recognition.hear('heard');
    await type(first.chat, 'heard and typed');
    await settled(first.chat);
    expect(first.recognition.asked).to.deep.equal(['start', 'abort']);
    expect(first.input.value).to.equal('heard and typed');
    const second = await listen();
    second.chat.hide();
    await settled(second.chat);
    expect(second.recognition.asked).to.deep.equal(['start', 'abort']);
  });

  for (const [error, sentence] of [
    ['not-allowed', 'The microphone may not be used here.'],
    ['audio-capture', 'No microphone was found.'],
    ['no-speech', 'Nothing was heard.'],
    ['network', 'Voice input does not work right now.'],
  ] as const)
    it(`says in one sentence why it heard nothing: ${error}`, async () => {
      const { chat, recognition } = await listen();
      recognition.fail(error);
      await settled(chat);
      expect(isPressed(chat)).to.equal(false);
      expect(part(chat, 'limit').textContent).to.equal(sentence);
      await type(chat, 'Then I type');
      await settled(chat);
      expect(query(chat, 'limit'), 'gone as soon as one goes on').to.equal(null);
    });
});

describe('the voice', () => {
  it('has its words in the page’s language', async () => {
    const { chat, client } = await mountVoice('read-aloud', 'de');
    client.show({ messages: [message({ role: 'assistant' })] });
    await waitUntil(() => query(chat, 'read-aloud')?.ariaLabel === 'Vorlesen');
  });
});

describe('voice input without the platform', () => {
  it('shows no button', async () => {
    const names = ['SpeechRecognition', 'webkitSpeechRecognition'] as const;
    const hidden = names.filter((name) => name in window);
    const own = hidden.map((name) => Object.getOwnPropertyDescriptor(window, name)!);
    for (const name of hidden) Reflect.deleteProperty(window, name);
    try {
      const { chat } = await mountVoice('voice-input');
      await type(chat, 'x'.repeat(15_900)); // brings the chunk from which the voice would come
      await waitUntil(() => query(chat, 'limit'));
      await settled(chat);
      expect(query(chat, 'voice')).to.equal(null);
    } finally {
      for (const [i, name] of hidden.entries()) Object.defineProperty(window, name, own[i]!);
    }
  });
});

describe('reading aloud', () => {
  const { speechSynthesis, SpeechSynthesisUtterance } = window;
  let spoken: { text: string; lang: string; onend?: () => void; onerror?: () => void }[] = [];
  let cancelled = 0;

  beforeEach(() => {
    spoken = [];
    cancelled = 0;
    const synthesis = {
      getVoices: () => [],
      speak: (utterance: (typeof spoken)[number]) => spoken.push(utterance),
      cancel: () => {
        cancelled++;
      },
    };
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
    Object.assign(window, {
      SpeechSynthesisUtterance: class {
        lang = '';
        text: string;
        constructor(text: string) {
          this.text = text;
        }
      },
    });
  });
  afterEach(() => {
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis, configurable: true });
    Object.assign(window, { SpeechSynthesisUtterance });
  });

  async function mountReplies(): Promise<LettaChat> {
    const { chat, client } = await mountVoice('read-aloud');
    client.show({
      messages: [
        message({ role: 'assistant', text: '**Yes.** We are.\n\n```js\nlet a = 1;\n```' }),
        message({ role: 'user', text: 'Really?' }),
        message({ role: 'assistant', text: 'Really.' }),
      ],
    });
    await waitUntil(() => query(chat, 'read-aloud'));
    await settled(chat);
    return chat;
  }
  const buttons = (chat: LettaChat) => [...chat.renderRoot.querySelectorAll<HTMLElement>('[part~="read-aloud"]')];

  it('has a button at each finished reply that speaks its words, and stops it', async () => {
    const chat = await mountReplies();
    const [first] = buttons(chat);
    expect(buttons(chat)).to.have.length(2);
    expect(first?.ariaLabel).to.equal('Read aloud');
    first?.click();
    expect(spoken.map(({ text, lang }) => [text, lang])).to.deep.equal([['Yes. We are. Code.', 'en-GB']]);
    expect(first?.ariaLabel).to.equal('Stop reading');
    first?.click();
    expect(cancelled).to.equal(1);
    expect(first?.ariaLabel).to.equal('Read aloud');
  });

  it('reads one reply at a time, to its end', async () => {
    const chat = await mountReplies();
    const [first, second] = buttons(chat);
    first?.click();
    second?.click();
    expect([first?.ariaLabel, second?.ariaLabel]).to.deep.equal(['Read aloud', 'Stop reading']);
    spoken[0]?.onerror?.(); // what is cancelled says so, late
    expect(second?.ariaLabel).to.equal('Stop reading');
    spoken[1]?.onend?.();
    expect(second?.ariaLabel).to.equal('Read aloud');
  });

  it('goes on with what was begun anew when the late news of what was stopped come', async () => {
    const [first] = buttons(await mountReplies());
    first?.click();
    first?.click();
    first?.click();
    spoken[0]?.onerror?.();
    expect(first?.ariaLabel).to.equal('Stop reading');
  });

  it('falls silent when the panel closes', async () => {
    const chat = await mountReplies();
    buttons(chat)[0]?.click();
    chat.hide();
    await settled(chat);
    expect(cancelled).to.equal(1);
  });

  it('says so when it cannot', async () => {
    const chat = await mountReplies();
    const [first] = buttons(chat);
    first?.click();
    spoken[0]?.onerror?.();
    expect(first?.ariaLabel).to.equal('Reading aloud does not work here.');
    await waitUntil(() => first?.ariaLabel === 'Read aloud');
  });
});

describe('reading aloud by the browser itself', () => {
  it('begins and stops by its own voices, where it has some', async function () {
    if (!('speechSynthesis' in window) || speechSynthesis.getVoices().length === 0) return this.skip();
    const { chat, client } = await mountVoice('read-aloud');
    client.show({ messages: [message({ role: 'assistant', text: 'Yes.' })] });
    await waitUntil(() => query(chat, 'read-aloud'));
    const button = part(chat, 'read-aloud');
    button.click();
    expect(button.ariaLabel).to.equal('Stop reading');
    button.click();
    expect(button.ariaLabel).to.equal('Read aloud');
  });
});
