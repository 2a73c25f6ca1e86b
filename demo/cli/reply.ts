/** Writes the reply to the visitor's last message as it streams, and says what keeps it waiting. */
import type { ChatClient, ChatMessage, Snapshot } from '../../widget/client.ts';
import { sentenceFor } from './sentences.ts';
import type { Terminal } from './terminal.ts';

export type Outcome = 'answered' | 'stopped' | 'failed' | 'gave up';

/**
 * Resolves when nothing is under way any more. What stands before the visitor's last message may still be loaded.
 * `patience`: how long a pipe, where nobody can press Ctrl+C, waits for a proxy that does not answer (milliseconds).
 */
export function followReply(client: ChatClient, terminal: Terminal, patience: number): Promise<Outcome> {
  const show = createWriter(terminal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise((resolve) => {
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      unsubscribe();
      resolve(outcome);
    };
    const heard = (snapshot: Snapshot) => {
      show(snapshot);
      if (isOver(snapshot)) return end(outcomeOf(snapshot));
      if (snapshot.status === 'waiting' && !terminal.interactive) timer ??= setTimeout(end, patience, 'gave up');
      else if (snapshot.status === 'streaming') timer = void clearTimeout(timer);
    };
    const unsubscribe = client.subscribe(heard);
    heard(client.snapshot);
  });
}

export function isOver({ status, messages }: Snapshot): boolean {
  const open = messages.some(({ state }) => state === 'queued' || state === 'sending' || state === 'streaming');
  return (status === 'idle' || status === 'failed') && !open;
}

/** The visitor's last message and what follows it. */
function lastTurn({ messages }: Snapshot): readonly ChatMessage[] {
  return messages.slice(
    Math.max(
      0,
      messages.findLastIndex(({ role }) => role === 'user'),
    ),
  );
}

function createWriter(terminal: Terminal): (snapshot: Snapshot) => void {
  const written = new Map<string, string>();
  const said = new Set<string>();

  /** What is new of it. A text that does not continue what was written is written anew. */
  function write({ id, role, text }: ChatMessage): void {
    const before = written.get(id);
    if (before === text) return;
    written.set(id, text);
    const goesOn = before !== undefined && text.startsWith(before);
    if (!goesOn) terminal.freshLine();
    const news = goesOn ? text.slice(before.length) : text;
    terminal.write(role === 'reasoning' ? terminal.soft(news) : news);
  }

  /** Once each: a reason to wait comes back with every attempt. */
  function explain(sentence: string): void {
    if (said.has(sentence)) return;
    said.add(sentence);
    terminal.say(terminal.soft(sentence));
  }

  return function show(snapshot) {
    const turn = lastTurn(snapshot);
    for (const message of turn) if (message.role !== 'user') write(message);
    const problem = turn.find((message) => message.problem)?.problem ?? snapshot.problem;
    if (snapshot.status === 'reconnecting') explain('The line was lost; the reply goes on when it is back.');
    if (snapshot.status === 'waiting' && problem) explain(`${sentenceFor(problem)} Your message waits.`);
  };
}

function outcomeOf(snapshot: Snapshot): Outcome {
  const states = lastTurn(snapshot).map(({ state }) => state);
  if (states.includes('failed')) return 'failed';
  return states.includes('stopped') ? 'stopped' : 'answered';
}
