/**
 * What visitors do, step by step, in Playwright: they come to a page, open the chat, write, stop, reload. Shared by the
 * stories here and by the chain against a real Letta. What is to be seen then is `look.ts`'s.
 */
import type { Locator, Page } from 'playwright-core';
import { look, until } from './look.ts';

export const chat = (page: Page): Locator => page.locator('letta-chat');
export const composer = (page: Page): Locator => chat(page).getByRole('textbox');
export const button = (page: Page, name: string | RegExp): Locator =>
  chat(page).getByRole('button', { name, exact: true });

/** Goes to the address and opens the chat by its launcher, unless it is open by itself. */
export async function visit(page: Page, address: string): Promise<Page> {
  await page.goto(address);
  await openChat(page);
  return page;
}

/** Opens the chat, and waits until it has read what it keeps; a composer there may be or not: a removed agent has none. */
export async function openChat(page: Page): Promise<void> {
  await chat(page).waitFor({ state: 'attached' });
  if (!(await isOpen(page))) await button(page, 'Open chat').click();
  await chat(page).locator('[part~="panel"]').waitFor();
  await until(
    () => look(page),
    ({ status }) => status !== null,
    'the widget to be there',
  );
}

const isOpen = (page: Page): Promise<boolean> =>
  chat(page).evaluate((host) => host.hasAttribute('open') || /^(inline|page)$/.test(host.getAttribute('mode') ?? ''));

/** As a visitor would: writes into the composer and presses Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

export const stop = (page: Page): Promise<void> => button(page, 'Stop the reply').click();

export async function reload(page: Page): Promise<void> {
  await page.reload();
  await openChat(page);
}
