/**
 * Letta looks an `otid` up among all conversations of the account: whoever sends another visitor's gets that visitor's reply.
 * So at Letta each conversation's otids are masked by a pattern of its own, which the proxy takes off again in the history.
 */

/** Masks an otid of that conversation, and unmasks a masked one: it is its own inverse. Anything but a UUID stays as it is. */
export async function otidMask(conversation: string): Promise<(otid: string) => string> {
  const name = new TextEncoder().encode(`letta-chat otid ${conversation}`);
  const pattern = [...new Uint8Array(await crypto.subtle.digest('SHA-256', name)).slice(0, 16)];
  // What says that it is a random UUID has to stay: Letta may come to look at it.
  pattern[6]! &= 0x0f;
  pattern[8]! &= 0x3f;
  return (otid) => (UUID.test(otid) ? combine(otid, pattern) : otid);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function combine(otid: string, pattern: readonly number[]): string {
  let index = 0;
  const byte = (hex: string) => (Number.parseInt(hex, 16) ^ pattern[index++]!).toString(16).padStart(2, '0');
  return otid.replace(/[0-9a-f]{2}/gi, byte);
}
