/**
 * The part of the panel that plays with the widget's attributes and writes the tag which would have the same effect.
 * It knows `<letta-chat>` only as any page does: as an element with attributes.
 */

import { tagFor } from './tag.ts';

/** In the order in which the tag shows them. */
const SHOWN = [
  'mode',
  'theme',
  'position',
  'heading',
  'greeting',
  'placeholder',
  'label',
  'nudge',
  'shortcut',
  'lang',
  'dir',
];

/** What an absent attribute means, for the segments that show it. */
const DEFAULTS: Readonly<Record<string, string>> = { mode: 'floating', theme: 'auto', position: 'end', dir: '' };

const ACCENT = '--letta-chat-accent';
const BUILT_IN_ACCENT = '#3355e0';

/** The page's widget, as soon as there is one. */
export function findChat(): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = () => {
      const chat = document.querySelector<HTMLElement>('letta-chat');
      if (chat) resolve(chat);
      return chat !== null;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
  });
}

/** Binds the controls that carry `data-attribute`, the colour, the tag and its copy button. */
export function bindAttributes(panel: ShadowRoot, chat: HTMLElement, note: (text: string) => void): void {
  const tag = panel.querySelector('#tag');
  const write = () => {
    if (tag) tag.textContent = tagOf(chat);
  };
  for (const control of panel.querySelectorAll<HTMLElement>('[data-attribute]')) {
    const name = control.dataset['attribute'] ?? '';
    show(control, chat.getAttribute(name) ?? DEFAULTS[name] ?? '');
    control.addEventListener('input', (event) => {
      apply(chat, name, (event.target as HTMLInputElement).value.trim());
      write();
    });
  }
  bindAccent(panel.querySelector<HTMLInputElement>('#accent'), chat, write);
  panel.querySelector('#copy')?.addEventListener('click', () => {
    const copied = navigator.clipboard?.writeText(tagOf(chat)) ?? Promise.reject();
    copied.then(
      () => note('The tag is in the clipboard.'),
      () => note('Copying is not allowed here: mark the tag and copy it yourself.'),
    );
  });
  write();
}

function show(control: HTMLElement, value: string): void {
  if (control instanceof HTMLInputElement) {
    control.value = value;
    return;
  }
  for (const radio of control.querySelectorAll('input')) radio.checked = radio.value === value;
}

function apply(chat: HTMLElement, name: string, value: string): void {
  if (value === '' || value === DEFAULTS[name]) chat.removeAttribute(name);
  else chat.setAttribute(name, value);
  if (name === 'mode' && value !== 'floating') chat.scrollIntoView({ block: 'center' });
}

/** The colour is a custom property, as a site would set it in its style sheet; the page's own is where it starts. */
function bindAccent(input: HTMLInputElement | null, chat: HTMLElement, write: () => void): void {
  if (!input) return;
  input.value = pageAccent(chat);
  input.addEventListener('input', () => {
    chat.style.setProperty(ACCENT, input.value);
    chat.style.setProperty(`${ACCENT}-ink`, isLight(input.value) ? '#000000' : '#ffffff');
    write();
  });
}

/** What the page's style sheet says, as the input wants it: a probe resolves `light-dark()` and names, a canvas the notation. */
function pageAccent(chat: HTMLElement): string {
  const probe = document.createElement('span');
  probe.style.color = getComputedStyle(chat).getPropertyValue(ACCENT) || BUILT_IN_ACCENT;
  document.body.append(probe);
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  return typeof context?.fillStyle === 'string' ? context.fillStyle : BUILT_IN_ACCENT;
}

/** Whether black is easier to read on the colour than white (relative luminance, WCAG 2.2). */
function isLight(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}

function tagOf(chat: HTMLElement): string {
  const attributes = SHOWN.flatMap((name) => {
    const value = chat.getAttribute(name);
    return value === null ? [] : [[name, value] as const];
  });
  const accent = chat.style.getPropertyValue(ACCENT);
  return tagFor({
    origin: location.origin,
    attributes: Object.fromEntries(attributes),
    properties: accent ? { [ACCENT]: accent } : {},
  });
}
