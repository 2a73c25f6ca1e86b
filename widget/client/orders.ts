/** Carries out the orders that are a single request or none, and puts together what is sent. */
import type { SendRequest } from '../../proxy/protocol.ts';
import { RequestError } from '../transport/failure.ts';
import { readHistory } from '../transport/lists.ts';
import { at, type Transport } from '../transport/transport.ts';
import type { Order, Result, Send } from './effects.ts';
import { runTool, type Tools } from './tools.ts';

export interface OrderPorts {
  readonly transport: Transport;
  readonly tools: Tools;
  readonly signal: AbortSignal;
}

export async function carryOut(order: Order, { transport, tools, signal }: OrderPorts): Promise<Result> {
  switch (order.type) {
    case 'cancel':
      return { type: 'cancelled', found: await cancel(transport, order.conversation, signal) };
    case 'loadHistory':
      return { type: 'historyLoaded', ...(await readHistory(transport, order.conversation, order.before, signal)) };
    case 'runTools':
      return {
        type: 'toolsFinished',
        approvals: await Promise.all(order.calls.map((call) => runTool(tools, call))),
      };
  }
}

/** Whether anything ran that could be cancelled. */
export async function cancel(transport: Transport, conversation: string, signal: AbortSignal): Promise<boolean> {
  try {
    await transport.json(`${at(conversation)}/cancel`, { method: 'POST', signal });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.failure.code === 'nothing_to_cancel') return false;
    throw error;
  }
}

/** The visitor's words, with pictures or without, or answers to tool calls. */
export function requestOf({ otid, text, images, approvals }: Send): SendRequest {
  if (approvals.length > 0) return { messages: [{ type: 'approval', approvals, otid }] };
  if (images.length === 0) return { messages: [{ role: 'user', content: text, otid }] };
  const parts = images.map(toImage);
  return { messages: [{ role: 'user', content: text ? [{ type: 'text', text }, ...parts] : parts, otid }] };
}

function toImage(url: string) {
  const [, media_type = '', data = ''] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(url) ?? [];
  return { type: 'image', source: { type: 'base64', media_type, data } } as const;
}
