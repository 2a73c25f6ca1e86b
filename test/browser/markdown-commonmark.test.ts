// CommonMark's own examples, rendered by the view. Those with raw HTML in their answer are aside: here HTML is text. What
// differs otherwise, and why, is listed in ../markdown/commonmark-differences.ts, and this test fails when the list is wrong.
import { expect } from '@open-wc/testing';
import { differences } from '../markdown/commonmark-differences.ts';
import { openView, withoutComments } from './markdown-tools.ts';

interface Example {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

describe("CommonMark's examples", () => {
  let examples: Example[] = [];
  before(async () => {
    examples = readExamples(await (await fetch('/node_modules/commonmark-spec/spec.txt')).text());
  });

  it('render as the specification says, except for those listed with their reason', async () => {
    const measured = examples.filter(({ html, markdown }) => !hasRawHtml(html, markdown));
    const failing: number[] = [];
    for (const example of measured)
      if ((await render(example.markdown)) !== expected(example.html)) failing.push(example.number);
    expect(examples).to.have.length(652);
    expect(failing.filter((number) => !(number in differences))).to.deep.equal([], 'not listed');
    expect(
      Object.keys(differences)
        .map(Number)
        .filter((number) => !failing.includes(number)),
    ).to.deep.equal([], 'listed, but right');
    const share = 1 - failing.length / measured.length;
    console.log(
      `CommonMark: ${measured.length - failing.length} of ${measured.length} examples, ${(100 * share).toFixed(1)} %`,
    );
    expect(share).to.be.above(0.94);
  });
});

/** The examples of spec.txt; an arrow there stands for a tab. */
function readExamples(spec: string): Example[] {
  const pattern = /^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gm;
  return [...spec.matchAll(pattern)].map(([, markdown, html], i) => {
    return { number: i + 1, markdown: markdown!.replaceAll('→', '\t'), html: html!.replaceAll('→', '\t') };
  });
}

/** Whether the answer has an element that Markdown has no mark for, or one that the source wrote itself. */
function hasRawHtml(html: string, markdown: string): boolean {
  if (/<!--|<\?|<!/.test(html)) return true;
  const written = [...markdown.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)].map(([, name]) => name!.toLowerCase());
  const shown = [...html.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)].map(([, name]) => name!.toLowerCase());
  return written.some((name) => shown.includes(name));
}

async function render(markdown: string): Promise<string> {
  const origins = [location.origin];
  const { element, view, end } = openView({ breaks: false, imageOrigins: origins });
  view.update(markdown, true);
  await view.complete;
  const copy = withoutComments(element);
  end();
  for (const box of copy.querySelectorAll('.code')) {
    const language = box.querySelector<HTMLElement>('.copy-code')?.dataset['language'];
    const code = document.createElement('code');
    code.textContent = box.querySelector('code')!.textContent;
    if (language) code.className = `language-${language}`;
    const pre = document.createElement('pre');
    pre.append(code);
    box.replaceWith(pre);
  }
  for (const box of copy.querySelectorAll('.table, .part, .parts')) box.replaceWith(...box.childNodes);
  // Items always hold paragraphs; whether they are set apart is a class.
  for (const item of copy.querySelectorAll('li')) {
    const isLoose = item.parentElement!.classList.contains('loose');
    for (const child of isLoose ? [] : item.querySelectorAll(':scope > p')) child.replaceWith(...child.childNodes);
  }
  for (const node of copy.querySelectorAll('*')) {
    for (const name of ['target', 'rel', 'dir', 'loading', 'decoding', 'referrerpolicy', 'aria-level'])
      node.removeAttribute(name);
    if (node.localName !== 'code') node.removeAttribute('class');
  }
  return plain(copy);
}

function expected(html: string): string {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return plain(body);
}

/** One way to write it: addresses resolved, white space between blocks left out, the order of attributes fixed. */
function plain(element: Element): string {
  for (const name of ['href', 'src']) {
    for (const node of element.querySelectorAll(`[${name}]`))
      node.setAttribute(name, resolve(node.getAttribute(name)!));
  }
  return write(element).trim();
}

function resolve(address: string): string {
  return URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : address;
}

const BLOCKS = /^(?:p|h\d|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|td|th|body|div)$/;

function write(node: Node): string {
  if (node instanceof Text) return node.data;
  const element = node as Element;
  const attributes = [...element.attributes].map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort();
  const inner = [...element.childNodes].map(write).join('');
  const isRoot = !element.parentElement || element.localName === 'body';
  const content = BLOCKS.test(element.localName) && element.localName !== 'pre' ? trimBlocks(inner) : inner;
  return isRoot
    ? content
    : `\uE000${element.localName}${attributes.join('')}\uE001${content}\uE000/${element.localName}\uE001`;
}

/** White space at a block's ends, and around the blocks in it, is not shown. */
function trimBlocks(html: string): string {
  return html
    .replace(/(\uE000br\uE001\uE000\/br\uE001)\s*/g, '$1')
    .replace(/\s*(\uE000\/?(?:p|h\d|ul|ol|li|blockquote|pre|hr)\b[^\uE001]*\uE001)/g, '$1')
    .replace(/(\uE000\/(?:p|h\d|ul|ol|li|blockquote|pre|hr)\b[^\uE001]*\uE001)\s*/g, '$1')
    .trim();
}
