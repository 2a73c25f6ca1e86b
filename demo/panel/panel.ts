/**
 * Starts the demo's control panel: folds it, shows what the widget is doing, and lets the visitor break the line and
 * direct the simulated agent. The faults happen at the server; attributes are played with in `attributes.ts`.
 */
import type { DemoEvent, DemoPatch, DemoState } from '../control.ts';
import { bindAttributes, findChat } from './attributes.ts';
import { changeState, readState, trigger } from './server.ts';

const WIDTH = '300px';
const WIDE = matchMedia('(width >= 900px)');
const FOLDED = 'demo-panel-folded';

/** Tokens a second at the ends of the slider; it is logarithmic between them. */
const SLOWEST = 2;
const FASTEST = 2000;

/** How the status lamp is lit. */
const TONES: Readonly<Record<string, string>> = {
  idle: 'live',
  sending: 'live',
  streaming: 'live',
  stopping: 'live',
  waiting: 'alarm',
  reconnecting: 'alarm',
  failed: 'alarm',
};

async function start(host: HTMLElement, panel: ShadowRoot): Promise<void> {
  bindFolding(host, panel);
  bindServer(panel);
  const chat = await findChat();
  bindSide(host, chat);
  bindAttributes(panel, chat, (text) => note(panel, text));
  bindReadout(panel, chat);
}

function element<T extends HTMLElement>(panel: ShadowRoot, id: string): T {
  const found = panel.querySelector<T>(`#${id}`);
  if (!found) throw new Error(`panel.html has no #${id}`);
  return found;
}

function note(panel: ShadowRoot, text: string): void {
  element(panel, 'note').textContent = text;
}

/** Folded on small screens until asked for; the choice lasts as long as the tab. */
function bindFolding(host: HTMLElement, panel: ShadowRoot): void {
  const toggle = element<HTMLButtonElement>(panel, 'toggle');
  const fold = (folded: boolean) => {
    host.toggleAttribute('collapsed', folded);
    toggle.setAttribute('aria-expanded', String(!folded));
    makeRoom(host);
  };
  const isFolded = () => host.hasAttribute('collapsed');
  const flip = () => {
    fold(!isFolded());
    sessionStorage.setItem(FOLDED, isFolded() ? '1' : '0');
  };
  toggle.addEventListener('click', flip);
  WIDE.addEventListener('change', () => fold(isFolded()));
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || event.code !== 'KeyP') return;
    event.preventDefault();
    flip();
    toggle.focus();
  });
  fold(sessionStorage.getItem(FOLDED) === '1' || (sessionStorage.getItem(FOLDED) === null && !WIDE.matches));
}

/** The page keeps clear of the panel where there is room for both. */
function makeRoom(host: HTMLElement): void {
  const room = WIDE.matches && !host.hasAttribute('collapsed') ? WIDTH : '';
  const right = host.hasAttribute('right');
  document.body.style.paddingLeft = right ? '' : room;
  document.body.style.paddingRight = right ? room : '';
}

/** The panel stands where the widget does not. */
function bindSide(host: HTMLElement, chat: HTMLElement): void {
  const place = () => {
    const mirrored = getComputedStyle(chat).direction === 'rtl';
    host.toggleAttribute('right', (chat.getAttribute('position') === 'start') !== mirrored);
    makeRoom(host);
  };
  new MutationObserver(place).observe(chat, { attributeFilter: ['position', 'dir'] });
  place();
}

function bindReadout(panel: ShadowRoot, chat: HTMLElement): void {
  const show = () => {
    const { status, conversation } = chat as { status?: string; conversation?: string | null };
    const words = status ?? 'not opened yet';
    element(panel, 'status').textContent = words;
    element(panel, 'status').dataset['tone'] = TONES[words] ?? '';
    element(panel, 'conversation').textContent = conversation ?? 'none yet';
    element(panel, 'conversation').title = conversation ?? '';
  };
  for (const name of ['open', 'status', 'conversation', 'message'])
    document.addEventListener(`letta-chat-${name}`, show);
  show();
  customElements.whenDefined('letta-chat').then(show);
}

function bindServer(panel: ShadowRoot): void {
  const change = (patch: DemoPatch) => attempt(panel, async () => showState(panel, await changeState(patch)));
  for (const name of ['network', 'proxy'] as const) {
    element(panel, name).addEventListener('change', (event) =>
      change({ [name]: (event.target as HTMLInputElement).value } as DemoPatch),
    );
  }
  const speed = element<HTMLInputElement>(panel, 'speed');
  speed.addEventListener('input', () => showSpeed(panel, toSpeed(speed.valueAsNumber)));
  speed.addEventListener('change', () => change({ speed: toSpeed(speed.valueAsNumber) }));
  for (const button of panel.querySelectorAll<HTMLElement>('[data-event]')) {
    const event = button.dataset['event'] as DemoEvent;
    button.addEventListener('click', () => attempt(panel, async () => note(panel, await trigger(event))));
  }
  void attempt(panel, async () => showState(panel, await readState()));
}

/** `fetch` rejects with a TypeError when nobody answers: then `npm start` has ended. */
async function attempt(panel: ShadowRoot, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    note(panel, 'The demo does not answer. Is npm start still running?');
  }
}

function showState(panel: ShadowRoot, state: DemoState): void {
  for (const name of ['network', 'proxy'] as const) {
    for (const radio of element(panel, name).querySelectorAll('input')) radio.checked = radio.value === state[name];
  }
  element(panel, 'backend').textContent = state.letta === null ? 'simulated Letta' : state.letta;
  element(panel, 'agent').hidden = state.letta !== null;
  if (state.speed === null) return;
  element<HTMLInputElement>(panel, 'speed').valueAsNumber = toPosition(state.speed);
  showSpeed(panel, state.speed);
}

function showSpeed(panel: ShadowRoot, speed: number): void {
  element(panel, 'speed-value').textContent = `${speed} tokens/s`;
}

const toSpeed = (position: number): number => Math.round(SLOWEST * (FASTEST / SLOWEST) ** (position / 100));
const toPosition = (speed: number): number => (Math.log(speed / SLOWEST) / Math.log(FASTEST / SLOWEST)) * 100;

const host = document.querySelector<HTMLElement>('#demo-panel');
if (host?.shadowRoot) start(host, host.shadowRoot);
