// Runs in the page of attacks.test.ts, which fills in the two names: renders each attack and looks at what has come of it.
import { MarkdownView } from '__CHUNK__';

const attacks = __ATTACKS__;
const words = { copyCode: 'Copy', codeCopied: 'Copied', codeCopyFailed: 'Not allowed', code: 'Code', image: 'Image' };

window.hackedCount = 0;
window.hacked = () => {
  window.hackedCount++;
};
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});

const ELEMENTS = new Set(
  'div p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr table colgroup col thead tbody tr th td pre code span button a em strong del br input'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'class dir tabindex type disabled checked start href title target rel data-language data-chrome data-open data-streaming style'.split(
    ' ',
  ),
);

/**
 * What the renderer tells screen readers itself, each where it belongs and nowhere else. All but one of the values are its
 * own. The label of code is what its visible header says: the word for code, or the fence's language, which the reply does
 * choose; as the value of an attribute it is only ever read out.
 */
const SPOKEN = {
  'aria-level': (node, value) => /^h[1-6]$/.test(node.localName) && /^[1-9]$/.test(value),
  role: (node, value) => node.matches('.code > pre') && value === 'group',
  'aria-label': (node, value) =>
    node.matches('.code > pre[role="group"]') && value === node.parentElement.querySelector('.language').textContent,
  id: (node, value) => node.querySelector('input') !== null && /^letta-chat-task-\d+$/.test(value),
  'aria-labelledby': (node, value) => node.localName === 'input' && value === node.parentElement.id,
};

/** What is wrong with an element and all in it, as sentences. */
window.inspect = (box) => {
  const wrong = new Set();
  for (const node of box.querySelectorAll('*')) {
    const isMaths = node.namespaceURI === 'http://www.w3.org/1998/Math/MathML';
    if (!isMaths && !ELEMENTS.has(node.localName)) wrong.add(`<${node.localName}>`);
    for (const attribute of node.attributes)
      if (isWrong(node, attribute, isMaths)) wrong.add(`${attribute.name}="${attribute.value}"`);
    if (node.localName === 'a') for (const reason of wrongInLink(node)) wrong.add(reason);
  }
  return [...wrong];
};

function isWrong(node, { name, value }, isMaths) {
  if (!isMaths && !ATTRIBUTES.has(name)) return !(Object.hasOwn(SPOKEN, name) && SPOKEN[name](node, value));
  if (/^on|href$|^src/.test(name)) return name !== 'href' || node.localName !== 'a';
  return name === 'style' && /url|expression|position/.test(value);
}

function wrongInLink(link) {
  const wrong = [];
  if (!['http:', 'https:', 'mailto:', 'tel:'].includes(link.protocol)) wrong.push(`leads to ${link.href}`);
  if (link.username || link.password) wrong.push(`hides its host: ${link.href}`);
  if (link.rel !== 'noopener noreferrer nofollow') wrong.push(`rel of ${link.href}`);
  return wrong;
}

async function render(attack, step, maths) {
  const box = document.body.appendChild(document.createElement('div'));
  const view = new MarkdownView(box, { words, maths, imageOrigins: ['https://allowed.example'] });
  const found = [];
  for (let end = step; end < attack.length; end += step) {
    view.update(attack.slice(0, end), false);
    found.push(...window.inspect(box));
  }
  view.update(attack, true);
  await view.complete;
  found.push(...window.inspect(box));
  await new Promise((done) => requestAnimationFrame(done));
  view.dispose();
  box.remove();
  return [...new Set(found)];
}

window.tryAll = async () => {
  const findings = [];
  for (const attack of attacks) {
    for (const [how, step, maths] of [
      ['at once', Number.POSITIVE_INFINITY, false],
      ['with maths', Number.POSITIVE_INFINITY, true],
      ['streamed', 1, false],
    ]) {
      for (const found of await render(attack, step, maths)) findings.push({ attack, how, found });
    }
  }
  // Late errors of images and the like would come now.
  await new Promise((done) => setTimeout(done, 200));
  return findings;
};

window.ready = true;
