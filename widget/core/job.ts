/** What waits in the outbox, as it begins. */
import type { Approval } from '../../proxy/protocol.ts';
import type { Entry, Job } from './state.ts';

export const newJob = (otid: string, entry: Entry | null, approvals: readonly Approval[] = []): Job => ({
  otid,
  entry,
  approvals,
  tries: 0,
  faults: 0,
  moved: false,
});

export const newMessage = (otid: string, { text, images }: Pick<Entry, 'text' | 'images'>, date: number): Job =>
  newJob(otid, { id: otid, role: 'user', text, images, date, state: 'queued', turn: otid, known: false });
