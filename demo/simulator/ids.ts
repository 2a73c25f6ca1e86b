// Identifiers and dates in the forms that Letta writes them. Knows nothing of what they name.

/** A fresh id such as `conv-<uuid4>`. */
export function newId(prefix: string): string {
  return `${prefix}-${crypto.randomUUID()}`;
}

/** Letta derives the `otid` of a message's parts from its id: the last seven bits become the part's index. */
export function otidOfPart(messageId: string, index: number): string {
  const uuid = messageId.slice(messageId.indexOf('-') + 1);
  const last = (Number.parseInt(uuid.slice(-2), 16) & 0x80) | (index & 0x7f);
  return uuid.slice(0, -2) + last.toString(16).padStart(2, '0');
}

/** Created-at form: `2026-11-22T17:22:18.771961Z`. The clock gives milliseconds; a counter fills the rest, so that no two are equal. */
export function timestamp(now: number): string {
  return `${new Date(now).toISOString().slice(0, -1)}${nextMicrosecond()}Z`;
}

/** Message form: whole seconds and an offset, `2026-11-22T17:22:19+00:00`. */
export function messageDate(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}+00:00`;
}

let microsecond = 0;

function nextMicrosecond(): string {
  microsecond = (microsecond + 1) % 1000;
  return microsecond.toString().padStart(3, '0');
}
