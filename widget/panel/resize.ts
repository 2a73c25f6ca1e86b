/**
 * Lets the visitor change the floating panel's size: by dragging its top, its inner side or the corner between them, or by the arrow
 * keys on the first two. A double click, or Enter, gives back the page's size. Where it fills the screen there is nothing to drag.
 */
import type { LitElement, ReactiveController } from 'lit';
import type { Strings } from '../elements/strings/strings.ts';
import { LEAST, rememberedSize, rememberSize, type Size, within } from './size.ts';

export { resizeStyles as styles } from './resize.styles.ts';

type Side = 'width' | 'height';

/** What the panel's styles take its size from. */
const PROPERTY: Readonly<Record<Side, string>> = { width: '--lc-width', height: '--lc-height' };

/** One press of an arrow key (pixels), and with Shift. */
const STEP = 16;
const LEAP = 64;

export class PanelSize implements ReactiveController {
  #host: LitElement;
  #words: () => Strings;
  #named: Strings | undefined;
  #size: Size = rememberedSize();
  #handles = { height: handle('top', ['height']), width: handle('side', ['width']) };
  #corner = handle('corner', ['width', 'height']);

  constructor(host: LitElement, words: () => Strings) {
    this.#host = host;
    this.#words = words;
    for (const [side, element] of Object.entries(this.#handles) as [Side, HTMLElement][]) {
      element.role = 'separator';
      element.tabIndex = 0;
      element.ariaOrientation = side === 'height' ? 'horizontal' : 'vertical';
      element.ariaValueMin = String(LEAST[side]);
      element.addEventListener('keydown', (event) => this.#pressed(event, side));
      element.addEventListener('focus', () => this.#tell());
    }
    this.#corner.ariaHidden = 'true';
    for (const element of this.#all) {
      element.addEventListener('pointerdown', (event) => this.#grab(event, element));
      element.addEventListener('dblclick', () => this.#choose({}));
    }
    this.#apply();
  }

  hostUpdated(): void {
    const words = this.#words();
    if (words !== this.#named) this.#name(words);
    const panel = this.#panel;
    const isFloating = this.#root?.matches('.floating');
    if (!panel || isFloating === this.#corner.isConnected) return;
    for (const element of this.#all) {
      if (isFloating) panel.append(element);
      else element.remove();
    }
    this.#tell();
  }

  /** Also when another language has come. */
  #name(words: Strings): void {
    this.#named = words;
    this.#handles.height.ariaLabel = words.resizeHeight;
    this.#handles.width.ariaLabel = words.resizeWidth;
  }

  get #all(): readonly HTMLElement[] {
    return [...Object.values(this.#handles), this.#corner];
  }

  get #root(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.root');
  }

  get #panel(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.panel');
  }

  /** Where the panel grows to when its inner side goes there: it stands at the page's right, or at its left. */
  get #outwards(): 'left' | 'right' {
    const isStart = !!this.#root?.matches('.start');
    return (getComputedStyle(this.#root!).direction === 'rtl') === isStart ? 'left' : 'right';
  }

  #grab(event: PointerEvent, element: HTMLElement): void {
    const panel = this.#panel;
    if (!panel || event.button !== 0) return;
    event.preventDefault(); // no selection
    element.setPointerCapture(event.pointerId);
    const { width, height } = panel.getBoundingClientRect();
    const [x, y, sign] = [event.clientX, event.clientY, this.#outwards === 'left' ? -1 : 1];
    const sides = element.dataset['sides'] ?? '';
    const end = new AbortController();
    const moved = ({ clientX, clientY }: PointerEvent) =>
      this.#set({
        ...(sides.includes('width') && { width: width + sign * (clientX - x) }),
        ...(sides.includes('height') && { height: height - (clientY - y) }),
      });
    const { signal } = end;
    element.addEventListener('pointermove', moved, { signal });
    const ended = () => {
      end.abort();
      rememberSize(this.#size);
    };
    // It comes after a release and after a cancelled one.
    element.addEventListener('lostpointercapture', ended, { signal });
  }

  #pressed(event: KeyboardEvent, side: Side): void {
    const { width, height } = this.#panel!.getBoundingClientRect();
    const now = side === 'width' ? width : height;
    const outwards = side === 'height' ? 'ArrowUp' : this.#outwards === 'left' ? 'ArrowLeft' : 'ArrowRight';
    const inwards = side === 'height' ? 'ArrowDown' : this.#outwards === 'left' ? 'ArrowRight' : 'ArrowLeft';
    const step = event.shiftKey ? LEAP : STEP;
    const sizes: Readonly<Record<string, number>> = {
      [outwards]: now + step,
      [inwards]: now - step,
      Home: LEAST[side],
      End: this.#most(side),
    };
    const wanted = sizes[event.key];
    if (event.key === 'Enter') this.#choose({});
    else if (wanted !== undefined) this.#choose({ ...this.#size, [side]: wanted });
    else return;
    event.preventDefault();
  }

  #choose(size: Size): void {
    this.#size = {};
    this.#set(size);
    rememberSize(this.#size);
  }

  /** Takes the sides that are given; the others stay. */
  #set(size: Size): void {
    const limited = (Object.entries(size) as [Side, number][]).map(([side, value]) => [
      side,
      within(value, LEAST[side], this.#most(side)),
    ]);
    this.#size = { ...this.#size, ...Object.fromEntries(limited) };
    this.#apply();
    this.#tell();
  }

  /** What the window has room for: as wide with the same distance at both sides, as high as its styles allow. */
  #most(side: Side): number {
    const panel = this.#panel!;
    const { left, right, bottom } = panel.getBoundingClientRect();
    const page = document.documentElement;
    if (side === 'height') return bottom - 20;
    const distance = this.#outwards === 'left' ? page.clientWidth - right : left;
    return page.clientWidth - 2 * distance;
  }

  #apply(): void {
    const style = this.#root?.style;
    for (const side of ['width', 'height'] as const) {
      const value = this.#size[side];
      if (value === undefined) style?.removeProperty(PROPERTY[side]);
      else style?.setProperty(PROPERTY[side], `${value}px`);
    }
  }

  /** For assistive technology. */
  #tell(): void {
    const rect = this.#panel?.getBoundingClientRect();
    if (!rect) return;
    for (const [side, element] of Object.entries(this.#handles) as [Side, HTMLElement][]) {
      element.ariaValueNow = String(Math.round(rect[side]));
      element.ariaValueMax = String(Math.round(this.#most(side)));
    }
  }
}

function handle(name: string, sides: readonly Side[]): HTMLElement {
  const element = document.createElement('div');
  element.className = `edge ${name}`;
  element.setAttribute('part', 'resize');
  element.dataset['sides'] = sides.join(' ');
  return element;
}
