/** Carries out core's orders through the transport and reports what came of them. It decides nothing. */
import type { Effect, Fact } from '../core/events.ts';
import { RequestError } from '../transport/failure.ts';
import type { Line, Transport } from '../transport/transport.ts';
import { tellDeveloper } from './developer.ts';
import { carryOut, requestOf } from './orders.ts';
import type { ClientPorts } from './ports.ts';
import type { Tools } from './tools.ts';

export interface EffectPorts {
  readonly transport: Transport;
  readonly tools: () => Tools;
  /** Whether the newest conversation will do for a new one: a person is to find the same one on every device. */
  readonly reuses: () => boolean;
  /** Resolves when what the state holds is stored: what goes out must not be forgotten. */
  readonly stored: () => Promise<void>;
  readonly later: ClientPorts['later'];
  readonly report: (fact: Fact) => void;
}

export interface Effects {
  run(effect: Effect): void;
  /** Has a line that is open already, or is opened so, reported under the ticket. */
  follow(ticket: number, start: (line: Line) => Promise<void>): Promise<void>;
  /** Drops the open line as if it had been cut, when it has said nothing for so long (milliseconds). */
  dropSilent(silence: number): void;
  close(): void;
}

/** What an order brings about; its ticket is the order's. */
export type Result = Fact extends infer One ? (One extends { ticket: number } ? Omit<One, 'ticket'> : never) : never;

/** What is a single request, or none; `orders.ts` carries it out. */
export type Order = Extract<Effect, { type: 'cancel' | 'loadHistory' | 'runTools' }>;

type Orders = { readonly [Type in Effect['type']]: (effect: Extract<Effect, { type: Type }>) => void };

export function createEffects({ transport, tools, reuses, stored, later, report }: EffectPorts): Effects {
  const all = new AbortController();
  const waits = new Set<() => void>();
  let line: { readonly controller: AbortController; readonly ticket: number; heard: number } | null = null;

  const tell = (ticket: number, result: Result) => report({ ...result, ticket } as Fact); // a union regains what it had

  /** Reports what the work gives; a failure too. Anything that is not a failed request is a bug, and is thrown. */
  async function answer(
    ticket: number,
    work: (signal: AbortSignal) => Promise<Result>,
    { signal } = all,
  ): Promise<void> {
    try {
      const result = await work(signal);
      if (!signal.aborted) tell(ticket, result);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError)) throw error;
      tellDeveloper(error);
      tell(ticket, { type: 'requestFailed', failure: error.failure });
    }
  }

  function closeLine(): void {
    line?.controller.abort();
    line = null;
  }

  /** Only one line is open at a time. */
  async function open(ticket: number, start: (line: Line) => Promise<void>): Promise<void> {
    closeLine();
    const controller = new AbortController();
    const mine = { controller, ticket, heard: performance.now() };
    line = mine;
    const onOpen = () => tell(ticket, { type: 'streamOpened' });
    const onEvent: Line['onEvent'] = (event) => {
      mine.heard = performance.now();
      if (event.message_type !== 'ping' || event.seq_id != null) tell(ticket, { type: 'eventReceived', event });
    };
    const read = async (signal: AbortSignal): Promise<Result> => {
      await start({ signal, onOpen, onEvent });
      return { type: 'streamClosed' };
    };
    await answer(ticket, read, controller);
    controller.abort(); // a silent line is still open
    if (line === mine) line = null;
  }

  const order = (effect: Order) =>
    answer(effect.ticket, (signal) => carryOut(effect, { transport, tools: tools(), signal }));

  const orders: Orders = {
    createConversation: ({ ticket, title, agent }) =>
      answer(ticket, async (signal) => {
        await stored();
        const reuse = reuses();
        const { id, variant } = await transport.createConversation({ title, agent, reuse }, signal);
        return { type: 'conversationCreated', id, variant, reused: reuse };
      }),
    openSend: (effect) =>
      open(effect.ticket, async (opened) => {
        await stored();
        opened.signal.throwIfAborted();
        await transport.send(effect.conversation, requestOf(effect), opened);
      }),
    openResume: ({ ticket, conversation, otid, after }) =>
      open(ticket, (opened) =>
        transport.resume(conversation, { ...(otid !== null && { otid }), starting_after: after }, opened),
      ),
    closeStream: closeLine,
    cancel: order,
    loadHistory: order,
    runTools: order,
    wait({ ticket, milliseconds }) {
      const cancel = later(() => {
        waits.delete(cancel);
        tell(ticket, { type: 'timerFired' });
      }, milliseconds);
      waits.add(cancel);
    },
  };

  return {
    run: (effect) => (orders[effect.type] as (effect: Effect) => void)(effect), // a type's order takes effects of this type
    follow: open,
    dropSilent(silence) {
      if (!line || performance.now() - line.heard <= silence) return;
      const { ticket } = line;
      closeLine();
      tell(ticket, { type: 'streamClosed' });
    },
    close() {
      all.abort();
      closeLine();
      for (const cancel of waits) cancel();
    },
  };
}

export type Send = Extract<Effect, { type: 'openSend' }>;
