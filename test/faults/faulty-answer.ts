/**
 * What the relay does to one answer: the faults that can be planned, and how each treats the segments of the answer as
 * they come from the server. Connections and plans are the relay's (relay.ts).
 */
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { headerOf, type Segment } from './messages.ts';

/** How a line ends: `fin` politely, `reset` by RST, `end` as if the answer were complete (chunked answers only). */
export type Ending = 'fin' | 'reset' | 'end';

/** Offsets count the bytes of the response's body, from 0: without the head, without the framing of chunks. */
export type Fault =
  /** The request never arrives: the connection is reset. */
  | { readonly kind: 'refuse' }
  /** Somebody else answers (a gateway's HTML page). The request arrives as well only with `forward`. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly forward?: boolean }
  /** The request arrives, the answer breaks after `after` bytes of its head (default 0: nothing comes). */
  | { readonly kind: 'lose'; readonly after?: number; readonly how: 'fin' | 'reset' }
  /** `after` bytes of the body arrive, the rest does not. */
  | { readonly kind: 'cut'; readonly after: number; readonly how: Ending }
  /** Silence after `after` bytes of the body until `released`; the rest follows if somebody still listens. */
  | { readonly kind: 'stall'; readonly after: number; readonly released: Promise<unknown> }
  /** The answer waits that long (milliseconds) before its first byte. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The body arrives in pieces that end at these offsets, or byte by byte; each is a packet of its own. */
  | { readonly kind: 'split'; readonly at: 'every byte' | readonly number[] };

/** One request and what became of its answer. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** 0 until the answer's head has come. */
  status: number;
  /** What came of the body from the server, whether or not it was let through. */
  received: number;
  /** The bytes of the body themselves, when the relay was told to record. */
  readonly body: Buffer[];
  /** Whether the planned fault has happened. */
  faulted: boolean;
  /** Whether nothing more will come, complete or not. */
  done: boolean;
}

export interface Turn {
  readonly exchange: Exchange;
  readonly fault: Fault | undefined;
}

/** Passes one segment on as the fault wants it; false when the connection is over. */
export async function relaySegment(segment: Segment, turn: Turn, client: Socket, record: boolean): Promise<boolean> {
  const { exchange, fault } = turn;
  const before = exchange.received;
  if (segment.kind === 'payload') {
    exchange.received += segment.bytes.length;
    if (record) exchange.body.push(Buffer.from(segment.bytes));
  }
  if (segment.kind === 'head') {
    exchange.status = Number(segment.bytes.toString('latin1', 9, 12));
    return relayHead(segment.bytes, turn, client);
  }
  switch (fault?.kind) {
    case 'cut':
      return relayCut(segment, before, turn, fault, client);
    case 'stall':
      return relayStall(segment, before, turn, fault, client);
    case 'split':
      return relaySplit(segment, before, turn, fault, client);
    default:
      return write(client, segment.bytes);
  }
}

async function relayHead(bytes: Buffer, turn: Turn, client: Socket): Promise<boolean> {
  const { fault } = turn;
  if (fault?.kind === 'answer') return answerInstead(client, turn, fault);
  if (fault?.kind === 'lose') {
    await write(client, bytes.subarray(0, fault.after ?? 0));
    return hangUp(client, turn, fault.how);
  }
  if (fault?.kind === 'delay') {
    turn.exchange.faulted = true;
    await wait(fault.ms);
  }
  const cutAtOnce = fault?.kind === 'cut' && fault.after === 0;
  // A polite early end needs framing that can say "this was all".
  if (
    fault?.kind === 'cut' &&
    fault.how === 'end' &&
    !/chunked/i.test(headerOf(bytes.toString('latin1'), 'transfer-encoding'))
  ) {
    throw new Error('only a chunked answer can end early: use "fin" or "reset"');
  }
  const there = await write(client, bytes);
  return there && cutAtOnce ? hangUp(client, turn, fault.how) : there;
}

/** Everything up to the offset goes through as it came, so the line breaks inside a chunk that promised more. */
async function relayCut(
  segment: Segment,
  before: number,
  turn: Turn,
  fault: Fault & { kind: 'cut' },
  client: Socket,
): Promise<boolean> {
  const { bytes, kind } = segment;
  const left = fault.after - before;
  // An `end` cannot keep a promise of a longer chunk: it writes chunks of its own.
  if (fault.how === 'end' && kind === 'framing') return segment.last ? write(client, LAST_CHUNK) : true;
  if (kind === 'framing' || bytes.length < left) return write(client, fault.how === 'end' ? chunkOf(bytes) : bytes);
  const rest = bytes.subarray(0, left);
  if (!(await write(client, fault.how === 'end' ? chunkOf(rest) : rest))) return false;
  return hangUp(client, turn, fault.how);
}

async function relayStall(
  { bytes, kind }: Segment,
  before: number,
  turn: Turn,
  fault: Fault & { kind: 'stall' },
  client: Socket,
): Promise<boolean> {
  const left = fault.after - before;
  if (turn.exchange.faulted || kind === 'framing' || bytes.length < left) return write(client, bytes);
  turn.exchange.faulted = true;
  if (!(await write(client, bytes.subarray(0, left)))) return false;
  await Promise.race([fault.released, closed(client)]);
  return write(client, bytes.subarray(left));
}

async function relaySplit(
  { bytes, kind }: Segment,
  before: number,
  turn: Turn,
  fault: Fault & { kind: 'split' },
  client: Socket,
): Promise<boolean> {
  if (kind === 'framing') return write(client, bytes);
  turn.exchange.faulted = true;
  const ends =
    fault.at === 'every byte'
      ? Array.from(bytes, (_, index) => index + 1)
      : [...fault.at.map((at) => at - before).filter((at) => at > 0 && at < bytes.length), bytes.length];
  let from = 0;
  await nextTurn();
  for (const to of ends) {
    if (!(await write(client, bytes.subarray(from, to)))) return false;
    await nextTurn(); // between two of these the reader polls, and reads the piece alone
    from = to;
  }
  return true;
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

const chunkOf = (bytes: Buffer): Buffer =>
  bytes.length ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]) : bytes;

/** Waits for a slow reader. False when nobody reads any more. */
async function write(socket: Socket, bytes: Buffer): Promise<boolean> {
  if (socket.destroyed || socket.writableEnded) return false;
  if (bytes.length && !socket.write(bytes)) {
    await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed(socket)]);
  }
  return !socket.destroyed;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

/** Ends the client's connection for good; always false, for the callers' `return`. */
export async function hangUp(client: Socket, turn: Turn, how: Ending): Promise<false> {
  turn.exchange.faulted = true;
  turn.exchange.done = true;
  if (how === 'end') client.end(LAST_CHUNK);
  else if (how === 'fin') client.end();
  else {
    await flushed(client);
    client.resetAndDestroy();
  }
  return false;
}

/** An RST overtakes what is still in the buffers; give the reader a chance to see the bytes before it. */
async function flushed(client: Socket): Promise<void> {
  if (client.writableLength > 0)
    await Promise.race([new Promise((resolve) => client.once('drain', resolve)), closed(client)]);
  await readerPolls();
}

/** A reader in this process has read what is in its socket. Two turns: the first may come before the next poll. */
async function readerPolls(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** Answers with a page of somebody else's and closes; always false, as `hangUp`. */
export async function answerInstead(client: Socket, turn: Turn, fault: Fault & { kind: 'answer' }): Promise<false> {
  const body = Buffer.from(fault.body);
  const head = [
    `HTTP/1.1 ${fault.status} Relay`,
    'content-type: text/html; charset=utf-8',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  turn.exchange.faulted = true;
  turn.exchange.done = true;
  client.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  return false;
}
