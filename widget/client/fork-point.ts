/**
 * Finds where a conversation is cut to say something else in place of a message. The server's history decides: what it has
 * forgotten (stopped and failed turns) is only in the transcript here, which then tells what came before.
 */
import type { Message } from '../../proxy/protocol.ts';
import { shownId } from '../core/history.ts';
import type { ChatMessage } from '../core/view.ts';
import { RequestError } from '../transport/failure.ts';
import { readHistory } from '../transport/lists.ts';
import type { Transport } from '../transport/transport.ts';

export interface ForkPlace {
  readonly id: string;
  /** The message that is not to be in the branch, nor anything after it. */
  readonly messageId: string;
  /** The transcript as far as this device has it. */
  readonly local: readonly ChatMessage[];
  readonly signal: AbortSignal;
}

/** The body of the fork's request: without `message_id` it takes everything. */
export type ForkPoint = { readonly message_id?: string };

/** `null` when nothing was said before. Rejects when neither the server nor this device has the message. */
export async function findForkPoint(
  transport: Transport,
  { id, messageId, local, signal }: ForkPlace,
): Promise<ForkPoint | null> {
  const index = local.findIndex((message) => message.id === messageId);
  const before = new Set(local.slice(0, Math.max(0, index)).map((message) => message.id));
  const isLastKept = (message: Message) => before.has(shownId(message));
  let newest: string | undefined;
  let within = false;
  for (let cursor: string | null = null; ; ) {
    const { messages, whole } = await readHistory(transport, id, cursor, signal);
    newest ??= messages.at(-1)?.id;
    const at: number = within ? messages.length : messages.findIndex((message) => shownId(message) === messageId);
    within ||= at >= 0;
    const kept: Message | undefined = within ? messages[at - 1] : messages.findLast(isLastKept);
    if (kept) return kept.id === newest ? {} : { message_id: kept.id };
    cursor = messages[0]?.id ?? null;
    if (whole || cursor === null) break;
  }
  if (within || index >= 0) return null;
  throw new RequestError({ code: 'not_found' }, `There is no message "${messageId}" in ${id}.`);
}
