/**
 * All that one visitor has, as a whole: taken along by who signs in, and deleted when asked to. Both can be repeated after
 * having been cut off half-way, and then go on where they were.
 */
import type { Letta } from './letta.ts';
import { hasStatus } from './letta-error.ts';
import type { Store } from './store/store.ts';

/** How many conversations are deleted at a time: Workers allow six connections. */
const AT_ONCE = 5;

/**
 * Gives an anonymous visitor's conversations to the person that it turned out to be, and tells whether it did: what was
 * promised to somebody else stays. At every moment at least one of the two has each conversation.
 */
export async function adopt(store: Store, anonymous: string, person: string): Promise<boolean> {
  for (;;) {
    const belongings = await store.handOver(anonymous, person);
    if (!belongings?.length) return belongings !== null;
    await store.takeOver(person, belongings);
    for (const { conversation } of belongings) await store.removeConversation(anonymous, conversation.id);
  }
}

/** Deletes the visitor's conversations at Letta and forgets them. One that cannot be deleted stays, and its error is thrown in the end. */
export async function deleteAll(letta: Letta, store: Store, visitor: string): Promise<void> {
  let after: string | undefined;
  let problem: PromiseRejectedResult | undefined;
  for (;;) {
    const page = await store.listConversations(visitor, { limit: AT_ONCE, after });
    if (!page?.length) break;
    const outcomes = await Promise.allSettled(page.map(({ id }) => deleteConversation(letta, store, visitor, id)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      problem ??= outcome;
      after = page[index]!.id; // those are skipped, what follows them is not
    }
  }
  if (problem) throw problem.reason;
  await store.forgetVisitor(visitor);
}

/** One of them. What Letta has lost already is deleted, too. */
export async function deleteConversation(letta: Letta, store: Store, visitor: string, id: string): Promise<void> {
  await letta.deleteConversation(id).catch((error: unknown) => {
    if (!hasStatus(error, 404)) throw error;
  });
  await store.removeConversation(visitor, id);
}
