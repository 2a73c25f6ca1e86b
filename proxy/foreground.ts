/**
 * Exactly once without Redis. Such a Letta neither knows a repeated `otid` nor refuses a busy conversation, so the store
 * remembers what was sent and which conversation runs, and Letta's list of runs settles what the store cannot know: whether
 * a run has ended while nobody read it, and whether a send whose answer was lost has arrived.
 *
 * The rule: one `otid` reaches Letta at most once, unless it is certain that it never arrived. When in doubt the answer is
 * "busy" for a while and then "nothing to resume": the visitor's client looks into the history, and sends anew (with a
 * new `otid`) what is not there.
 */
import type { Services } from './context.ts';
import { busy, nothingToResume } from './errors.ts';
import { hasMessage } from './history.ts';
import type { Run } from './letta.ts';
import type { Send } from './store/store.ts';

export type Foreground = ReturnType<typeof createForeground>;

export function createForeground({ letta, store, now, timeouts }: Services) {
  /** Until when this process takes for granted that Letta has no Redis. */
  let believedUntil = 0;

  /** The run of this send; `null` when Letta shows none. */
  async function runOf(conversation: string, send: Send): Promise<Run | null> {
    if (send.runId !== null) return letta.findRun(send.runId);
    const newest = await letta.newestRun(conversation);
    return newest?.id === send.previousRun ? null : newest;
  }

  /** Whether Letta ever got it: a finished turn shows in the history, a failed one in the runs only. */
  const hasArrived = async (conversation: string, send: Send) =>
    send.runId !== null ||
    (await hasMessage(letta, conversation, send.otid)) ||
    (send.state !== 'background' && (await runOf(conversation, send)) !== null);

  async function isRunning(conversation: string, send: Send): Promise<boolean> {
    const run = await runOf(conversation, send);
    if (run) return run.active && now() - send.sentAt < timeouts.longestRun;
    return send.runId === null && now() < send.mayArriveUntil;
  }

  /** Clears the send that is in the way, or throws because it rightly is. */
  async function settle(visitor: string, conversation: string, otid: string, inTheWay: Send): Promise<void> {
    if (inTheWay.state === 'ended') throw nothingToResume();
    if (await isRunning(conversation, inTheWay)) throw busy();
    if (inTheWay.otid !== otid || (await hasArrived(conversation, inTheWay))) {
      await store.updateSend(visitor, conversation, inTheWay.otid, { state: 'ended' });
    } else {
      await store.forgetSend(visitor, conversation, otid);
    }
  }

  return {
    /** Takes the conversation for this `otid`, or throws `conversation_busy` or `nothing_to_resume`. */
    async claim(visitor: string, conversation: string, otid: string): Promise<void> {
      const earlier = await store.findSend(visitor, conversation, otid);
      if (earlier?.state === 'background' && (await hasArrived(conversation, earlier))) throw nothingToResume();
      const newest = await letta.newestRun(conversation);
      const run = { otid, sentAt: now(), previousRun: newest?.id ?? null, mayArriveUntil: now() + timeouts.arrival };
      for (;;) {
        const outcome = await store.claimRun(visitor, conversation, run);
        if (outcome.claimed) return;
        await settle(visitor, conversation, otid, outcome.by);
      }
    },
    /** Whether the run of this send goes on; notes it in the store when it has ended. */
    async goesOn(visitor: string, conversation: string, send: Send): Promise<boolean> {
      if (send.state === 'ended') return false;
      if (await isRunning(conversation, send)) return true;
      if (await hasArrived(conversation, send)) {
        await store.updateSend(visitor, conversation, send.otid, { state: 'ended' });
      }
      return false;
    },
    /** Whether anything runs in the conversation, by Letta's word. */
    async isAnythingRunning(conversation: string): Promise<boolean> {
      return (await letta.newestRun(conversation))?.active === true;
    },
    isBelieved: () => now() < believedUntil,
    believe: () => {
      believedUntil = now() + timeouts.foregroundMemory;
    },
  };
}
