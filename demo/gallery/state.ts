/** What a state of the gallery is, and the few acts by which some of them come about. */
import type { ConversationInfo } from '../../widget/client.ts';
import type { Snapshot } from '../../widget/core/view.ts';
import type { GalleryWords } from './words.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface GalleryState {
  /** Its place in the address and the name of its picture. */
  readonly name: string;
  readonly title: string;
  /** One sentence on when a visitor sees this. */
  readonly says: string;
  /** Of the frame in CSS pixels, width and height. Default: 400 × 640. */
  readonly size?: readonly [number, number];
  /** Of the element. `mode` is `inline` unless said here or in the address. */
  readonly attributes?: Attributes | ((words: GalleryWords) => Attributes);
  /** One of the ready themes. */
  readonly theme?: string;
  /** Whether suggestions are offered. */
  readonly suggests?: boolean;
  /** Whether the visitor may choose among several agents. */
  readonly choice?: boolean;
  readonly info?: Omit<ConversationInfo, 'id' | 'agent' | 'title'>;
  /** What is different from an empty chat. */
  readonly snapshot?: (words: GalleryWords) => Partial<Snapshot> | Promise<Partial<Snapshot>>;
  /** What the visitor does then. */
  readonly act?: (hand: Hand, words: GalleryWords) => Promise<void>;
  /** Selectors of what must be there before a picture is taken, beside what each message needs. */
  readonly shows?: readonly string[];
}

/** The visitor's hand, inside the element: everything waits until what it wants is there. */
export interface Hand {
  readonly chat: HTMLElement;
  find(selector: string): Promise<HTMLElement>;
  press(selector: string): Promise<void>;
  write(selector: string, text: string): Promise<void>;
  /** Presses a key down; the field or button has the focus then. */
  key(selector: string, key: string, init?: KeyboardEventInit): Promise<void>;
}

export function handIn(chat: HTMLElement): Hand {
  const find = (selector: string) => until(() => chat.shadowRoot?.querySelector<HTMLElement>(selector));
  return {
    chat,
    find,
    press: async (selector) => (await find(selector)).click(),
    async write(selector, text) {
      const field = (await find(selector)) as HTMLInputElement;
      field.focus({ preventScroll: true });
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    async key(selector, key, init) {
      const target = await find(selector);
      target.focus({ preventScroll: true });
      target.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init }),
      );
    },
  };
}

/** Looks at each frame until there is something; whoever wants a picture knows how long is too long. */
export async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
