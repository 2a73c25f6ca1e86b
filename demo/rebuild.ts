/**
 * Builds the widget anew when one of its files changes, so that a reload of the page shows it. What needs building and how is
 * `test/tools/build.ts`'s and `vite.config.ts`'s.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/tools/root.ts';

/** Milliseconds in which the files of one save arrive. */
const SETTLE = 150;

/** Watches until the controller is aborted. A failed build says why and leaves what was there. */
export function rebuildOnChange(): AbortController {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let building = false;
  let again = false;

  function build(): void {
    if (building) {
      again = true;
      return;
    }
    building = true;
    const started = Date.now();
    const vite = join(root, 'node_modules', '.bin', 'vite');
    const child = spawn(vite, ['build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      signal: controller.signal,
    });
    child.on('error', (error) => {
      if (error.name !== 'AbortError') console.error(error);
    });
    child.on('close', (status) => {
      building = false;
      if (status === 0) console.log(`The widget was built anew in ${Date.now() - started} ms: reload the page.`);
      if (again && !controller.signal.aborted) build();
      again = false;
    });
  }

  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(build, SETTLE);
  };
  controller.signal.addEventListener('abort', () => clearTimeout(timer));
  watch(join(root, 'widget'), { recursive: true, signal: controller.signal }, changed);
  watch(join(root, 'proxy', 'protocol.ts'), { signal: controller.signal }, changed);
  return controller;
}
