/** Takes pictures of what stands on the stage, and knows where the approved ones lie and what becomes of those that differ. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../tools/root.ts';
import { type Comparison, compare } from './compare.ts';

const FOLDER = join(root, 'test', 'gallery');
export const APPROVED = join(FOLDER, 'approved');
/** Git does not see it. */
const DIFFERENT = join(FOLDER, 'different');

export const fileOf = (variant: string, state: string): string => join(APPROVED, `${variant}-${state}.png`);

/** What comes late (a font, a picture, a colour of code) makes a picture that is not the last; so many are taken at most. */
const TRIES = 12;

const take = (page: Page): Promise<Buffer> => page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });

/** The picture when it no longer changes. */
export async function takeStill(page: Page): Promise<Buffer> {
  let last = await take(page);
  for (let tries = 0; tries < TRIES; tries++) {
    const next = await take(page);
    if (next.equals(last)) return next;
    last = next;
  }
  throw new Error(`The picture changed ${TRIES} times: something moves.`);
}

/** Compares with the approved picture, until it is the same or nothing changes any more. */
export async function match(page: Page, variant: string, state: string): Promise<Comparison> {
  const file = fileOf(variant, state);
  if (!existsSync(file)) return { same: false, says: `there is no approved picture ${relative(root, file)}` };
  const approved = await readFile(file);
  let last: Buffer | undefined;
  for (let still = 0; still < 3; ) {
    const actual = await take(page);
    const comparison = compare(approved, actual);
    if (comparison.same) return comparison;
    still = last?.equals(actual) ? still + 1 : 0;
    last = actual;
  }
  return keep(compare(approved, last!), last!, `${variant}-${state}`);
}

async function keep(comparison: Comparison, actual: Buffer, name: string): Promise<Comparison> {
  await mkdir(DIFFERENT, { recursive: true });
  await writeFile(join(DIFFERENT, `${name}.actual.png`), actual);
  if (comparison.difference) await writeFile(join(DIFFERENT, `${name}.diff.png`), comparison.difference);
  const where = relative(root, join(DIFFERENT, name));
  return { ...comparison, says: `${comparison.says}: look at ${where}.actual.png and .diff.png` };
}
