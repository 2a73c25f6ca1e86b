/**
 * A list. A long one is several list elements, one below the other: items can only stand in a list, so there is no other
 * way to let the browser lay out the last few of thousands alone.
 */
import { type BlockView, make, type Shared } from './block-views.ts';
import type { List } from './blocks.ts';

/** Items to an element. */
const GROUP_SIZE = 40;

export function createListView(list: List, shared: Shared): BlockView {
  const element = make(list.start === null ? 'ul' : 'ol', list, shared);
  const groups = [element];
  setStart(element, list.start ?? 1);
  const add = (view: BlockView) => {
    if (groups.at(-1)!.childElementCount >= GROUP_SIZE) groups.push(nextGroup(list, groups));
    groups.at(-1)!.append(view.element);
  };
  const show = () => {
    for (const group of groups) group.classList.toggle('loose', list.loose);
  };
  return { element, add, show };
}

function nextGroup(list: List, groups: readonly HTMLElement[]): HTMLElement {
  const last = groups.at(-1)!;
  last.classList.add('group');
  const next = document.createElement(last.localName);
  next.className = list.loose ? 'group loose' : 'group';
  next.dir = last.dir;
  setStart(next, (list.start ?? 1) + groups.length * GROUP_SIZE);
  last.after(next);
  return next;
}

function setStart(element: HTMLElement, start: number): void {
  if (element instanceof HTMLOListElement && start !== 1) element.start = start;
}
