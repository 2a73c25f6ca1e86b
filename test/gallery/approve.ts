/**
 * Approves how the gallery looks now: `node test/gallery/approve.ts [VARIANT-STATE…]`. It writes the pictures that differ from the
 * approved ones, takes away those of states that are no more, and names both: look at each before you commit it.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { states } from '../../demo/gallery/states.ts';
import { compare, pack } from './compare.ts';
import { APPROVED, fileOf, takeStill } from './pictures.ts';
import { openStage } from './stage.ts';
import { variants } from './variants.ts';

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
await mkdir(APPROVED, { recursive: true });
const stage = await openStage();
try {
  for (const { name: state } of states) {
    for (const variant of variants.filter(({ states }) => states.includes(state))) {
      const file = fileOf(variant.name, state);
      if (!isWanted(basename(file, '.png'))) continue;
      const picture = await takeStill(await stage.show(variant, state));
      if (existsSync(file) && compare(await readFile(file), picture).same) continue;
      await writeFile(file, pack(picture));
      console.log(file);
    }
  }
  await clear();
} finally {
  await stage.close();
}

/** Takes away what nothing is compared with. */
async function clear(): Promise<void> {
  const known = new Set(variants.flatMap(({ name, states }) => states.map((state) => basename(fileOf(name, state)))));
  for (const file of await readdir(APPROVED)) {
    if (known.has(file)) continue;
    await rm(join(APPROVED, file));
    console.log(`${file} is gone`);
  }
}
