/**
 * Escapes and character references to characters, since no HTML parser reads the text. Numeric ones, letters with accents, and the
 * names that occur in prose; a name that is not listed stays as it is written.
 */

/** Each name with its character. */
const NAMES =
  'amp& lt< gt> quot" apos\' nbsp\u00a0 copy© reg® trade™ deg° sect§ para¶ middot· bull• hellip… mdash— ndash– lsquo‘ rsquo’ ' +
  'ldquo“ rdquo” sbquo‚ bdquo„ laquo« raquo» iexcl¡ iquest¿ euro€ pound£ cent¢ yen¥ times× divide÷ plusmn± minus− sup2² sup3³ ' +
  'frac12½ frac14¼ frac34¾ micro\u00b5 le≤ ge≥ ne≠ asymp≈ infin∞ larr← uarr↑ rarr→ darr↓ harr↔ rArr⇒ check✓ hearts♥ szligß ' +
  'aeligæ AEligÆ oslashø OslashØ ensp\u2002 emsp\u2003 thinsp\u2009 shy\u00ad';

/** Letters with these marks are named by both (`eacute`). */
const ACCENTS = new Map(
  Object.entries({
    grave: 0x300,
    acute: 0x301,
    circ: 0x302,
    tilde: 0x303,
    uml: 0x308,
    ring: 0x30a,
    caron: 0x30c,
    cedil: 0x327,
  }),
);

const names = new Map(NAMES.split(' ').map((entry) => [entry.slice(0, -1), entry.slice(-1)]));

function characterOf(name: string): string | undefined {
  const accent = ACCENTS.get(name.slice(1));
  const letter = accent ? (name[0] + String.fromCharCode(accent)).normalize() : '';
  return letter.length === 1 ? letter : names.get(name);
}

const CODED = /\\([!-/:-@[-`{-~])|&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,31}));/g;

/** `text` with its escapes and character references resolved, once. */
export function decode(text: string): string {
  return text.replace(CODED, (coded, escaped, decimal, hex, name) => {
    if (escaped) return escaped;
    if (name) return characterOf(name) ?? coded;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
  });
}
