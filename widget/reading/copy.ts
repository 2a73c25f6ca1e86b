/**
 * Copies a reply: its Markdown as plain text and, for editors that take rich text, what the reader sees without the widget's
 * own classes and boxes. The HTML is only ever written out, never read into a page.
 */

/** Copies it; whether that was allowed. The clipboard is missing on plain HTTP and may be refused: an answer, not an error. */
export async function copyReply(markdown: string, shown: Element | null): Promise<boolean> {
  return (shown !== null && (await copyRich(markdown, shown))) || copyText(markdown);
}

/** Not every browser takes more than text, and a page's policy may forbid it: then the text alone may still be allowed. */
async function copyRich(markdown: string, shown: Element): Promise<boolean> {
  const blob = (type: string, text: string) => ({ [type]: new Blob([text], { type }) });
  try {
    const item = new ClipboardItem({ ...blob('text/plain', markdown), ...blob('text/html', htmlOf(shown)) });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return false;
  }
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What is shown in `element` as plain HTML: the elements that Markdown has, with nothing of the widget on them. */
export function htmlOf(element: Element): string {
  const page = document.implementation.createHTMLDocument('');
  page.body.append(...cleaned(element, page));
  return page.body.innerHTML;
}

const KEPT = /^(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|del|a|img|br|hr|table|thead|tbody|tr|th|td)$/;
const ATTRIBUTES: readonly string[] = ['href', 'src', 'alt', 'title', 'start', 'dir'];

/** The children of an element. What is split only for the browser's sake, long lists and tables, becomes one again. */
function cleaned(element: Element, page: Document): Node[] {
  const nodes: Node[] = [];
  for (const child of element.childNodes) {
    if (child instanceof Text) nodes.push(page.createTextNode(child.data));
    if (!(child instanceof Element) || child.hasAttribute('data-chrome')) continue;
    const last = nodes.at(-1);
    if (goesOn(child) && last instanceof Element) last.append(...cleaned(child, page));
    else nodes.push(...cleanedElement(child, page));
  }
  return nodes;
}

function goesOn(element: Element): boolean {
  const before = element.previousElementSibling;
  return element.matches('.more') || (element.matches('.group') && !!before?.matches('.group'));
}

function cleanedElement(element: Element, page: Document): Node[] {
  if (element instanceof HTMLInputElement) return [page.createTextNode(element.checked ? '☑ ' : '☐ ')];
  if (element.localName === 'colgroup') return [];
  if (!KEPT.test(element.localName)) return cleaned(element, page);
  const copy = page.createElement(element.localName);
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    if (value !== null) copy.setAttribute(name, value);
  }
  copy.append(...cleaned(element, page));
  return [copy];
}
