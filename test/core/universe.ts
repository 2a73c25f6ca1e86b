/** The engine's core between an adversarial network and a model of the server. The tests decide what happens next. */
import type { ErrorCode } from '../../proxy/protocol.ts';
import { transition } from '../../widget/core/conversation.ts';
import type { Effect, Fact } from '../../widget/core/events.ts';
import { toSnapshot } from '../../widget/core/snapshot.ts';
import { emptyState, type State } from '../../widget/core/state.ts';
import { toLive, toThread } from '../../widget/storage/form.ts';
import { fromSaved } from '../../widget/storage/saved.ts';
import { type Answer, createServer, type ModelRun } from './server.ts';

/** Something on its way to the server; what the server has answered is on its way back. */
interface Request {
  readonly effect: Effect & { readonly ticket: number };
  answer: Fact | null;
}

/** An open stream: the next event that comes of it is `at`. */
interface Line {
  readonly ticket: number;
  readonly run: ModelRun;
  at: number;
}

export type Universe = ReturnType<typeof createUniverse>;

export function createUniverse({ redis = true }: { redis?: boolean } = {}) {
  const server = createServer({ redis });
  const submitted: string[] = [];
  let state: State = emptyState;
  let requests: Request[] = [];
  let timers: number[] = [];
  let line = null as Line | null;
  let clock = 1_000_000;
  let ids = 0;

  function happen(fact: Fact & { otid?: string }): void {
    const next = transition(state, { otid: `otid-${++ids}`, now: clock++, random: 0.5, ...fact });
    state = next.state;
    for (const effect of next.effects) start(effect);
  }

  function start(effect: Effect): void {
    if (effect.type === 'closeStream') line = null;
    else if (effect.type === 'wait') timers.push(effect.ticket);
    else {
      if (effect.type === 'openSend' || effect.type === 'openResume') line = null;
      requests.push({ effect, answer: null });
    }
  }

  /** The request reaches the server, which answers. */
  function reach(request: Request): void {
    const { effect } = request;
    const { ticket } = effect;
    const opened = (answer: Answer<ModelRun>, after: number): Fact => {
      if ('code' in answer) return failed(ticket, answer.code);
      pendingLines.set(request, { ticket, run: answer.ok, at: redis ? after : answer.ok.events.length });
      return { type: 'streamOpened', ticket };
    };
    switch (effect.type) {
      case 'createConversation':
        request.answer = told(ticket, server.create(), (id) => ({ type: 'conversationCreated', ticket, id }));
        break;
      case 'openSend':
        request.answer = opened(server.send(effect.otid, effect.text), 0);
        break;
      case 'openResume':
        request.answer = opened(server.resume(effect.otid), effect.after);
        break;
      case 'cancel':
        request.answer = told(ticket, server.cancel(), (found) => ({ type: 'cancelled', ticket, found }));
        break;
      case 'loadHistory':
        request.answer = told(ticket, server.list(), (page) => ({ type: 'historyLoaded', ticket, ...page }));
        break;
      case 'runTools':
        request.answer = { type: 'toolsFinished', ticket, approvals: [] };
        break;
      default:
    }
  }
  const pendingLines = new Map<Request, Line>();

  /** The answer comes back. */
  function comeBack(request: Request): void {
    requests = requests.filter((other) => other !== request);
    const opened = pendingLines.get(request);
    pendingLines.delete(request);
    if (opened && 'ticket' in state.turn && state.turn.ticket === opened.ticket) line = opened;
    if (request.answer) happen(request.answer);
  }

  const pick = <Item>(items: readonly Item[], choice: number): Item | undefined =>
    items[choice % Math.max(1, items.length)];

  const universe = {
    server,
    submitted,
    get state() {
      return state;
    },
    get messages() {
      return toSnapshot(state, { status: 'idle', storage: 'memory', draft: '', opening: false }).messages;
    },
    happen,
    submit(): void {
      const text = `message ${submitted.length + 1}`;
      submitted.push(text);
      happen({ type: 'submitted', text, images: [] });
    },
    retryFailed: (choice: number) => {
      const failed = pick(
        universe.messages.filter((m) => m.role === 'user' && m.state === 'failed'),
        choice,
      );
      if (failed) happen({ type: 'retried', id: failed.id });
    },
    /** A request arrives at the server. */
    arrive(choice: number): void {
      const request = pick(
        requests.filter((one) => one.answer === null),
        choice,
      );
      if (request) reach(request);
    },
    /** An answer arrives here. */
    answer(choice: number): void {
      const request = pick(
        requests.filter((one) => one.answer !== null),
        choice,
      );
      if (request) comeBack(request);
    },
    /** A request or its answer is lost, and this side learns that it was. */
    lose(choice: number): void {
      const request = pick(requests, choice);
      if (!request) return;
      pendingLines.delete(request);
      request.answer = failed(request.effect.ticket, 'unreachable');
      comeBack(request);
    },
    /** The next event of the open line, or its end. */
    listen(): void {
      if (!line) return;
      const { ticket, run } = line;
      const event = run.events[line.at];
      if (event) {
        line.at++;
        happen({ type: 'eventReceived', ticket, event });
      } else if (run.state !== 'active') {
        line = null;
        happen({ type: 'streamClosed', ticket });
      }
    },
    cut(): void {
      const ticket = line?.ticket;
      line = null;
      if (ticket !== undefined) happen({ type: 'streamClosed', ticket });
    },
    fire(choice: number): void {
      const ticket = pick(timers, choice);
      if (ticket === undefined) return;
      timers = timers.filter((other) => other !== ticket);
      happen({ type: 'timerFired', ticket });
    },
    /** The page goes, and another comes: what was not stored is gone, what was on its way to the server may arrive. */
    reload(): void {
      const [thread, live] = structuredClone([toThread(state), toLive(state)]);
      for (const request of requests) if (request.answer === null && clock % 2 === 0) reach(request);
      requests = [];
      timers = [];
      line = null;
      pendingLines.clear();
      const restored = fromSaved(thread, live);
      state = { ...emptyState };
      happen({ type: 'restored', state: restored });
    },
    get quiet() {
      return requests.length === 0 && line === null && timers.length === 0;
    },
    /** The world behaves: everything arrives, and time passes, until nothing happens any more. */
    calm(): void {
      server.lag = 0;
      happen({ type: 'wentOnline' });
      for (let round = 0; round < 400; round++) {
        universe.arrive(0);
        universe.answer(0);
        universe.listen();
        server.goOn();
        if (requests.length === 0 && line === null) universe.fire(0);
        if (universe.quiet && !server.runs.some((run) => run.state === 'active')) return;
      }
    },
  };
  return universe;
}

const failed = (ticket: number, code: 'unreachable' | ErrorCode): Fact => ({
  type: 'requestFailed',
  ticket,
  failure: { code },
});

const told = <Value>(ticket: number, answer: Answer<Value>, fact: (value: Value) => Fact): Fact =>
  'code' in answer ? failed(ticket, answer.code) : fact(answer.ok);
