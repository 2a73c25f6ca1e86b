/**
 * The transcript's rows in the page, one element each. What stays is not touched, so that focus, selection and place stay,
 * and a row is drawn again only when something that it shows is another. How a message looks is `message.ts`'s business.
 */
import { render } from 'lit';
import { type MessageView, message } from './message.ts';
import { dayName, type Row } from './rows.ts';

/** What all rows have in common. */
export type RowContext = Omit<MessageView, 'message' | 'ends'>;

interface Shown {
  readonly element: HTMLElement;
  /** What it was drawn from. */
  readonly inputs: readonly unknown[];
}

export class RowList {
  #shown = new Map<string, Shown>();

  /** Gives `list` exactly these rows. `latest` is the id of the message whose height may still change. */
  show(list: HTMLElement, rows: readonly Row[], latest: string | undefined, context: RowContext): void {
    const shown = new Map(rows.map((row) => [row.id, this.#draw(row, row.id === latest, context)]));
    for (const [id, { element }] of this.#shown) if (!shown.has(id)) element.remove();
    this.#shown = shown;
    let i = 0;
    for (const { element } of shown.values()) {
      const there = list.children[i++];
      if (there !== element) list.insertBefore(element, there ?? null);
    }
  }

  #draw(row: Row, isLatest: boolean, context: RowContext): Shown {
    const inputs = [row.message ?? row.date, row.begins, row.ends, isLatest, ...Object.values(context)];
    const known = this.#shown.get(row.id);
    if (known?.inputs.every((input, i) => input === inputs[i])) return known;
    const element = known?.element ?? document.createElement(row.message ? 'letta-chat-message' : 'div');
    if (row.message) drawMessage(element, row, isLatest, context);
    else drawDay(element, row, context);
    return { element, inputs };
  }
}

function drawDay(element: HTMLElement, { date }: Row, { strings }: RowContext): void {
  element.className = 'row day';
  element.setAttribute('part', 'day');
  element.textContent = dayName(date, Date.now(), strings.locale);
}

function drawMessage(element: HTMLElement, row: Row, isLatest: boolean, context: RowContext): void {
  const { role, state } = row.message!;
  element.className = `row ${row.begins ? 'begins' : ''} ${isLatest ? 'latest' : ''}`;
  element.setAttribute('part', `message ${role}`);
  Object.assign(element.dataset, { role, state });
  render(message({ ...context, message: row.message!, ends: row.ends! }), element);
}
