/** Puts a `<letta-chat>` with a fake client into the page, and finds its parts by the names that the outside uses. */
import { fixture, html, nextFrame, waitUntil as wait } from '@open-wc/testing';
import { hostStyles } from '../../../widget/elements/host.styles.ts';
import { defineLauncher } from '../../../widget/elements/launcher.ts';
import { LettaChat } from '../../../widget/elements/letta-chat.ts';
import { defineElements } from '../../../widget/elements/registry.ts';
import { FakeClient } from './fake-client.ts';

LettaChat.createClient = (options) => new FakeClient(options);
defineLauncher();
defineElements(hostStyles);
// As the tests' words are: without a language of the page, the chat speaks that of the browser.
document.documentElement.lang = 'en';

/** A floating one, closed unless `open`. */
export async function mount(open = false): Promise<LettaChat> {
  const chat = await fixture<LettaChat>(html`<letta-chat proxy="https://chat.test" heading="Desk"></letta-chat>`);
  if (open) await chat.show();
  if (open) await waitUntil(() => hasMarkdown(chat)); // or a reply would change from plain text in the middle of a test
  await settled(chat);
  return chat;
}

export async function mountOpen(): Promise<{ chat: LettaChat; client: FakeClient }> {
  const chat = await mount(true);
  return { chat, client: FakeClient.latest() };
}

const hasMarkdown = (chat: LettaChat): boolean =>
  chat.shadowRoot!.adoptedStyleSheets.some(({ cssRules }) => cssRules[0]?.cssText.startsWith('.markdown'));

/** Resolves when the element and those inside it have rendered what they know. */
export async function settled(chat: LettaChat): Promise<void> {
  await chat.updateComplete;
  await nextFrame();
  await chat.updateComplete;
}

/** The first element of a part; throws when there is none. */
export function part<E extends HTMLElement = HTMLElement>(chat: LettaChat, name: string): E {
  const found = query<E>(chat, name);
  if (!found) throw new Error(`There is no part "${name}".`);
  return found;
}

/** The first element of a part, or `null`. */
export const query = <E extends HTMLElement = HTMLElement>(chat: LettaChat, name: string): E | null =>
  chat.renderRoot.querySelector<E>(`[part~="${name}"]`);

export const launcherButton = (chat: LettaChat): HTMLButtonElement => {
  const button = chat.renderRoot.querySelector('letta-chat-launcher')?.shadowRoot?.querySelector('button');
  if (!button) throw new Error('There is no launcher.');
  return button;
};

/** Types as a visitor would: the value, then the event. */
export async function type(chat: LettaChat, text: string): Promise<HTMLTextAreaElement> {
  const input = part<HTMLTextAreaElement>(chat, 'input');
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await settled(chat);
  return input;
}

/** Presses a key down on an element; the answer says whether it kept its default. */
export const press = (target: EventTarget, key: string, init: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init }));

/** Waits for a condition, with the patience that a busy machine needs. */
export const waitUntil = (condition: () => unknown): Promise<void> =>
  wait(() => Boolean(condition()), String(condition), { timeout: 8000 });
