// Runs in the page of colours.test.ts: renders code and tells what has come of it.
import { MarkdownView } from '__CHUNK__';

const words = { copyCode: 'Copy', codeCopied: 'Copied', codeCopyFailed: 'Not allowed', code: 'Code', image: 'Image' };

window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective} ${event.sample}`);
});

/** Renders texts one after another in one view, the last of them as final. */
window.show = async (texts, options) => {
  const box = document.body.appendChild(document.createElement('div'));
  const view = new MarkdownView(box, { words, ...options });
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: 'longtask' });
  const seen = [];
  for (const [i, text] of texts.entries()) {
    view.update(text, i === texts.length - 1);
    await view.complete;
    const count = (name) => box.querySelectorAll(`.${name}`).length;
    seen.push({ keywords: count('keyword'), strings: count('string'), code: box.querySelector('code')?.textContent });
  }
  observer.disconnect();
  const styled = box.querySelectorAll('[style]').length;
  view.dispose();
  box.remove();
  return { seen, styled, longest };
};

window.ready = true;
