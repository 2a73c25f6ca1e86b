// Serves the pages of the bench, the scripts that they load, and the reply as an event stream: a delta of so many bytes every so many
// milliseconds, by the clock, however slow the reader is.
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { root } from '../tools/root.ts';
import { makeDocument, type Shape } from './documents.ts';
import { pageOf } from './pages.ts';

export interface StreamServer {
  readonly origin: string;
  close(): void;
}

/** What a page asks for in its own address, and passes on to `/stream`. */
export interface StreamQuery {
  readonly shape: Shape;
  readonly bytes: number;
  /** Bytes of a delta. */
  readonly size: number;
  /** Milliseconds between two. */
  readonly every: number;
}

export async function startStreamServer(): Promise<StreamServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/stream') return void stream(readQuery(url.searchParams), response);
    const page = pageOf(url.pathname.slice(1));
    if (page) return void send(response, 'text/html', page);
    if (url.pathname === '/deep-chat.js')
      return void send(response, 'text/javascript', script('node_modules/deep-chat/dist/deepChat.bundle.js'));
    if (url.pathname === '/marked.js')
      return void send(response, 'text/javascript', script('node_modules/marked/lib/marked.esm.js'));
    if (/^\/chunks\/[\w-]+\.js$/.test(url.pathname))
      return void send(response, 'text/javascript', script(`dist${url.pathname}`));
    response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const script = (path: string): Buffer => readFileSync(join(root, path));

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.setHeader('content-type', `${type}; charset=utf-8`).setHeader('content-encoding', 'br');
  response.end(brotliCompressSync(body));
}

function readQuery(values: URLSearchParams): StreamQuery {
  const number = (name: string) => Number(values.get(name));
  return { shape: values.get('shape') as Shape, bytes: number('bytes'), size: number('size'), every: number('every') };
}

/** Both dialects at once: `text` is deep-chat's. */
function stream({ shape, bytes, size, every }: StreamQuery, response: ServerResponse): void {
  const text = makeDocument(shape, bytes);
  response.setHeader('content-type', 'text/event-stream');
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(text.length, Math.ceil((performance.now() - start) / every) * size);
    let events = '';
    for (; sent < due; sent += size) events += `data: ${JSON.stringify({ text: text.slice(sent, sent + size) })}\n\n`;
    response.write(events);
    if (sent < text.length) return;
    clearInterval(timer);
    response.end();
  }, every);
  response.on('close', () => clearInterval(timer));
}
