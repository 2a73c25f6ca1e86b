// What the Markdown tests share: a view in the page, and the DOM as plain HTML, to be compared.
import { type MarkdownOptions, MarkdownView } from '../../widget/markdown/index.ts';

const words = { copyCode: 'Copy', codeCopied: 'Copied', codeCopyFailed: 'Not allowed', code: 'Code', image: 'Image' };

/** An empty view in the page. Whoever asks for it ends it by `end()`. */
export function openView(options: Partial<MarkdownOptions> = {}) {
  const element = document.body.appendChild(document.createElement('div'));
  const view = new MarkdownView(element, { words, highlight: false, ...options });
  const end = () => {
    view.dispose();
    element.remove();
  };
  return { element, view, end };
}

/** The HTML of a reply that arrives in these pieces. */
export async function htmlOf(pieces: readonly string[], options: Partial<MarkdownOptions> = {}): Promise<string> {
  const { element, view, end } = openView(options);
  let text = '';
  for (const piece of pieces) {
    text += piece;
    view.update(text, false);
  }
  view.update(text, true);
  await view.complete;
  const copy = withoutComments(element);
  // Widths of columns, which depend on when the table was laid out.
  for (const box of copy.querySelectorAll('.table')) box.removeAttribute('style');
  const html = renumberTasks(copy.innerHTML);
  end();
  return html;
}

/** Boxes of tasks are counted through the whole page; here from 1 in each reply. Which names belong together stays. */
function renumberTasks(html: string): string {
  const names: string[] = [];
  return html.replace(/letta-chat-task-\d+/g, (name) => {
    if (!names.includes(name)) names.push(name);
    return `task-${names.indexOf(name) + 1}`;
  });
}

/** A copy without comments, by which Lit marks its places, and with attributes in one order. */
export function withoutComments(element: Element): Element {
  const copy = element.cloneNode(true) as Element;
  const comments: Node[] = [];
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  for (const node of copy.querySelectorAll('*')) {
    const attributes = [...node.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of attributes) node.removeAttribute(name);
    for (const { name, value } of attributes) node.setAttribute(name, value);
  }
  copy.normalize();
  return copy;
}
