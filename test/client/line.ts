/** The line between client and proxy: can be offline, be cut after so many bytes, hang, and tells the client as a page would. */
import type { ClientPorts } from '../../widget/client/ports.ts';

type Told = Parameters<ClientPorts['watch']>[0];

/** What happens to the next stream (or to the next request whose path ends like `path`). */
export interface Fault {
  readonly path: string;
  /** Cut the body after so many bytes; 0: before the first. */
  readonly cutAfter?: number;
  /** The request never reaches the proxy. */
  readonly lost?: boolean;
  /** It reaches the proxy, but the answer is lost. */
  readonly unanswered?: boolean;
  /** The answer is on its way until this resolves. */
  readonly held?: Promise<void>;
  /** Answer this instead. */
  readonly answer?: () => Response;
}

export type Line = ReturnType<typeof createLine>;

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

export function createLine(serve: (request: Request) => Promise<Response>) {
  const faults: Fault[] = [];
  const pages = new Set<Told>();
  const requests: string[] = [];
  const open = new Set<AbortController>();

  async function pass(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    requests.push(`${request.method} ${path}`);
    if (line.offline) throw new TypeError('fetch failed: offline');
    const index = faults.findIndex((fault) => path.endsWith(fault.path));
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0];
    if (fault?.lost) throw new TypeError('fetch failed: lost');
    if (fault?.answer) return fault.answer();
    const response = await serve(request);
    if (fault?.held) await Promise.race([fault.held, aborted(request.signal)]);
    if (fault?.unanswered) {
      await response.body?.cancel();
      throw new TypeError('fetch failed: unanswered');
    }
    return cuttable(response, request.signal, fault?.cutAfter ?? Number.POSITIVE_INFINITY);
  }

  /** Ends the body with an error when the client aborts, when the line goes, and after `limit` bytes. */
  function cuttable(response: Response, signal: AbortSignal, limit: number): Response {
    if (!response.body) return response;
    const cut = new AbortController();
    open.add(cut);
    const reader = response.body.getReader();
    let left = limit;
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const end = (reason: unknown) => {
            open.delete(cut);
            controller.error(reason);
            void reader.cancel();
          };
          const ifOpen = (reason: unknown) => open.has(cut) && end(reason);
          signal.addEventListener('abort', () => ifOpen(signal.reason));
          cut.signal.addEventListener('abort', () => ifOpen(new TypeError('network error')));
        },
        async pull(controller) {
          const { done, value } = await reader.read();
          if (!open.has(cut)) return;
          if (done) {
            open.delete(cut);
            return controller.close();
          }
          if (value.length <= left) {
            left -= value.length;
            return controller.enqueue(value);
          }
          if (left > 0) controller.enqueue(value.slice(0, left));
          cut.abort();
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, response);
  }

  const line = {
    offline: false,
    /** `METHOD path` of everything that was asked, in order. */
    requests,
    fetch: async (input: string | URL | Request, init?: RequestInit) => pass(new Request(input, init)),
    watch(told: Told, signal: AbortSignal) {
      pages.add(told);
      signal.addEventListener('abort', () => pages.delete(told));
    },
    fault(fault: Fault) {
      faults.push(fault);
    },
    /** Cuts everything that is open. */
    cut() {
      for (const one of [...open]) one.abort();
    },
    goOffline() {
      line.offline = true;
      line.cut();
    },
    goOnline() {
      line.offline = false;
      for (const page of pages) page.online();
    },
    showPages() {
      for (const page of pages) page.visible();
    },
    /** The browser puts the pages aside, and the visitor comes back to them. */
    freezePages() {
      for (const page of pages) page.frozen();
    },
    thawPages() {
      for (const page of pages) page.thawed();
    },
    count: (pattern: RegExp) => requests.filter((request) => pattern.test(request)).length,
  };
  return line;
}
