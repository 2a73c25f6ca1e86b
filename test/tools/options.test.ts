/** A developer's command that is called with what it does not know. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './root.ts';

test('an unknown option gets a sentence, no stack trace', () => {
  const command = join(root, 'test', 'tools', 'run.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, '--unknown'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.equal(stderr, `Unknown option '--unknown'. The first lines of ${command} say which options there are.\n`);
});
