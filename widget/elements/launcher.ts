/**
 * `<letta-chat-launcher>`: the disc that opens the chat, or a pill with a label, and the sentence when loading fails. A plain element
 * without Lit, because the script tag carries it before anything else is loaded. What a press does is its parent's business, and
 * so is what stands in it: text is the label, what has `slot="icon"` takes the place of the glyph.
 *
 * Attributes: `open`, `start` (stands at the start side), `state` (`loading`, `failed` or none), `label` and `description`
 * (accessible), `notice` (the sentence). Parts: `launcher`, `icon`, `notice`.
 */
import { sheet } from './css.ts';
import { launcherStyles } from './launcher.styles.ts';

const BUBBLE =
  'M12 3C6.8 3 2.8 6.5 2.8 10.9c0 2.4 1.2 4.5 3.1 6-.1 1.2-.6 2.3-1.4 3.2-.3.3 0 .8.4.7 2-.2 3.7-.9 5-1.9.7.1 1.4.2 2.1.2 5.2 0 9.2-3.6 9.2-8.2S17.2 3 12 3Z';
// On a server there is no HTMLElement; importing must not fail there.
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class LettaChatLauncher extends Base {
  static observedAttributes = ['open', 'label', 'description', 'notice'];

  #button = part('button', 'launcher');
  #notice = part('div', 'notice');

  constructor() {
    super();
    const icon = part('slot', 'icon');
    icon.setAttribute('name', 'icon');
    icon.append(bubble());
    this.#button.ariaHasPopup = 'dialog';
    this.#button.append(icon, document.createElement('slot'));
    this.#notice.role = 'status';
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [sheet(launcherStyles)];
    root.append(this.#button, this.#notice);
  }

  attributeChangedCallback(): void {
    this.#button.ariaLabel = this.getAttribute('label');
    this.#button.setAttribute('aria-description', this.getAttribute('description') ?? '');
    this.#button.ariaExpanded = String(this.hasAttribute('open'));
    this.#notice.textContent = this.getAttribute('notice');
  }
}

/** Registers the tag; harmless when another copy of the widget already has. */
export function defineLauncher(): void {
  if (!customElements.get('letta-chat-launcher')) customElements.define('letta-chat-launcher', LettaChatLauncher);
}

function part(tag: string, name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute('part', name);
  return element;
}

function bubble(): SVGElement {
  const make = (tag: string) => document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGElement;
  const svg = make('svg');
  const path = make('path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'bubble');
  path.setAttribute('d', BUBBLE);
  svg.append(path);
  return svg;
}
