/** `npm run cli` as a process whose lines are written by a test. The process ends with the test. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from '../e2e/look.ts';
import { root } from '../tools/root.ts';

export interface Cli {
  readonly child: ChildProcessWithoutNullStreams;
  /** All that it has written, errors too. */
  readonly output: string;
  type(...lines: readonly string[]): void;
  /** Waits for words that come after those that were waited for last; resolves with all that came up to them. */
  hears(words: RegExp | string): Promise<string>;
  /** Types a line and waits for its answer. */
  ask(line: string, answer: RegExp | string): Promise<string>;
  /** Ctrl+C. */
  interrupt(): void;
  /** Closes its input, as Ctrl+D does; resolves with the exit code. */
  end(): Promise<number>;
}

export function startCli(t: TestContext, ...args: readonly string[]): Cli {
  const main = join(root, 'demo', 'cli', 'main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
  const ended = once(child, 'exit');
  let output = '';
  let heard = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });

  async function hears(words: RegExp | string): Promise<string> {
    const find = () => {
      const rest = output.slice(heard);
      const found = typeof words === 'string' ? { 0: words, index: rest.indexOf(words) } : words.exec(rest);
      return found && found.index >= 0 ? found.index + found[0].length : null;
    };
    const end = await until(
      () => ({ at: find(), output: output.slice(heard) }),
      ({ at }) => at !== null || child.exitCode !== null,
      `the terminal to say ${words}`,
    );
    assert.ok(end.at !== null, `It ended without ${words}: ${end.output}`);
    const text = output.slice(heard, heard + end.at);
    heard += end.at;
    return text;
  }

  const type = (...lines: readonly string[]) => child.stdin.write(lines.map((line) => `${line}\n`).join(''));
  return {
    child,
    get output() {
      return output;
    },
    type,
    hears,
    async ask(line, answer) {
      type(line);
      await hears(`> ${line}\n`);
      return hears(answer);
    },
    interrupt: () => child.kill('SIGINT'),
    async end() {
      child.stdin.end();
      const [code] = await ended;
      return code as number;
    },
  };
}
