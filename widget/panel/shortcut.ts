/**
 * A keyboard shortcut as a page writes it, in the notation of `aria-keyshortcuts` (https://w3c.github.io/aria/#aria-keyshortcuts):
 * modifiers and one key, joined by `+`; several go with spaces between. What a press does is greeting.ts's business.
 */

export interface Shortcut {
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string;
}

const MODIFIERS: Readonly<Record<string, 'control' | 'alt' | 'shift' | 'meta'>> = {
  control: 'control',
  ctrl: 'control',
  alt: 'alt',
  option: 'alt',
  shift: 'shift',
  meta: 'meta',
  cmd: 'meta',
  command: 'meta',
};

/** Keys that have words for names; all others are the one character that they write. */
const NAMED =
  /^(f([1-9]|1[0-2])|escape|enter|home|end|pageup|pagedown|insert|delete|backspace|arrow(up|down|left|right))$/;
const SPELLED: Readonly<Record<string, string>> = { space: ' ', plus: '+' };

/** `null` when one of them cannot be pressed; none at all for an empty text. */
export function parseShortcuts(text: string): readonly Shortcut[] | null {
  const parsed = text.split(/\s+/).filter(Boolean).map(parse);
  return parsed.every((one) => one !== null) ? parsed : null;
}

function parse(text: string): Shortcut | null {
  const words = text.toLowerCase().split('+');
  const last = words.pop() ?? '';
  const modifiers = words.map((word) => MODIFIERS[word]);
  const key = SPELLED[last] ?? last;
  if (modifiers.includes(undefined) || !([...key].length === 1 || NAMED.test(key))) return null;
  const has = (name: string) => modifiers.some((one) => one === name);
  return { control: has('control'), alt: has('alt'), shift: has('shift'), meta: has('meta'), key };
}

/** In the words that assistive technology knows, such as `Control+/`. */
export function describe({ control, alt, shift, meta, key }: Shortcut): string {
  const named =
    key === ' '
      ? 'Space'
      : key === '+'
        ? 'Plus'
        : key.replace(/^(arrow|page)?./g, capital).replace(/(?<=^(Arrow|Page))./, capital);
  return [control && 'Control', alt && 'Alt', shift && 'Shift', meta && 'Meta', named].filter(Boolean).join('+');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether the event is this press. Without Control, Alt or Meta a press in a text field writes, and is none. */
export function isPress(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const { control, alt, shift, meta } = shortcut;
  const { ctrlKey, altKey, shiftKey, metaKey } = event;
  // AltGr writes characters where it says that Control and Alt are held.
  if (event.isComposing || event.repeat || event.getModifierState('AltGraph')) return false;
  if (control !== ctrlKey || alt !== altKey || meta !== metaKey || !isKey(event, shortcut)) return false;
  // A sign may stand on the upper half of its key: Shift belongs to it then.
  if (shift !== shiftKey && (shift || /^(\w|\s|\w{2,})$/.test(shortcut.key))) return false;
  return control || alt || meta || !isWritten(event);
}

/** On keyboards of other alphabets, and with Alt on a Mac, letters and digits are known by their places. */
function isKey({ key, code }: KeyboardEvent, { key: wanted }: Shortcut): boolean {
  const pressed = key.toLowerCase();
  if (pressed === wanted) return true;
  return !/^[a-z\d]$/.test(pressed) && (code === `Key${wanted.toUpperCase()}` || code === `Digit${wanted}`);
}

function isWritten(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
