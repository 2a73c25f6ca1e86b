/** Calls a deployed proxy the way a browser would, and keeps what was answered. It judges nothing. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; `null` when it is no JSON. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly origin?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export type Caller = ReturnType<typeof createCaller>;

/** Milliseconds for an answer; a model may take long for its first word. */
const PATIENCE = 60_000;

/** `url`: the proxy's, without a slash at the end. */
export function createCaller(url: string, fetch: typeof globalThis.fetch) {
  /** The open answer. Rejects when none comes. */
  function open(path: string, { method = 'GET', token, origin, body, signal }: Call = {}): Promise<Response> {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(origin !== undefined && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const late = AbortSignal.timeout(PATIENCE);
    return fetch(url + path, {
      method,
      headers,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  return {
    url,
    open,
    async ask(path: string, call?: Call): Promise<Answer> {
      const response = await open(path, call);
      const text = await response.text();
      return { status: response.status, headers: response.headers, json: parseJson(text) };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // something that is not the proxy's: the check says so
  }
}

/** A field of an answer, as text; empty when there is none. */
export function field(value: unknown, name: string): string {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'string' ? found : '';
}

/** What was answered, for a sentence: the status and the error's own words. */
export function said({ status, json }: Answer): string {
  const error = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)['error'] : null;
  const words = field(error, 'message');
  return words === '' ? `status ${status}` : `${status}: ${words} (request ${field(error, 'request_id')})`;
}
