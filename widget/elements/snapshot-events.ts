/** Pure: which public events follow from the change of one snapshot into the next. Sending them is the engine controller's job. */
import type { ChatMessage, Snapshot } from '../core/view.ts';
import { LettaChatMessageEvent } from './message-events.ts';
import { LettaChatConversationEvent, LettaChatErrorEvent, LettaChatStatusEvent } from './state-events.ts';

/** How far from the end news is looked for: a turn has few messages, and a history of thousands is not to be searched at each delta. */
const NEWS = 20;

export function eventsOf(now: Snapshot, before: Snapshot): CustomEvent[] {
  const { conversation, status, problem } = now;
  const { conversation: previous } = before;
  const events: CustomEvent[] = [];
  const variant = variantIn(now);
  // After a reload the list, which knows the variant, comes later than the conversation.
  if (conversation !== previous || (variant && variant !== variantIn(before)))
    events.push(new LettaChatConversationEvent({ conversation, previous, variant }));
  if (status !== before.status) events.push(new LettaChatStatusEvent({ status, previous: before.status }));
  if (problem && problem !== before.problem) events.push(new LettaChatErrorEvent({ problem, messageId: null }));
  if (now.messages === before.messages) return events;
  events.push(...finishedMessages(now, before).map((message) => new LettaChatMessageEvent({ message })));
  const earlier = recent(before);
  for (const { id, state, problem } of now.messages.slice(-NEWS)) {
    const isNews = earlier.has(id) && earlier.get(id)?.state !== 'failed';
    if (isNews && state === 'failed' && problem) events.push(new LettaChatErrorEvent({ problem, messageId: id }));
  }
  return events;
}

const variantIn = ({ conversation, conversations }: Snapshot): string | undefined =>
  conversations.find(({ id }) => id === conversation)?.variant;

const recent = ({ messages }: Snapshot): ReadonlyMap<string, ChatMessage> =>
  new Map(messages.slice(-NEWS).map((message) => [message.id, message]));

/** The agent's messages that have become final between the two. What a history brings is not news. */
export function finishedMessages(now: Snapshot, before: Snapshot): ChatMessage[] {
  const earlier = recent(before);
  // One that has just begun gets its id meanwhile: then it is known by what stood in it.
  const isSame = now.conversation === before.conversation || now.messages.some(({ id }) => earlier.has(id));
  const running = before.status !== 'idle' && before.status !== 'failed' && isSame;
  return now.messages.slice(-NEWS).filter((message) => {
    if (message.role !== 'assistant' || message.state === 'streaming') return false;
    const previous = earlier.get(message.id);
    return previous ? previous.state === 'streaming' : running;
  });
}
