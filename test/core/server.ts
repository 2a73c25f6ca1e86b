/**
 * A model of the proxy and Letta behind it, small enough to be right: runs by otid, one at a time, a history that forgets
 * what failed. Nothing happens in it by itself; the tests say when a run goes on.
 */
import type { ErrorCode, Message, StreamEvent } from '../../proxy/protocol.ts';

export interface ModelRun {
  readonly otid: string;
  readonly text: string;
  readonly events: StreamEvent[];
  /** What is still to be said. */
  left: string[];
  state: 'active' | 'done' | 'failed' | 'cancelled';
}

export type Answer<Value> = { readonly ok: Value } | { readonly code: ErrorCode };

export function createServer({ redis }: { redis: boolean }) {
  const runs: ModelRun[] = [];
  const history: Message[] = [];
  let made = 0;
  let lagging = 0;
  const active = () => runs.find((run) => run.state === 'active');
  const known = (otid: string) => runs.find((run) => run.otid === otid);
  const idOf = (run: ModelRun) => `message-${runs.indexOf(run)}`;

  function push(run: ModelRun, event: StreamEvent): void {
    run.events.push(redis ? { ...event, seq_id: run.events.length + 1 } : event);
  }

  function begin(otid: string, text: string): ModelRun {
    const run: ModelRun = { otid, text, events: [], left: [`[${text}`, ' is', ' answered]'], state: 'active' };
    runs.push(run);
    return run;
  }

  function end(run: ModelRun, state: 'done' | 'failed' | 'cancelled'): void {
    run.state = state;
    const stop_reason = ({ done: 'end_turn', failed: 'error', cancelled: 'cancelled' } as const)[state];
    run.events.push({ message_type: 'stop_reason', stop_reason });
    if (state === 'failed') {
      run.events.push({ message_type: 'error_message', error_type: 'assistant_failed', message: '', request_id: 'r' });
    }
    if (state !== 'done') return;
    const content = run.events
      .flatMap((event) => (event.message_type === 'assistant_message' ? [event.content] : []))
      .join('');
    history.push(
      { message_type: 'user_message', id: `user-${runs.indexOf(run)}`, otid: run.otid, content: run.text },
      { message_type: 'assistant_message', id: idOf(run), content },
    );
  }

  return {
    runs,
    history,
    /**
     * Lists lag behind by so many messages, as seen on Letta Cloud. Without background streams they do not: there a turn is
     * listed before its run counts as ended (test/letta/runs.suite.ts holds the real server to it).
     */
    set lag(messages: number) {
      lagging = redis ? messages : 0;
    },
    create: (): Answer<string> => ({ ok: `conv-${++made}` }),
    send(otid: string, text: string): Answer<ModelRun> {
      if (!text) throw new Error('An empty message was sent.');
      const earlier = known(otid);
      if (earlier && redis) return { ok: earlier };
      if (active()) return { code: 'conversation_busy' };
      if (earlier) return { code: 'nothing_to_resume' };
      return { ok: begin(otid, text) };
    },
    /** Somebody's other device. */
    sendElsewhere(otid: string, text: string): void {
      if (!active()) begin(otid, text);
    },
    resume(otid: string | null): Answer<ModelRun> {
      const run = otid === null ? active() : known(otid);
      if (!run) return { code: 'nothing_to_resume' };
      if (redis) return { ok: run };
      return { code: run.state === 'active' ? 'run_not_resumable' : 'nothing_to_resume' };
    },
    cancel(): Answer<boolean> {
      const run = active();
      if (run) end(run, 'cancelled');
      return { ok: run !== undefined };
    },
    list: (): Answer<{ messages: readonly Message[]; whole: boolean }> => ({
      ok: { messages: history.slice(0, history.length - lagging), whole: true },
    }),
    /** The active run says the next word, or ends. */
    goOn(): void {
      const run = active();
      const next = run?.left.shift();
      if (run && next !== undefined) push(run, { message_type: 'assistant_message', id: idOf(run), content: next });
      else if (run) end(run, 'done');
    },
    fail(): void {
      const run = active();
      if (run) end(run, 'failed');
    },
  };
}

export type Server = ReturnType<typeof createServer>;
