/**
 * Where an HTTP/1.1 message's head, framing and payload lie in a stream of bytes, so that the relay can count the bytes
 * of a body whatever its chunks are. It knows what servers and `fetch` send here: fixed lengths, chunked bodies, and
 * bodies that end with the connection. It changes nothing and judges nothing.
 */

export interface Segment {
  /** `framing` is what belongs to the transfer and not to the body: chunk sizes, line ends, trailers. */
  readonly kind: 'head' | 'framing' | 'payload';
  readonly bytes: Buffer;
  /** Whether the message is complete with this segment; the next byte belongs to the following message. */
  readonly last: boolean;
}

export interface MessageReader {
  /** Takes the next bytes of the connection and gives them back in segments; an unfinished head is held back. */
  read(bytes: Buffer): Segment[];
}

type Place =
  | { readonly at: 'head' }
  | { readonly at: 'fixed'; readonly left: number }
  | { readonly at: 'size' | 'trailer' | 'close' }
  /** Two bytes of line end follow the payload of a chunk. */
  | { readonly at: 'chunk'; readonly left: number };

const LINE_END = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * @param side whose messages are read.
 * @param bodiless whether the response to come has no body whatever its head says (the answer to `HEAD`).
 */
export function createMessageReader(
  side: 'request' | 'response',
  bodiless: () => boolean = () => false,
): MessageReader {
  let place: Place = { at: 'head' };
  let held: Buffer = Buffer.alloc(0);

  const next = (): Segment | null => {
    switch (place.at) {
      case 'head':
        return take(held.indexOf(HEAD_END), HEAD_END.length, 'head', (head) => afterHead(head, side, bodiless));
      case 'fixed':
        return takePayload(place.left, (left) => (left ? { at: 'fixed', left } : { at: 'head' }));
      case 'close':
        return takePayload(held.length, () => ({ at: 'close' }));
      case 'size':
        return take(held.indexOf(LINE_END), LINE_END.length, 'framing', afterSize);
      case 'chunk':
        if (place.left === 0) return take(held.indexOf(LINE_END), LINE_END.length, 'framing', () => ({ at: 'size' }));
        return takePayload(place.left, (left) => ({ at: 'chunk', left }));
      case 'trailer':
        return take(held.indexOf(LINE_END), LINE_END.length, 'framing', (line) => ({
          at: line.length === LINE_END.length ? 'head' : 'trailer',
        }));
    }
  };

  /** Up to and with the end mark found at `index`; nothing when it has not come yet. */
  const take = (index: number, mark: number, kind: Segment['kind'], then: (bytes: Buffer) => Place): Segment | null =>
    index < 0 ? null : cut(index + mark, kind, then);

  const takePayload = (most: number, then: (left: number) => Place): Segment | null => {
    const length = Math.min(most, held.length);
    return length === 0 ? null : cut(length, 'payload', () => then(most - length));
  };

  const cut = (length: number, kind: Segment['kind'], then: (bytes: Buffer) => Place): Segment => {
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    place = then(bytes);
    return { kind, bytes, last: place.at === 'head' };
  };

  return {
    read(bytes) {
      held = held.length ? Buffer.concat([held, bytes]) : bytes;
      const segments: Segment[] = [];
      for (let segment = next(); segment; segment = next()) segments.push(segment);
      return segments;
    },
  };
}

/** The value of a header in a raw head, trimmed; empty when it is not there. */
export function headerOf(head: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
}

function afterHead(bytes: Buffer, side: 'request' | 'response', bodiless: () => boolean): Place {
  const head = bytes.toString('latin1');
  const empty = side === 'response' && (bodiless() || /^HTTP\/1\.1 (1\d\d|204|304) /.test(head));
  if (empty) return { at: 'head' };
  if (/chunked/i.test(headerOf(head, 'transfer-encoding'))) return { at: 'size' };
  const length = headerOf(head, 'content-length');
  if (length === '' && side === 'response') return { at: 'close' };
  return Number(length) > 0 ? { at: 'fixed', left: Number(length) } : { at: 'head' };
}

function afterSize(line: Buffer): Place {
  const size = Number.parseInt(line.toString('latin1'), 16);
  return size === 0 ? { at: 'trailer' } : { at: 'chunk', left: size };
}
