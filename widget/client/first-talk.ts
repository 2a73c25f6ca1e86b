/**
 * The first conversation of a visitor, as long as nothing disturbs it: what is sent goes out, one message after the other, and what
 * comes is received and kept. Its state is always one with which the whole engine can go on.
 */
import { parseAgent, parseCreated, type StreamEvent } from '../../proxy/protocol.ts';
import { addDelta, completed } from '../core/delta.ts';
import { newMessage } from '../core/job.ts';
import { emptyState, IDLE, type Job, newRun, type Run, runOf, type State } from '../core/state.ts';
import { titleOf } from '../core/title.ts';
import type { FirstRequests } from '../transport/first-requests.ts';
import type { Line } from '../transport/transport.ts';
import type { FirstPorts } from './ports.ts';
import type { Saving } from './saving.ts';
import type { UnderWay } from './session.ts';

export interface FirstTalkOptions {
  readonly requests: FirstRequests;
  readonly saving: Saving;
  readonly ports: FirstPorts;
  /** The agent's public name; default the proxy's first. */
  readonly agent: string | undefined;
  readonly onChange: () => void;
  /** Something has come between, so that it goes no further here. `error`: what a request has come to. */
  readonly onDisturbed: (error?: unknown) => void;
}

export interface FirstTalk {
  readonly state: State;
  /** Changes what the talk itself does not. */
  put(change: Partial<State>): void;
  /** Asks the proxy who answers. */
  lookForAgent(): Promise<void>;
  /** Resolves when the message is stored. */
  send(text: string, images: readonly string[]): Promise<void>;
  /** Does nothing more; an open line goes on, and is whoever's follows it. */
  hand(): Pick<UnderWay, 'state' | 'line'>;
  /** Ends the line, too. */
  stop(): void;
}

/** How long a finished stream may take to run out before the next message goes (milliseconds). */
const RUN_OUT = 2000;

const INTERRUPTED = /^(?:error|cancelled|requires_approval)$/;

export function createFirstTalk(options: FirstTalkOptions): FirstTalk {
  const { requests, saving, ports, onChange, onDisturbed } = options;
  let state = emptyState;
  let line = new AbortController();
  /** Ends when the open line does. */
  let reading = Promise.resolve();
  /** Who hears what the open line says. */
  let hear = onEvent;
  let unheard: StreamEvent[] = [];
  const ended = new AbortController();
  const { signal } = ended;

  function put(change: Partial<State>): void {
    const previous = state;
    state = { ...state, ...change };
    saving.changed(previous, state);
    onChange();
  }

  /** Sends what waits, until nothing does. */
  async function proceed(): Promise<void> {
    try {
      for (let job = next(); job; job = next()) await send(job);
    } catch (error) {
      if (!signal.aborted) onDisturbed(error);
    }
  }

  const next = () => (signal.aborted || state.turn !== IDLE ? undefined : state.outbox[0]);

  async function send(job: Job): Promise<void> {
    const { otid, entry } = job;
    const { text = '', images = [] } = entry ?? {};
    if (state.conversation === null) await begin(text);
    const run = newRun({ ...job, entry: entry && { ...entry, state: 'sending' } });
    put({ outbox: state.outbox.slice(1), turn: { phase: 'sending', ticket: 0, run } });
    await saving.flush();
    signal.throwIfAborted();
    if (images.length > 0) throw new Error(); // pictures are the whole engine's business
    line = new AbortController();
    const path = `/v1/conversations/${state.conversation}/messages`;
    const body = { messages: [{ role: 'user', content: text, otid }] };
    reading = requests.stream(path, body, { onOpen, onEvent: (event) => hear(event) }, line);
    await reading.catch(unlessSettled);
    signal.throwIfAborted();
    if (state.turn.phase !== 'closing') throw new Error(path); // it has broken off
    put({ turn: IDLE });
  }

  async function begin(text: string): Promise<void> {
    put({ turn: { phase: 'creating', ticket: 0 } });
    await saving.flush();
    const title = titleOf(text) || null;
    const name = state.agent && encodeURIComponent(state.agent.name);
    const path = `/v1/conversations?${name === null ? '' : `agent_id=${name}`}`;
    const made = parseCreated(await requests.json(path, title === null ? {} : { summary: title }));
    signal.throwIfAborted();
    if (!made) throw new Error(path);
    put({
      conversation: made.id,
      conversations: [{ ...made, agent: state.agent?.name ?? '', title, date: ports.now() }],
    });
  }

  function onOpen(): void {
    const run = runOf(state.turn);
    if (signal.aborted || !run?.job?.entry) return;
    const entry = { ...run.job.entry, state: 'sent' } as const;
    put({ turn: { phase: 'streaming', ticket: 0, run: { ...run, job: { ...run.job, entry }, accepted: true } } });
  }

  function onEvent(event: StreamEvent): void {
    const { turn } = state;
    if (signal.aborted || turn.phase !== 'streaming' || (event.message_type === 'ping' && event.seq_id == null)) return;
    const run = { ...turn.run, cursor: event.seq_id ?? turn.run.cursor };
    switch (event.message_type) {
      case 'assistant_message':
        run.parts = addDelta(run, event, 'assistant', event.content, ports.now());
        break;
      case 'stop_reason':
        if (INTERRUPTED.test(event.stop_reason)) leave(event);
        else settle(run);
        return;
      case 'ping':
      case 'usage_statistics':
        break;
      default:
        leave(event);
        return;
    }
    put({ turn: { ...turn, run } });
  }

  /** Only the whole engine knows what to make of it. */
  function leave(event: StreamEvent): void {
    keep();
    hear(event);
    onDisturbed();
  }

  /** What comes from now on waits for it. */
  function keep(): void {
    hear = (event) => void unheard.push(event);
  }

  /** The reply is whole; the stream runs out, and with it the server's lock. */
  function settle({ job, parts }: Run): void {
    const transcript = [...state.transcript, ...(job?.entry ? [job.entry] : []), ...parts.map(completed)];
    put({ transcript, turn: { phase: 'closing', ticket: 0, otid: job?.otid ?? null, calls: [] } });
    const open = line;
    ports.later(() => open.abort(), RUN_OUT);
  }

  async function follow({ onEvent, signal }: Pick<Line, 'onEvent' | 'signal'>): Promise<void> {
    signal.addEventListener('abort', () => line.abort(), { once: true });
    unheard.forEach(onEvent);
    unheard = [];
    hear = onEvent;
    await reading;
  }

  function unlessSettled(error: unknown): void {
    if (state.turn.phase !== 'closing') throw error;
  }

  return {
    get state() {
      return state;
    },
    put,
    async lookForAgent() {
      const listed = await requests.json('/v1/agents');
      const agents = Array.isArray(listed) ? listed.map(parseAgent) : [];
      const agent = agents.find((one) => one && (options.agent === undefined || one.name === options.agent));
      if (!agent) throw new Error(options.agent);
      if (!signal.aborted) put({ agent });
    },
    async send(text, images) {
      put({ outbox: [...state.outbox, newMessage(ports.randomId(), { text, images }, ports.now())] });
      void proceed();
      await saving.flush();
    },
    hand() {
      ended.abort();
      keep();
      const isOpen = /^(?:streaming|closing)$/.test(state.turn.phase);
      return { state, line: isOpen ? { follow, abort: () => line.abort() } : undefined };
    },
    stop() {
      ended.abort();
      line.abort();
    },
  };
}
