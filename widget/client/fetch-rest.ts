/** Fetches the rest of the engine. Trying again is for others. */
import { unanswered } from '../transport/failure.ts';

export type Rest = typeof import('./rest.ts');

/** @throws {RequestError} when it does not come. */
export async function fetchRest(isOnline: () => boolean): Promise<Rest> {
  try {
    return await import('./rest.ts');
  } catch (cause) {
    throw unanswered('The address of the widget', isOnline(), cause);
  }
}
