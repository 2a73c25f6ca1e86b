/** Moves a run that has ended, however it did, into the transcript. What comes next is for others to say. */
import { entryId } from './parts.ts';
import type { Entry, Run, State } from './state.ts';
import type { Problem } from './view.ts';

export type Outcome =
  | { readonly kind: 'complete' }
  /** With `now` an empty reply stands where there is none, so that the transcript says that it was stopped. */
  | { readonly kind: 'stopped'; readonly now: number | null }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** The transcript with the run's message and reply in their final state. */
export function settle(transcript: State['transcript'], run: Run, outcome: Outcome): State['transcript'] {
  const own = run.job?.entry;
  const parts = run.parts.map((part) => endPart(part, outcome));
  if (
    run.job &&
    outcome.kind === 'stopped' &&
    outcome.now !== null &&
    !parts.some((part) => part.role === 'assistant')
  ) {
    parts.push(nothingSaid(run.job.otid, outcome.now));
  }
  return fold(transcript, own ? [endOwn(own, outcome), ...parts] : parts);
}

/** Adds entries at the end; those that are there already are replaced where they are. */
export function fold(transcript: readonly Entry[], entries: readonly Entry[]): readonly Entry[] {
  const fresh = new Map(entries.map((entry) => [entry.id, entry]));
  const replaced = transcript.some((entry) => fresh.has(entry.id))
    ? transcript.map((entry) => {
        const other = fresh.get(entry.id);
        fresh.delete(entry.id);
        return other ?? entry;
      })
    : transcript;
  return [...replaced, ...fresh.values()];
}

/** The visitor's words are marked as failed when the run failed: Letta has forgotten them, so they may be sent again. */
function endOwn(own: Entry, outcome: Outcome): Entry {
  const { problem: _, ...bare } = own;
  return outcome.kind === 'failed'
    ? { ...bare, state: 'failed', problem: outcome.problem }
    : { ...bare, state: 'sent' };
}

function endPart(part: Entry, outcome: Outcome): Entry {
  if (part.state !== 'streaming') return part;
  return outcome.kind === 'failed'
    ? { ...part, state: 'failed', problem: outcome.problem }
    : { ...part, state: outcome.kind };
}

const nothingSaid = (otid: string, now: number): Entry => ({
  id: entryId(otid, 'assistant'),
  role: 'assistant',
  text: '',
  images: [],
  date: now,
  state: 'stopped',
  turn: otid,
  known: false,
});
