/**
 * The client as the fault bench uses it: nothing stored, every wait shortened, everything else as in a page, the first client too,
 * which hands over to the whole one after the first reply or at the first fault.
 */
import { createFirstClient } from '../../widget/client/first.ts';
import type { ChatClient } from '../../widget/client.ts';
import { TIME_LIMITS } from '../../widget/transport/time-limits.ts';
import { tools } from './conversation.ts';

/** @param haste by how much its waits are shortened: backing off, a line's silence, what the proxy asks to wait. */
export function createClient(proxy: string, haste: number): ChatClient {
  const { answer, streamStart, silence } = TIME_LIMITS;
  return createFirstClient({
    proxy,
    tools,
    ports: {
      storage: null,
      soon: (work) => void setImmediate(work),
      later(work, milliseconds) {
        const timer = setTimeout(work, milliseconds / haste);
        return () => clearTimeout(timer);
      },
    },
    timeLimits: { answer: answer / haste, streamStart: streamStart / haste, silence: silence / haste },
  });
}
