/**
 * Two ways to ask that normalise nothing: `ask` sends any path, header and body over HTTP, `speak` sends bytes and reads
 * whatever comes back. `fetch` would tidy up what is to be tried.
 */
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

export interface Answer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Milliseconds after which a question counts as not answered. */
const PATIENCE = 15_000;

/** Asks and reads the whole answer. @throws when the connection ends without one. */
export function ask(port: number, { method = 'GET', path, headers = {}, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Node frames no body of a GET or a DELETE by itself.
    const framed = body === undefined || 'transfer-encoding' in headers;
    const length = framed ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const all = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(all),
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.setTimeout(PATIENCE, () => sent.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes as they are and gives all that comes until the other side closes, or for at most `patience` milliseconds. */
export function speak(port: number, bytes: string | Buffer, patience = 4_000): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    const timer = setTimeout(done, patience);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', done);
    socket.on('error', done); // reset: refused without a word, which is an answer too
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}

/** The statuses of all answers in what `speak` has read. */
export const statusesIn = (text: string): number[] =>
  [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => Number(match[1]));

/** Text of a request: its lines, and a body if any. */
export const raw = (lines: readonly string[], body = ''): string => `${lines.join('\r\n')}\r\n\r\n${body}`;
