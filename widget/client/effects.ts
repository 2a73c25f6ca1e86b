/** Carries out core's orders through the transport and reports what came of them. It decides nothing. */
import type { Approval, SendRequest, ToolCall } from '../../proxy/protocol.ts';
import { declined } from '../core/approvals.ts';
import type { Effect, Fact } from '../core/events.ts';
import { RequestError } from '../transport/failure.ts';
import type { Transport } from '../transport/transport.ts';
import { tellDeveloper } from './developer.ts';
import type { ClientPorts } from './ports.ts';

export type Tools = Readonly<Record<string, (args: unknown) => unknown>>;

export interface EffectPorts {
  readonly transport: Transport;
  readonly tools: () => Tools;
  /** Resolves when what the state holds is stored: what goes out must not be forgotten. */
  readonly stored: () => Promise<void>;
  readonly later: ClientPorts['later'];
  readonly report: (fact: Fact) => void;
}

export interface Effects {
  run(effect: Effect): void;
  /** How long the open line has said nothing (milliseconds); 0 when none is open. */
  silence(): number;
  /** Drops the open line as if it had been cut. */
  drop(): void;
  close(): void;
}

export function createEffects({ transport, tools, stored, later, report }: EffectPorts): Effects {
  const all = new AbortController();
  const waits = new Set<() => void>();
  let line: { readonly controller: AbortController; readonly ticket: number; heard: number } | null = null;

  /** Reports what the work gives; a failure too. Anything that is not a failed request is a bug, and is thrown. */
  async function answer(
    ticket: number,
    work: (signal: AbortSignal) => Promise<Fact>,
    signal = all.signal,
  ): Promise<void> {
    try {
      const fact = await work(signal);
      if (!signal.aborted) report(fact);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError)) throw error;
      tellDeveloper(error);
      report({ type: 'requestFailed', ticket, failure: error.failure });
    }
  }

  function closeLine(): void {
    line?.controller.abort();
    line = null;
  }

  /** Only one line is open at a time. */
  async function open(ticket: number, start: (line: Parameters<Transport['send']>[2]) => Promise<void>): Promise<void> {
    closeLine();
    const mine = { controller: new AbortController(), ticket, heard: performance.now() };
    line = mine;
    const { signal } = mine.controller;
    await answer(
      ticket,
      async () => {
        await start({
          signal,
          onOpen: () => report({ type: 'streamOpened', ticket }),
          onEvent: (event) => {
            mine.heard = performance.now();
            if (event.message_type !== 'ping' || event.seq_id != null) report({ type: 'eventReceived', ticket, event });
          },
        });
        return { type: 'streamClosed', ticket };
      },
      signal,
    );
    mine.controller.abort(); // a silent line is still open
    if (line === mine) line = null;
  }

  async function send(effect: Extract<Effect, { type: 'openSend' }>): Promise<void> {
    await open(effect.ticket, async (opened) => {
      await stored();
      opened.signal.throwIfAborted();
      await transport.send(effect.conversation, toRequest(effect), opened);
    });
  }

  function wait(ticket: number, milliseconds: number): void {
    const cancel = later(() => {
      waits.delete(cancel);
      report({ type: 'timerFired', ticket });
    }, milliseconds);
    waits.add(cancel);
  }

  function start(effect: Effect): void | Promise<void> {
    switch (effect.type) {
      case 'createConversation':
        return answer(effect.ticket, async (signal) => {
          await stored();
          const id = await transport.createConversation(effect.title, signal);
          return { type: 'conversationCreated', ticket: effect.ticket, id };
        });
      case 'openSend':
        return send(effect);
      case 'openResume': {
        const body = { ...(effect.otid !== null && { otid: effect.otid }), starting_after: effect.after };
        return open(effect.ticket, (opened) => transport.resume(effect.conversation, body, opened));
      }
      case 'closeStream':
        return closeLine();
      case 'cancel':
        return answer(effect.ticket, async (signal) => ({
          type: 'cancelled',
          ticket: effect.ticket,
          found: await transport.cancel(effect.conversation, signal),
        }));
      case 'loadHistory':
        return answer(effect.ticket, async (signal) => ({
          type: 'historyLoaded',
          ticket: effect.ticket,
          ...(await transport.history(effect.conversation, effect.before, signal)),
        }));
      case 'runTools':
        return answer(effect.ticket, async () => ({
          type: 'toolsFinished',
          ticket: effect.ticket,
          approvals: await Promise.all(effect.calls.map((call) => runTool(tools(), call))),
        }));
      case 'wait':
        return wait(effect.ticket, effect.milliseconds);
    }
  }

  return {
    run: (effect) => void start(effect),
    silence: () => (line ? performance.now() - line.heard : 0),
    drop() {
      const ticket = line?.ticket;
      closeLine();
      if (ticket !== undefined) report({ type: 'streamClosed', ticket });
    },
    close() {
      all.abort();
      closeLine();
      for (const cancel of waits) cancel();
    },
  };
}

async function runTool(tools: Tools, call: ToolCall): Promise<Approval> {
  const tool = Object.hasOwn(tools, call.name ?? '') ? tools[call.name ?? ''] : undefined;
  if (!tool) return declined(call, 'This page has no such tool.');
  const { tool_call_id } = call;
  try {
    const result = await tool(JSON.parse(call.arguments || '{}'));
    const tool_return = typeof result === 'string' ? result : (JSON.stringify(result) ?? '');
    return { type: 'tool', tool_call_id, tool_return, status: 'success' };
  } catch (error) {
    return { type: 'tool', tool_call_id, tool_return: String(error), status: 'error' }; // for the agent to deal with
  }
}

type Send = Extract<Effect, { type: 'openSend' }>;

function toRequest({ otid, text, images, approvals }: Send): SendRequest {
  if (approvals.length > 0) return { messages: [{ type: 'approval', approvals, otid }] };
  if (images.length === 0) return { messages: [{ role: 'user', content: text, otid }] };
  const parts = images.map(toImage);
  return { messages: [{ role: 'user', content: text ? [{ type: 'text', text }, ...parts] : parts, otid }] };
}

function toImage(url: string) {
  const [, media_type = '', data = ''] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(url) ?? [];
  return { type: 'image', source: { type: 'base64', media_type, data } } as const;
}
