/** What a visitor thinks of a reply stands with it in the transcript. Telling the server is not core's business. */
import { type EventOf, type Step, step } from './events.ts';
import type { State } from './state.ts';

export function rate(state: State, { id, value }: EventOf<'rated'>): Step {
  const transcript = state.transcript.map((entry) => (entry.id === id ? { ...entry, feedback: value } : entry));
  return step({ ...state, transcript });
}
