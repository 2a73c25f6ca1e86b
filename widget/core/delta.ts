/** One delta of a stream, added to what the agent has said so far. What other events do is parts.ts's business. */
import type { Entry, Run } from './state.ts';

/** The id under which a message of Letta's is known here: the reasoning and the reply of one step share theirs. */
export const entryId = (id: string, role: Entry['role']): string => `${id}:${role}`;

/** Milliseconds since the epoch, or `otherwise` when there is no date that can be read. */
export const dateOf = (date: string | undefined, otherwise: number): number => parseIso(date) ?? otherwise;

interface Origin {
  readonly id: string;
  readonly date?: string;
}

/** The run's parts with the text at the end of the message that it belongs to, or as a new one. */
export function addDelta(
  run: Run,
  event: Origin,
  role: Entry['role'],
  text: string | null,
  now: number,
): readonly Entry[] {
  if (!text) return run.parts;
  const id = entryId(event.id, role);
  const index = run.parts.findLastIndex((part) => part.id === id);
  if (index >= 0) return run.parts.map((part, i) => (i === index ? { ...part, text: part.text + text } : part));
  const part: Entry = {
    id,
    role,
    text,
    images: [],
    date: dateOf(event.date, now),
    state: 'streaming',
    turn: run.job?.otid ?? null,
    known: false,
  };
  return [...run.parts.map(completed), part];
}

/** A part is whole as soon as the next one begins. */
export const completed = (part: Entry): Entry => (part.state === 'streaming' ? { ...part, state: 'complete' } : part);

/** Letta's dates come with `Z`, with an offset, or with neither, which means UTC. */
function parseIso(date: string | undefined): number | null {
  if (!date) return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`;
  // biome-ignore lint/style/noRestrictedGlobals: it reads a string, not the clock
  const parsed = Date.parse(zoned);
  return Number.isNaN(parsed) ? null : parsed;
}
