/**
 * A table in a box of its own that scrolls. Rows are only ever added at the end; the one that grows is shown with its
 * marks closed. The browser lays out a table as a whole, so a long one is several, whose columns take their widths from
 * the first. A chunk of its own, fetched with the first table.
 */
import { css } from 'lit';
import { adopt } from './adopt.ts';
import type { BlockView, Shared } from './block-views.ts';
import type { Table } from './blocks.ts';
import type { Text } from './texts.ts';

/** Rows to a table element. */
const GROUP_SIZE = 60;

export function createTableView(table: Table, shared: Shared): BlockView {
  const { texts, tools } = shared;
  const element = tools.make('div', table, shared);
  element.className = 'table';
  element.tabIndex = 0;
  adopt(shared.container, tableStyles);
  const first = element.appendChild(document.createElement('table'));
  const header = createRow(table, 'th');
  first.appendChild(document.createElement('thead')).append(header.element);
  header.show(table.header, texts.show);
  let count = 0;
  let body: HTMLElement = first;
  const nextRow = (): Row => {
    if (count === GROUP_SIZE) shared.whenDisposed(shareWidths(element, header.element));
    const grid = count > 0 && count % GROUP_SIZE === 0 ? nextTable(element, table.align.length) : null;
    if (grid || count === 0) body = (grid ?? first).appendChild(document.createElement('tbody'));
    count++;
    const row = createRow(table, 'td');
    body.append(row.element);
    return row;
  };
  let growing: Row | null = null;
  const showRow = (line: string, isGrowing: boolean) => {
    growing ??= nextRow();
    const cells = tools.readRow(line, table.align.length);
    growing.show(isGrowing ? cells.map(tools.closeMarks) : cells, texts.show);
    if (!isGrowing) growing = null;
  };
  const show = () => {
    for (const line of table.rows.splice(0)) showRow(line, false);
    if (table.tail) showRow(table.tail, true);
  };
  return { element, show };
}

interface Row {
  readonly element: HTMLElement;
  show(cells: readonly string[], show: (text: Text) => void): void;
}

function createRow(table: Table, name: 'td' | 'th'): Row {
  const element = document.createElement('tr');
  const texts = table.align.map((align): Text => {
    const host = element.appendChild(document.createElement(name));
    if (align) host.className = align;
    return { host, before: null, source: '' };
  });
  const show = (cells: readonly string[], showText: (text: Text) => void) => {
    texts.forEach((text, i) => {
      const source = cells[i] ?? '';
      if (source === text.source) return;
      text.source = source;
      showText(text);
    });
  };
  return { element, show };
}

function nextTable(element: HTMLElement, columns: number): HTMLElement {
  const next = element.appendChild(document.createElement('table'));
  next.className = 'more';
  const group = next.appendChild(document.createElement('colgroup'));
  for (let i = 0; i < columns; i++) {
    group.appendChild(document.createElement('col')).style.inlineSize = `var(--column-${i})`;
  }
  return next;
}

/** Keeps the widths of the header's cells as custom properties of the box; answers how to stop. */
function shareWidths(element: HTMLElement, header: HTMLElement): () => void {
  const observer = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const index = [...header.children].indexOf(target);
      element.style.setProperty(`--column-${index}`, `${borderBoxSize[0]?.inlineSize ?? 0}px`);
    }
  });
  for (const cell of header.children) observer.observe(cell);
  return () => observer.disconnect();
}

const tableStyles = css`
  .markdown .table {
    overflow-x: auto;
    contain: content;
  }
  .markdown table {
    border-collapse: collapse;
    min-inline-size: 50%;
    overflow-wrap: normal;
    font-variant-numeric: tabular-nums;
  }
  .markdown .more {
    table-layout: fixed;
    inline-size: 0;
    min-inline-size: 0;
    contain: content;
  }
  .markdown th {
    font-weight: 600;
  }
  .markdown :is(th, td) {
    padding-block: 6px;
    padding-inline: 0 16px;
    border-block-end: 1px solid var(--lc-line);
    text-align: start;
    vertical-align: top;
  }
  .markdown .center {
    text-align: center;
  }
  .markdown .right {
    text-align: end;
  }
`;
