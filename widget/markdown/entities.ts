/**
 * Character references to characters, since no HTML parser reads the text. Numeric ones and the names that occur in
 * prose; a name that is not listed stays as it is written.
 */

/** The names of U+00A0 to U+00FF, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para ' +
  'middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute ' +
  'Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute ' +
  'THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ' +
  'ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const OTHERS =
  'amp& lt< gt> quot" apos\' hellip… mdash— ndash– lsquo‘ rsquo’ ldquo“ rdquo” sbquo‚ bdquo„ bull• trade™ euro€ larr← uarr↑ ' +
  'rarr→ darr↓ harr↔ rArr⇒ le≤ ge≥ ne≠ infin∞ minus− asymp≈ check✓ star☆ hearts♥ Dcaron\u010e ensp\u2002 emsp\u2003 thinsp\u2009';

const names = new Map<string, string>();

function nameTable(): Map<string, string> {
  if (names.size) return names;
  LATIN.split(' ').forEach((name, i) => {
    names.set(name, String.fromCharCode(0xa0 + i));
  });
  for (const entry of OTHERS.split(' ')) names.set(entry.slice(0, -1), entry.slice(-1));
  return names;
}

/** `text` with its character references resolved, once. */
export function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,31}));/g, (reference, decimal, hex, name) => {
    if (name) return nameTable().get(name) ?? reference;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
  });
}
