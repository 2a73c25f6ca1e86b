/**
 * The line between the visitor and the proxy, for playing with: a relay that passes HTTP on unbuffered and can delay it,
 * refuse it or cut it. The faults are real ones on real sockets, so neither widget nor proxy know about them.
 * It relays only; which requests are its business, and when the proxy runs, is for others.
 */
import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import { Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** `slow` adds `SLOW_BY` to every request and every chunk of an answer; `offline` resets each connection at once. */
export type NetworkMode = 'online' | 'slow' | 'offline';

/** Milliseconds of latency each way while the network is slow. */
export const SLOW_BY = 1200;

export interface Network {
  readonly mode: NetworkMode;
  /** Going `offline` also cuts what is open. */
  setMode(mode: NetworkMode): void;
  /** Resets every connection on which something is under way; returns how many there were. */
  cut(): number;
  /** Passes the request on, whatever the mode is; `headers` go into the answer in place of the proxy's own. */
  relay(incoming: IncomingMessage, outgoing: ServerResponse, headers?: OutgoingHttpHeaders): void;
  /** Passes the request on, or what the mode makes of it. */
  handle(incoming: IncomingMessage, outgoing: ServerResponse): void;
}

/** `target` names the port of the proxy on this machine, `null` while it is down: then the answer is a 502, as from a load balancer. */
export function createNetwork(target: () => number | null): Network {
  let mode: NetworkMode = 'online';
  const open = new Set<IncomingMessage>();

  function cut(): number {
    const count = open.size;
    for (const incoming of open) incoming.socket.resetAndDestroy();
    return count;
  }

  function pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    latency: number,
    headers: OutgoingHttpHeaders,
  ): void {
    const port = target();
    if (port === null) {
      refuse(outgoing);
      return;
    }
    const upstream = request({
      host: '127.0.0.1',
      port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
      agent: false, // a connection each: what one request breaks, no other one feels
    });
    if (latency > 0) incoming.pipe(delayed(latency)).pipe(upstream);
    else incoming.pipe(upstream);
    answer(upstream, outgoing, latency, headers);
  }

  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (mode === 'offline') {
      incoming.socket.resetAndDestroy();
      return;
    }
    open.add(incoming);
    outgoing.on('close', () => open.delete(incoming));
    pass(incoming, outgoing, mode === 'slow' ? SLOW_BY : 0, {});
  }

  return {
    get mode() {
      return mode;
    },
    setMode(next) {
      mode = next;
      if (next === 'offline') cut();
    },
    cut,
    relay: (incoming, outgoing, headers = {}) => pass(incoming, outgoing, 0, headers),
    handle,
  };
}

/** Streams the proxy's answer to the browser; a line that breaks on one side breaks on the other. */
function answer(
  upstream: ClientRequest,
  outgoing: ServerResponse,
  latency: number,
  headers: OutgoingHttpHeaders,
): void {
  outgoing.on('close', () => upstream.destroy());
  upstream.on('error', () => (outgoing.headersSent ? outgoing.destroy() : refuse(outgoing)));
  upstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, { ...response.headers, ...headers });
    outgoing.flushHeaders(); // or the browser would wait for the first event to know that the stream began
    response.on('error', () => outgoing.destroy());
    if (latency > 0) response.pipe(delayed(latency)).pipe(outgoing);
    else response.pipe(outgoing);
  });
}

/** Passes everything on `latency` milliseconds later, in order, without holding later chunks for earlier ones. */
function delayed(latency: number): Transform {
  let queue: Promise<unknown> = Promise.resolve();
  const after = (previous: Promise<unknown>, due: number) =>
    previous.then(() => wait(Math.max(0, due - performance.now()), undefined, { ref: false }));
  return new Transform({
    transform(chunk, _encoding, done) {
      queue = after(queue, performance.now() + latency).then(() => this.push(chunk));
      done();
    },
    flush(done) {
      queue.then(() => done(), done);
    },
  });
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(502, { 'content-type': 'text/html; charset=utf-8' });
  outgoing.end('<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>');
}
