/**
 * The lines that somebody types, or that a pipe brings, one after the other; and what is written between them. It knows
 * nothing of chats. With a terminal there is a prompt; without one every line is repeated, so that the output reads whole.
 */
import { createInterface } from 'node:readline';

export interface Terminal {
  /** Whether somebody sits at it. */
  readonly interactive: boolean;
  write(text: string): void;
  /** Ends words that are still open. */
  freshLine(): void;
  /** A line of its own. */
  say(line: string): void;
  /** Less important than the rest. */
  soft(text: string): string;
  /** The next line; `null` when there will be none. */
  next(): Promise<string | null>;
  /** Lines that came and were not asked for. */
  left(): readonly string[];
  watch(watcher: Watcher): void;
  close(): void;
}

export interface Watcher {
  /** Ctrl+C. */
  interrupted(): void;
  /** A line has come, perhaps long before it is asked for; `true` takes it away. */
  came(line: string): boolean;
}

const PROMPT = '> ';

type Tty = { readonly isTTY?: boolean };

export function createTerminal(input: NodeJS.ReadableStream & Tty, output: NodeJS.WritableStream & Tty): Terminal {
  const interactive = Boolean(input.isTTY && output.isTTY);
  const lines: string[] = [];
  let ended = false;
  let open = false;
  let waiting: ((line: string | null) => void) | null = null;
  let watcher: Watcher = { interrupted: () => undefined, came: () => false };
  const reader = createInterface({ input, terminal: interactive, prompt: PROMPT, ...(interactive && { output }) });

  function write(text: string): void {
    if (text === '') return;
    output.write(text);
    open = !text.endsWith('\n');
  }

  function freshLine(): void {
    if (open) write('\n');
  }

  function deliver(): void {
    if (!waiting || (lines.length === 0 && !ended)) return;
    const take = waiting;
    waiting = null;
    const line = lines.shift() ?? null;
    if (line !== null && !interactive) write(`${PROMPT}${line}\n`);
    take(line);
  }

  reader.on('line', (line) => {
    open = false;
    if (!watcher.came(line)) lines.push(line);
    deliver();
  });
  reader.on('close', () => {
    ended = true;
    deliver();
  });
  const interrupted = () => watcher.interrupted();
  reader.on('SIGINT', interrupted);
  process.on('SIGINT', interrupted);

  return {
    interactive,
    write,
    freshLine,
    say(line) {
      freshLine();
      write(`${line}\n`);
    },
    soft: (text) => (interactive ? `\x1b[2m${text}\x1b[22m` : text),
    next() {
      const line = new Promise<string | null>((resolve) => {
        waiting = resolve;
      });
      if (interactive && !ended && lines.length === 0) reader.prompt();
      deliver();
      return line;
    },
    left: () => lines,
    watch(told) {
      watcher = told;
    },
    close() {
      process.removeListener('SIGINT', interrupted);
      reader.close();
      freshLine();
    },
  };
}
