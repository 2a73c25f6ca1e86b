/** How the proxy is asked: the token in the `Authorization` header, JSON in the body, no cookies, nothing out of a cache. */

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Sends it although the page goes. Default: false. */
  readonly keepalive?: boolean;
}

export function initOf(
  token: string | null,
  { method = 'GET', body, keepalive = false }: Asked,
  signal: AbortSignal,
): RequestInit {
  const headers = {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const sent = body !== undefined && { body: JSON.stringify(body) };
  return { method, headers, signal, keepalive, ...sent, credentials: 'omit', cache: 'no-store' };
}
