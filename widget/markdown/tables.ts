/**
 * Fetches the view of tables (`table-view.ts`) when the first table comes. What waits for it is left to `view.ts`. When it
 * cannot be had, tables are shown as they are written.
 */
import type { BlockView, Shared } from './block-views.ts';
import type { Table } from './blocks.ts';

type CreateTableView = (table: Table, shared: Shared) => BlockView;

let createView: CreateTableView | undefined;

/** Whether tables can be shown. */
export const hasTables = (): boolean => createView !== undefined;

/** Resolves when tables can be shown, one way or the other. */
export async function loadTables(): Promise<void> {
  try {
    createView = (await import('./table-view.ts')).createTableView;
  } catch (error) {
    console.warn('<letta-chat>: tables stay as they are written, their view could not be loaded.', error);
    createView = createPlainView;
  }
}

/** The view of a table, which must have been loaded. */
export const createTableView: CreateTableView = (table, shared) => createView!(table, shared);

function createPlainView(table: Table): BlockView {
  const element = document.createElement('pre');
  element.textContent = table.header.join(' | ');
  return { element, show: () => element.append(...table.rows.splice(0).map((row) => `\n${row}`)) };
}
