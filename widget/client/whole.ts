/** What the first client fetches: a chunk of its own. */
export { goOnWith } from '../client.ts';
