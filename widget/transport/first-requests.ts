/**
 * The requests of a first conversation that nothing disturbs. Whatever is not the answer that was hoped for rejects, with an error
 * that nobody reads: `transport.ts` asks once more, and knows what to make of it.
 */
import { parseVisitor, type StreamEvent } from '../../proxy/protocol.ts';
import { initOf } from './init.ts';
import { readEvents } from './stream.ts';
import { TIME_LIMITS, type TimeLimits } from './time-limits.ts';
import type { TokenPorts } from './tokens.ts';

/** What the proxy has answered to a visitor whom it knows, and is not 2xx: that needs no asking again. */
export class Refused extends Error {
  readonly response: Response;

  constructor(request: string, response: Response) {
    super(request);
    this.response = response;
  }
}

export interface FirstRequests {
  /** What the proxy answers in JSON. With a body it is posted. */
  json(path: string, body?: unknown): Promise<unknown>;
  /** Posts the body; resolves when the stream of the answer has ended. `line` is aborted when it is silent for too long. */
  stream(path: string, body: unknown, events: StreamEvents, line: AbortController): Promise<void>;
}

export interface StreamEvents {
  readonly onOpen: () => void;
  readonly onEvent: (event: StreamEvent) => void;
}

export interface FirstRequestsOptions extends Omit<TokenPorts, 'mint'> {
  /** Without a slash at the end. */
  readonly proxy: string;
  readonly fetch: typeof fetch;
  readonly timeLimits?: Partial<TimeLimits> | undefined;
}

export function createFirstRequests(options: FirstRequestsOptions): FirstRequests {
  const { proxy, fetch } = options;
  const { answer, streamStart, silence } = { ...TIME_LIMITS, ...options.timeLimits };

  async function ask(token: string | null, path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(proxy + path, initOf(token, { method, body }, signal));
    if (response.ok) return response;
    const request = `${method} ${path}`;
    throw token === null || response.status === 401 ? new Error(request) : new Refused(request, response);
  }

  let token: Promise<string> | undefined;
  const enter = () =>
    options.alone(async () => {
      const kept = await options.load();
      if (kept) return kept.token;
      const response = await ask(null, '/v1/visitors', {}, AbortSignal.timeout(answer));
      const visitor = parseVisitor(await response.json());
      if (!visitor) throw new Error();
      await options.save(visitor);
      return visitor.token;
    });
  const tokenOf = () => (token ??= enter());

  return {
    async json(path, body) {
      const response = await ask(await tokenOf(), path, body, AbortSignal.timeout(answer));
      return response.json();
    },
    async stream(path, body, { onOpen, onEvent }, line) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const wait = (limit: number) => {
        clearTimeout(timer);
        timer = setTimeout(() => line.abort(), limit);
      };
      try {
        wait(streamStart);
        const response = await ask(await tokenOf(), path, body, line.signal);
        const type = response.headers.get('content-type') ?? '';
        if (!response.body || !type.startsWith('text/event-stream')) throw new Error(path);
        onOpen();
        await readEvents(response.body, onEvent, () => wait(silence));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
