// The pages of the bench, one for each way to show a reply: `bare` appends paragraphs of text and knows no Markdown, `once` does
// so and has marked render Markdown at the end, `markdown` is the widget's renderer alone, `deep-chat` the other widget. The widget itself
// is measured on the demo's page. A page calls `start()` when told to and sets `done` when all is shown.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shorten } from '../tools/properties-plugin.ts';
import { root } from '../tools/root.ts';

const style =
  shorten(`body{margin:0;font:15px/1.55 system-ui}#scroll{block-size:600px;inline-size:400px;overflow-y:auto}
#reply{padding:16px}:root{--lc-line:#d9dde4;--lc-surface-sunken:#f5f6f8;--lc-ink-soft:#5b6270;--lc-accent:#3355e0}`);

/**
 * Reads the stream: `take` gets each delta, `frame` runs in the next frame after one, and once at the end. What is shown is
 * followed to its end, as chats do.
 */
const reader = `
async function read(take, frame) {
  const scroll = document.getElementById('scroll');
  new ResizeObserver(() => { scroll.scrollTop = scroll.scrollHeight; }).observe(document.getElementById('reply'));
  let isOver = false;
  let isAsked = false;
  const ask = () => {
    if (!isAsked) requestAnimationFrame(() => { isAsked = false; frame(isOver); });
    isAsked = true;
  };
  const response = await fetch('/stream' + location.search);
  const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { value, done } = await lines.read(); !done; { value, done } = await lines.read()) {
    const events = (rest + value).split('\\n\\n');
    rest = events.pop();
    for (const event of events) take(JSON.parse(event.slice(6)).text);
    ask();
  }
  isOver = true;
  ask();
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
}`;

const words = "{ copyCode: 'Copy', codeCopied: 'Copied', codeCopyFailed: 'Failed', code: 'Code', image: 'Image' }";

const bare = `
let node;
const reply = document.getElementById('reply');
const append = (delta) => delta.split('\\n\\n').forEach((part, i) => {
  if (!node || i) node = reply.appendChild(document.createElement('p')).appendChild(document.createTextNode(''));
  node.appendData(part);
});`;

const scripts: Readonly<Record<string, () => string>> = {
  bare: () => `${bare} window.start = async () => { await read(append, () => {}); window.done = true; };`,
  once: () => `import { marked } from '/marked.js'; ${bare} window.start = async () => {
    let text = '';
    await read((delta) => { text += delta; append(delta); }, () => {});
    reply.innerHTML = marked.parse(text);
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    window.done = true;
  };`,
  markdown: () => `${markdownImport()} window.start = async () => {
    const view = new MarkdownView(document.getElementById('reply'), { words: ${words} });
    let text = '';
    await read((delta) => { text += delta; }, (isOver) => view.update(text, isOver));
    await view.complete;
    window.done = true;
  };`,
};

function markdownImport(): string {
  const name = readdirSync(join(root, 'dist', 'chunks')).find((file) => file.startsWith('markdown-'));
  return `import { MarkdownView, styles } from '/chunks/${name}';
    document.adoptedStyleSheets.push(styles.styleSheet ?? styles);`;
}

const deepChat = `<!doctype html><title>deep-chat</title><script type="module" src="/deep-chat.js"></script>
<body style="margin:0"><deep-chat style="inline-size:400px;block-size:600px;border:0"></deep-chat><script type="module">
  const chat = document.querySelector('deep-chat');
  const count = Number(new URLSearchParams(location.search).get('messages'));
  if (count) chat.history = Array.from({ length: count }, (_, i) => ({ role: i % 2 ? 'ai' : 'user', text: i % 2 ? 'You said: message ' + (i - 1) : 'message ' + i }));
  chat.connect = { url: '/stream' + location.search, method: 'POST', stream: true };
  window.start = async () => {
    chat.submitUserMessage({ text: 'go' });
    // The stream is over, by the browser's own account, and its last section on screen.
    const isOver = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/stream'));
    const last = decodeURIComponent(location.hash.slice(1));
    while (!isOver() || !chat.shadowRoot.textContent.includes(last)) await new Promise((next) => setTimeout(next, 200));
    window.done = true;
  };
</script></body>`;

/** The page of that name, or null. */
export function pageOf(name: string): string | null {
  if (name === 'deep-chat') return deepChat;
  const script = scripts[name]?.();
  if (!script) return null;
  return `<!doctype html><title>${name}</title><style>${style}</style><div id="scroll"><div id="reply"></div></div>
<script>${reader}</script><script type="module">${script}</script>`;
}
