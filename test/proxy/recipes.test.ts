// The README's recipes for the host site's JWT, taken out of it and run as they stand; the proxy has to take what they make.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../tools/root.ts';
import { scratchFolder } from '../tools/scratch.ts';
import { SITE_SECRET, signIn } from './identity-suite.ts';
import { startRig } from './rig.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Each language: its fence in the README, the file and program that run it, and how the token is printed. */
const RECIPES = {
  js: { file: 'recipe.mjs', program: process.execPath, print: "process.stdout.write(lettaChatIdentity('ada'))" },
  python: { file: 'recipe.py', program: 'python3', print: "print(letta_chat_identity('ada'), end='')" },
  php: { file: 'recipe.php', program: 'php', print: "echo letta_chat_identity('ada');" },
  ruby: { file: 'recipe.rb', program: 'ruby', print: "print letta_chat_identity('ada')" },
} as const;

const recipeIn = (language: string): string => {
  const section = readme.slice(readme.indexOf('## Signed-in users'));
  const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section) ?? [];
  assert.ok(code, `the README has a recipe in ${language}`);
  return code;
};

for (const [language, { file, program, print }] of Object.entries(RECIPES)) {
  test(`the recipe in ${language} makes a token that the proxy takes`, async (t) => {
    const recipe = recipeIn(language);
    if (spawnSync(program, ['--version']).error) return t.skip(`${program} is not installed`);
    const code = `${language === 'php' ? '<?php\n' : ''}${recipe}\n${print}\n`;
    const folder = scratchFolder(t, { [file]: code });
    const env = { ...process.env, IDENTITY_SECRET: SITE_SECRET };
    const { stdout, stderr, status } = spawnSync(program, [join(folder, file)], { env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const rig = startRig({ settings: { IDENTITY_SECRET: SITE_SECRET } });
    const { status: answer, body } = await signIn(rig, stdout);
    await rig.close();
    assert.equal(answer, 201, JSON.stringify(body));
  });
}
