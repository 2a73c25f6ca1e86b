/** One request to the proxy: address, token, time limit. Gives the answer if it is 2xx and a `RequestError` otherwise. */
import { unanswered } from './failure.ts';
import { type Asked, initOf } from './init.ts';
import { refused } from './refusal.ts';
import type { Tokens } from './tokens.ts';

export interface RequestOptions extends Asked {
  /** Until the head of the answer, or the whole of it for `requestJson` (milliseconds). */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface Requests {
  /** The open answer. Its body is the caller's to read or to cancel, and ends with `signal`. */
  open(path: string, options: RequestOptions): Promise<Response>;
  /** The answer's JSON; `null` when it is none. */
  json(path: string, options: RequestOptions): Promise<unknown>;
  /** The same with this token or none, whether it is taken or not: for asking for a new one. */
  jsonWith(token: string | null, path: string, options: RequestOptions): Promise<unknown>;
}

export interface RequestPorts {
  /** Without a slash at the end. */
  readonly proxy: string;
  readonly fetch: typeof fetch;
  readonly isOnline: () => boolean;
  readonly tokens: () => Tokens;
}

export function createRequests({ proxy, fetch, isOnline, tokens }: RequestPorts): Requests {
  async function ask(
    path: string,
    options: RequestOptions,
    token: string | null,
    signal: AbortSignal,
  ): Promise<Response> {
    try {
      return await fetch(proxy + path, initOf(token, options, signal));
    } catch (error) {
      options.signal.throwIfAborted();
      throw unanswered(`${options.method ?? 'GET'} ${path}`, isOnline(), error);
    }
  }

  /** Renews a refused token once: it may have expired, or its visitor may have been removed. */
  async function askAsVisitor(path: string, options: RequestOptions, signal: AbortSignal): Promise<Response> {
    const token = await tokens().get();
    const response = await ask(path, options, token, signal);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return ask(path, options, await tokens().get(token), signal);
  }

  async function accepted(path: string, { method = 'GET' }: RequestOptions, response: Response): Promise<Response> {
    if (response.ok) return response;
    throw await refused(`${method} ${path}`, response);
  }

  async function readJson(path: string, options: RequestOptions, response: Response): Promise<unknown> {
    const { method = 'GET', signal } = options;
    const text = await (await accepted(path, options, response)).text().catch((error: unknown) => {
      signal.throwIfAborted();
      throw unanswered(`${method} ${path}`, isOnline(), error);
    });
    return parseJson(text);
  }

  return {
    open: (path, options) =>
      withLimit(options, async (signal) => accepted(path, options, await askAsVisitor(path, options, signal)), true),
    json: (path, options) =>
      withLimit(options, async (signal) => readJson(path, options, await askAsVisitor(path, options, signal))),
    jsonWith: (token, path, options) =>
      withLimit(options, async (signal) => readJson(path, options, await ask(path, options, token, signal))),
  };
}

/** Aborts what takes too long. With `open`, the caller's own abort goes on to hold for the body, which is still to be read. */
async function withLimit<Result>(
  { limit, signal }: RequestOptions,
  work: (signal: AbortSignal) => Promise<Result>,
  open = false,
): Promise<Result> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', abort);
  const timer = setTimeout(() => controller.abort(new DOMException('It took too long.', 'TimeoutError')), limit);
  let done = false;
  try {
    const result = await work(controller.signal);
    done = true;
    return result;
  } finally {
    clearTimeout(timer);
    if (!open || !done) signal.removeEventListener('abort', abort);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not JSON: not what the proxy answers, which the parser of the caller says
  }
}
