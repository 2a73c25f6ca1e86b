/**
 * Merges a page of the server's history into the transcript. The history is the truth for what it has; what only this
 * device has (failed and stopped turns, which Letta forgets; replies that the list lags behind, letta-code#1475) stays
 * where it was.
 */
import type { Message, UserMessage } from '../../proxy/protocol.ts';
import { textOf } from '../../proxy/protocol.ts';
import { dateOf, entryId } from './delta.ts';
import type { Entry } from './state.ts';

/** The transcript with `messages` (oldest first) in it. `whole`: the server has nothing older than these. */
export function reconcile(
  transcript: readonly Entry[],
  messages: readonly Message[],
  whole: boolean,
): readonly Entry[] {
  const server = toEntries(messages);
  const places = new Map(server.map((entry, place) => [entry.id, place]));
  const joined = transcript.some((entry) => places.has(entry.id));
  const turns = repliesByTurn(server);
  const kept = transcript.filter(
    (entry) => places.has(entry.id) || (!superseded(entry, turns) && (joined || whole || !entry.known)),
  );
  return weave(kept, server, places);
}

/** The transcript with a page of older `messages` in front of it. */
export function prepend(transcript: readonly Entry[], messages: readonly Message[]): readonly Entry[] {
  const server = toEntries(messages);
  const places = new Map(server.map((entry, place) => [entry.id, place]));
  const joined = transcript.some((entry) => places.has(entry.id));
  return joined ? weave(transcript, server, places) : [...server, ...transcript];
}

/**
 * Both in the order of each. A local message stays behind the one that it followed, but a turn of one's own never
 * comes between a message of the server's and its reply.
 */
function weave(local: readonly Entry[], server: readonly Entry[], places: ReadonlyMap<string, number>): Entry[] {
  const woven: Entry[] = [];
  let next = 0;
  const takeWhile = (test: (entry: Entry, place: number) => boolean) => {
    for (let entry = server[next]; entry && test(entry, next); entry = server[next]) {
      woven.push(entry);
      next++;
    }
  };
  const locals = new Map(local.map((entry) => [entry.id, entry]));
  for (const entry of local) {
    const place = places.get(entry.id);
    if (place !== undefined) takeWhile((_, at) => at <= place);
    else {
      if (entry.role === 'user' && next > 0) takeWhile((other) => other.role !== 'user');
      woven.push(entry);
    }
  }
  takeWhile(() => true);
  return woven.map((entry) => settled(locals.get(entry.id), entry));
}

/** The server's version, but the same object as before when nothing is new: whoever compares references skips it. */
function settled(local: Entry | undefined, entry: Entry): Entry {
  if (!local || local === entry) return entry;
  const { turn, feedback } = local;
  const merged = { ...entry, turn: turn ?? entry.turn, ...(feedback && { feedback }) };
  const same =
    local.known &&
    local.text === merged.text &&
    local.state === merged.state &&
    local.date === merged.date &&
    local.turn === merged.turn;
  return same ? local : merged;
}

/** Whether the server's version of the turn has taken this part's place under another id. */
function superseded(entry: Entry, turns: ReadonlyMap<string, readonly Entry[]>): boolean {
  if (entry.role === 'user' || entry.turn === null) return false;
  const replies = turns.get(entry.turn) ?? [];
  return replies.some(
    (reply) => reply.role === 'assistant' && (entry.role !== 'assistant' || reply.text.startsWith(entry.text)),
  );
}

function repliesByTurn(server: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const turns = new Map<string, Entry[]>();
  let replies: Entry[] = [];
  for (const entry of server) {
    if (entry.role === 'user') {
      replies = [];
      turns.set(entry.id, replies);
    } else replies.push(entry);
  }
  return turns;
}

/** What is shown of a page. Tool calls and their answers are not. */
function toEntries(messages: readonly Message[]): Entry[] {
  let turn: string | null = null;
  return messages.flatMap((message): Entry[] => {
    const common = { date: dateOf(message.date, 0), known: true };
    switch (message.message_type) {
      case 'user_message':
        turn = ownId(message);
        return [
          {
            ...common,
            id: turn,
            role: 'user',
            text: textOf(message.content),
            images: imagesOf(message),
            state: 'sent',
            turn,
          },
        ];
      case 'assistant_message':
        if (!message.content) return [];
        return [
          {
            ...common,
            id: entryId(message.id, 'assistant'),
            role: 'assistant',
            text: message.content,
            images: [],
            state: 'complete',
            turn,
          },
        ];
      case 'tool_call_message':
        return message.tool_calls.map(
          ({ tool_call_id, name }): Entry => ({
            ...common,
            id: entryId(tool_call_id, 'reasoning'),
            role: 'reasoning',
            text: name ?? '',
            images: [],
            state: 'complete',
            turn,
          }),
        );
      case 'reasoning_message':
        if (!message.reasoning) return [];
        return [
          {
            ...common,
            id: entryId(message.id, 'reasoning'),
            role: 'reasoning',
            text: message.reasoning,
            images: [],
            state: 'complete',
            turn,
          },
        ];
      default:
        return [];
    }
  });
}

/** The `otid` under which it was sent comes back on a message: that is how a local copy and the server's are matched. */
export const ownId = (message: UserMessage): string => message.otid ?? entryId(message.id, 'user');

const imagesOf = ({ content }: UserMessage): string[] =>
  typeof content === 'string'
    ? []
    : content.flatMap((part) =>
        part.type === 'image' ? [`data:${part.source.media_type};base64,${part.source.data}`] : [],
      );
