/**
 * The playground: every change of its form goes to the chat in the frame at once, and into the tag below it. What the frame shows
 * by itself is the gallery's business (`gallery/frame.ts`).
 */
import { addLanguages } from '../gallery/languages.ts';
import { until } from '../gallery/state.ts';
import { chapters, states } from '../gallery/states.ts';
import { tagFor } from '../panel/tag.ts';
import { ATTRIBUTES, type PlaygroundSettings, PROPERTIES, readSettings, SWITCHES } from './settings.ts';

type Chat = HTMLElement & { suggestions?: readonly string[] };

const LIVE = 'Talk to the demo’s agent, by the real proxy.';
const find = <E extends Element>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`playground.html has no ${selector}`);
  return found;
};
const form = find<HTMLFormElement>('#panel');
const frame = find<HTMLIFrameElement>('#frame');
/** Properties that are not as the style sheet has them. */
const touched = new Set<string>();
/** What the frame was loaded for: for another state, language or style sheet it is loaded anew. */
let loaded = '';
/** Words that a canned state has of its own. */
const KEPT: ReadonlySet<string> = new Set(['heading', 'greeting']);
const settingsNow = (): PlaygroundSettings => readSettings(new FormData(form), location.origin, touched);

offer();
form.addEventListener('input', (event) => {
  const { name } = event.target as HTMLInputElement;
  if (PROPERTIES.includes(name)) touched.add(name);
  void show();
});
form.addEventListener('submit', (event) => event.preventDefault());
for (const button of form.querySelectorAll<HTMLElement>('[data-reset]')) {
  button.addEventListener('click', () => {
    touched.delete(button.dataset['reset'] ?? '');
    void show();
  });
}
find('#sizes').addEventListener('change', (event) => {
  find<HTMLElement>('#stage').dataset['size'] = (event.target as HTMLInputElement).value;
});
find('#copy').addEventListener('click', copy);
await show();

/** The states by chapters, the languages by their names. */
function offer(): void {
  const list = find<HTMLSelectElement>('#state');
  list.append(new Option('Live', 'live'));
  for (const { title, states } of chapters) {
    const group = document.createElement('optgroup');
    group.label = title;
    group.append(...states.map((state) => new Option(state.title, state.name)));
    list.append(group);
  }
  addLanguages(find<HTMLSelectElement>('#lang'));
}

async function show(): Promise<void> {
  const settings = settingsNow();
  find('#tag').textContent = tagFor(settings);
  find('#note').textContent = '';
  find('#says').textContent = states.find(({ name }) => name === settings.state)?.says ?? LIVE;
  for (const name of PROPERTIES) showProperty(name, settings.properties?.[`--letta-chat-${name}`]);
  const address = addressOf(settings);
  if (address !== loaded) {
    loaded = address;
    frame.src = address;
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    await until(() => frame.contentDocument?.documentElement.dataset['ready']);
  }
  const chat = frame.contentDocument?.querySelector<Chat>('letta-chat');
  if (chat) apply(chat, settingsNow());
}

function showProperty(name: string, value: string | undefined): void {
  find(`#${name}-value`).textContent = value ?? 'as it is';
  find<HTMLButtonElement>(`[data-reset="${name}"]`).disabled = value === undefined;
}

/** Floating, it is open at once. */
function addressOf({ state, attributes, theme }: PlaygroundSettings): string {
  const { lang = 'en', dir } = attributes;
  return `/gallery?${new URLSearchParams({ state, lang, ground: '', mode: 'floating', ...(dir && { dir }), ...(theme && { style: theme }) })}`;
}

function apply(chat: Chat, { state, attributes, properties = {}, suggestions }: PlaygroundSettings): void {
  for (const name of [...ATTRIBUTES, ...SWITCHES]) {
    const value = attributes[name];
    if (value === undefined && state !== 'live' && KEPT.has(name)) continue;
    if (value === undefined) chat.removeAttribute(name);
    else chat.setAttribute(name, value);
  }
  for (const name of PROPERTIES) {
    const property = `--letta-chat-${name}`;
    const value = properties[property];
    if (value === undefined) chat.style.removeProperty(property);
    else chat.style.setProperty(property, value);
  }
  if (suggestions.length > 0 || state === 'live') chat.suggestions = suggestions;
}

async function copy(): Promise<void> {
  const note = find('#note');
  try {
    await navigator.clipboard.writeText(tagFor(settingsNow()));
    note.textContent = 'The tag is in the clipboard.';
  } catch {
    note.textContent = 'Copying is not allowed here: mark the tag and copy it yourself.'; // the page has no say in that
  }
}
