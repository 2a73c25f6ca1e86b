/**
 * The only place that decides what an address in a reply may be. Reading is left to the browser's own URL parser, so
 * that what is checked is what would be opened: control characters, white space, case and encodings are its business.
 */

const LINK_SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];

/** The absolute address of a link, resolved against `base`, or null when it must not be one. */
export function safeLink(href: string, base: string): string | null {
  const url = parse(href, base);
  return url && LINK_SCHEMES.includes(url.protocol) ? url.href : null;
}

/** The absolute address of an image, or null when its origin is not among `origins` (like `https://img.example`). */
export function safeImage(href: string, base: string, origins: readonly string[]): string | null {
  const url = parse(href, base);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && origins.includes(url.origin) ? url.href : null;
}

/** Where a link leads, short enough to read: the host, or the address of mail and telephone. */
export function destination(address: string): string {
  const url = new URL(address);
  return url.host || url.pathname;
}

function parse(href: string, base: string): URL | null {
  // The parser would drop these silently; an address that needs them is not an honest one.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(href)) return null;
  if (!href.isWellFormed()) return null;
  // As CommonMark writes addresses: `\\` in one is a character, not another slash.
  const encoded = encodeURI(href).replaceAll('%25', '%');
  const url = URL.canParse(encoded, base) ? new URL(encoded, base) : null;
  // A name and password before the host make an address look like another's.
  return url && !url.username && !url.password ? url : null;
}
