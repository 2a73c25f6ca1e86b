/**
 * What the script tag loads: puts `<letta-chat>` into the page, shows its launcher, and imports the rest on the first
 * opening (at once for `inline` and `page`). Until then nothing is requested or stored. It leaves everything about
 * chatting to the Lit element, which takes over the same shadow root when it is defined.
 */
import { sheet } from './elements/css.ts';
import { hostStyles } from './elements/host.styles.ts';
import { defineLauncher, type LettaChatLauncher } from './elements/launcher.ts';
import { launcherNames, launcherWords } from './elements/strings/launcher.ts';
import { languagesOf } from './elements/strings/wanted.ts';

/** Addresses of the chunk with the Lit element and of what it imports, relative to this script; vite.config.ts writes them in. */
declare const __CHUNK__: readonly string[];
/** That of the chunk with the nudge and the keyboard shortcut. */
declare const __GREETING__: string;
/** That of the chunk that fetches other languages than English. */
declare const __LANGUAGES__: string;

interface Chunk {
  /** Registers `<letta-chat>`, which keeps the styles of its box. */
  define(hostStyles: string): void;
  /** Shows the panel of a floating one, as after a press on its launcher. */
  open(host: Element): void;
}

type Nudging = HTMLElement & { nudge(text: string): Promise<boolean | undefined> };

const TAG = 'letta-chat';
// In a module `currentScript` is null, and `import.meta` would be a syntax error in a classic script.
const script = (document.currentScript ??
  document.querySelector('script[src*="letta-chat.js"],script[src*="/letta-chat-"]')) as HTMLScriptElement | null;

let attempts = 0;
let loading: Promise<Chunk> | undefined;

/** Fetches the chunk without showing anything, and the host's language beside it; after a failure the next call tries again. */
function load(host: HTMLElement): Promise<Chunk> {
  if (!loading && language(host) !== 'en') void fetchLanguage(host);
  loading ??= fetchChunk().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Most browsers remember for good that a module failed to load, and what is fetched later imports these by the same addresses:
 * they are imported under them only when they are there.
 */
async function fetchChunk(): Promise<Chunk> {
  const addresses = __CHUNK__.map(addressOf);
  const fetched = await Promise.all(addresses.map(isFetched));
  return import(fetched.every(Boolean) ? addresses[0]! : `${addresses[0]}?${++attempts}`);
}

const addressOf = (name: string): string => (script?.src ? new URL(name, script.src).href : `./${name}`);

type Greeting = Promise<typeof import('./panel/greeting.ts') | undefined>;
let greeting: Greeting | undefined;

/** Gives a host the nudge and the shortcut that it asks for; pages without them do not fetch this. */
async function greet(host: HTMLElement) {
  greeting ??= import(addressOf(__GREETING__)).catch(console.error) as Greeting;
  return (await greeting)?.attend(host);
}

/** The element asks for it itself, and does without when it cannot be had: this only spares it the wait. */
async function fetchLanguage(host: HTMLElement): Promise<void> {
  const address = addressOf(__LANGUAGES__);
  const there = await isFetched(address);
  if (there) await import(address).then(({ speak }) => speak(languagesOf(host), host)).catch(() => undefined);
}

async function isFetched(address: string): Promise<boolean> {
  try {
    const response = await fetch(address);
    await response.blob();
    return response.ok;
  } catch {
    return false; // no line, or a page that lets scripts be loaded but not fetched: the import will tell
  }
}

/** Hosts that opened by themselves once: when that failed, only a press tries again, not every change of the page. */
const started = new WeakSet<HTMLElement>();

/** Gives a not yet defined `<letta-chat>` its launcher, or starts it when it is open already. */
function adopt(host: HTMLElement): void {
  if (!host.shadowRoot) dress(host);
  if (host.matches('[nudge],[shortcut]')) void greet(host);
  const wanted = isEmbedded(host) || host.hasAttribute('open') || (host as { open?: boolean }).open;
  if (!wanted || started.has(host)) return;
  started.add(host);
  void bring(host, false);
}

const isEmbedded = (host: Element): boolean => /^(inline|page)$/.test(host.getAttribute('mode') ?? '');

function dress(host: HTMLElement): void {
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet(hostStyles)];
  const launcher = document.createElement('letta-chat-launcher') as LettaChatLauncher;
  const slot = document.createElement('slot');
  slot.name = 'launcher';
  launcher.hidden = isEmbedded(host);
  const label = host.getAttribute('label');
  launcher.setAttribute('label', label || words(host).open);
  launcher.append(label || '');
  launcher.setAttribute('exportparts', 'launcher, icon, notice');
  launcher.toggleAttribute('start', host.getAttribute('position') === 'start');
  const icon = host.getAttribute('icon');
  if (icon) launcher.append(Object.assign(new Image(), { src: icon, alt: '', slot: 'icon' }));
  slot.append(launcher);
  root.append(slot);
  // The element has it, too; a page need not wait for its definition, which comes with the first opening.
  (host as Nudging).nudge = async (text) => (await greet(host))?.say(text);
  // What a look or a finger on the launcher makes likely is fetched ahead; a failure shows on the press, not before.
  for (const hint of ['pointerenter', 'focusin']) slot.addEventListener(hint, () => load(host).catch(() => undefined));
  slot.addEventListener('click', () => void bring(host, true));
}

async function bring(host: HTMLElement, pressed: boolean): Promise<void> {
  const launcher = host.shadowRoot?.querySelector('letta-chat-launcher');
  launcher?.setAttribute('state', 'loading');
  launcher?.removeAttribute('notice');
  try {
    const chunk = await load(host);
    chunk.define(hostStyles);
    if (pressed) chunk.open(host);
  } catch (error) {
    launcher?.removeAttribute('hidden');
    launcher?.setAttribute('state', 'failed');
    launcher?.setAttribute('notice', words(host).loadFailed);
    console.error(`<${TAG}>: the widget could not be loaded from ${script?.src}.`, error);
  }
}

const language = (host: Element) => languagesOf(host).slice(0, 2);

const words = (host: Element) => ({
  ...launcherWords,
  open: launcherNames[language(host)] ?? 'Chat',
  ...(host as { strings?: Partial<typeof launcherWords> }).strings,
});

function mount(): void {
  const { mount: wish, ...data } = script?.dataset ?? {};
  if (wish === 'none' || document.querySelector(TAG)) return;
  const host = document.createElement(TAG);
  for (const name of Object.keys(data))
    host.setAttribute(name.replace(/[A-Z]/g, '-$&').toLowerCase(), data[name] ?? '');
  document.body.append(host);
}

/** Finds the elements that the page has, adds or opens later, until the real one is defined. */
function watch(): void {
  const adoptAll = () => document.querySelectorAll<HTMLElement>(`${TAG}:not(:defined)`).forEach(adopt);
  const observer = new MutationObserver(adoptAll);
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['open', 'mode', 'nudge', 'shortcut'],
  });
  customElements.whenDefined(TAG).then(() => observer.disconnect());
  adoptAll();
}

function start(): void {
  mount();
  if (!customElements.get(TAG)) watch();
}

defineLauncher();
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
else start();
