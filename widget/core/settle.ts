/** Moves a run that has ended, however it did, into the transcript. What comes next is for others to say. */
import { entryId } from './delta.ts';
import type { Entry, Run, State } from './state.ts';
import type { Problem } from './view.ts';

export interface Outcome {
  readonly state: 'complete' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly problem?: Problem | undefined;
  /** When it was stopped: where there is no reply an empty one then stands, so that the transcript says that it was. */
  readonly now?: number | undefined;
}

/** The state with the run's message and reply in the transcript, as they are in the end. */
export function settle(state: State, { job, parts }: Run, outcome: Outcome): State {
  const own = job?.entry ? [endOwn(job.entry, outcome)] : [];
  const ended = parts.map((part) => endPart(part, outcome));
  const silent = job && outcome.now !== undefined && !parts.some((part) => part.role === 'assistant');
  const silence = silent ? [nothingSaid(job.otid, outcome.now ?? 0)] : [];
  return { ...state, transcript: fold(state.transcript, [...own, ...ended, ...silence]) };
}

/** The visitor's words are marked as failed when the run failed: Letta has forgotten them, so they may be sent again. */
const endOwn = (own: Entry, { state, problem }: Outcome): Entry => ({
  ...own,
  state: state === 'failed' ? state : 'sent',
  problem,
});

const endPart = (part: Entry, { state, problem }: Outcome): Entry =>
  part.state === 'streaming' ? { ...part, state, problem } : part;

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

/** Adds entries at the end; those that are there already are replaced where they are. */
export const fold = (transcript: readonly Entry[], entries: readonly Entry[]): readonly Entry[] => [
  ...new Map([...transcript, ...entries].map((entry) => [entry.id, entry])).values(),
];
