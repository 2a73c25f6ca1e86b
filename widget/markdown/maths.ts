/**
 * Maths, a chunk of its own: temml turns TeX into MathML elements, which the browser sets. Nothing in a formula may link,
 * load or style (`trust` is off); a formula that temml does not understand stays as it is written.
 */
import temml from 'temml';

/** Puts the formula into `target`; answers whether it could be read. */
export function setMaths(target: HTMLElement, source: string, isBlock: boolean): boolean {
  const box = document.createElement('span');
  try {
    temml.render(source, box, {
      displayMode: isBlock,
      throwOnError: true,
      trust: false,
      strict: false,
      maxSize: [20, 20],
      maxExpand: 200,
    });
  } catch (error) {
    if (error instanceof temml.ParseError) return false;
    throw error;
  }
  target.replaceChildren(...box.childNodes);
  return true;
}
