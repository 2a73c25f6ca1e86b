/** The gallery's states of what can go wrong: each says what is the matter and what becomes of the visitor's words. */
import type { GalleryState } from './state.ts';
import { before, desk, inMinutes, talk, trouble, you } from './talk.ts';

export const problems: readonly GalleryState[] = [
  {
    name: 'offline',
    title: 'Offline',
    says: 'The message waits and goes out by itself.',
    snapshot: (words) => ({
      ...talk(...before(words), you(words.askMore, { state: 'queued', problem: trouble('offline') })),
      status: 'waiting',
      problem: trouble('offline'),
    }),
  },
  {
    name: 'reconnecting',
    title: 'Reconnecting',
    says: 'The line was lost in the middle of a reply; what has come stays and goes on where it was.',
    snapshot: (words) => ({
      ...talk(you(words.ask), desk(words.begun, { state: 'streaming' })),
      status: 'reconnecting',
    }),
  },
  {
    name: 'rate-limited',
    title: 'Rate limited',
    says: 'Too many messages at once: when it goes on, and that this one goes out then.',
    snapshot: (words) => ({
      ...talk(
        ...before(words),
        you(words.askMore, { state: 'queued', problem: trouble('rate_limited', { retryAt: inMinutes(2) }) }),
      ),
      status: 'waiting',
    }),
  },
  {
    name: 'budget',
    title: 'Budget exhausted',
    says: 'The tokens of the day are used up: until when, and that the message waits.',
    snapshot: (words) => ({
      ...talk(
        ...before(words),
        you(words.askMore, { state: 'queued', problem: trouble('budget_exhausted', { retryAt: inMinutes(810) }) }),
      ),
      status: 'waiting',
    }),
  },
  {
    name: 'busy',
    title: 'Busy elsewhere',
    says: 'Another tab or device has a reply being written; this message is next.',
    snapshot: (words) => ({
      ...talk(...before(words), you(words.askMore, { state: 'queued', problem: trouble('conversation_busy') })),
      status: 'waiting',
    }),
  },
  {
    name: 'unavailable',
    title: 'Unavailable',
    says: 'Letta does not answer, or refuses the site’s key. Nothing of that concerns the visitor but that it does not work now.',
    snapshot: () => ({ status: 'failed', problem: trouble('assistant_unavailable', { requestId: '7f3a91c2' }) }),
  },
  {
    name: 'failed',
    title: 'Not arrived',
    says: 'The message was refused; the ways out stand beside it.',
    snapshot: (words) => ({
      ...talk(
        ...before(words),
        you(words.askMore, {
          state: 'failed',
          problem: trouble('assistant_unavailable', { requestId: '7f3a91c2-55d0' }),
        }),
      ),
      status: 'failed',
    }),
    shows: ['.error-actions'],
  },
  {
    name: 'broken-off',
    title: 'Broken off',
    says: 'The model failed in the middle of its reply; what had come stays.',
    snapshot: (words) => ({
      ...talk(
        you(words.ask),
        desk(words.begun, { state: 'failed', problem: trouble('assistant_failed', { requestId: '90be41aa-0d12' }) }),
      ),
      status: 'failed',
    }),
    shows: ['.reference'],
  },
  {
    name: 'memory',
    title: 'Nothing is kept',
    says: 'The browser refuses to store anything (a private window); the visitor is told before they rely on it.',
    snapshot: (words) => ({ ...talk(...before(words)), storage: 'memory' }),
  },
  {
    name: 'removed-agent',
    title: 'Agent removed',
    says: 'The site offers this agent no longer: what was said can be read, and a new conversation begun.',
    snapshot: (words) => ({
      ...talk(...before(words)),
      agent: { name: 'desk', title: words.heading, description: '', removed: true },
    }),
    shows: ['.farewell'],
  },
];
