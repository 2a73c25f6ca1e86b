/**
 * The headers of everything that the proxy answers, errors, preflights and files included: nothing of it is a page, so none
 * of it may run, be framed or be guessed at. What only some routes have (CORS, caching of the files) is set there.
 */
import { createMiddleware } from 'hono/factory';
import type { ProxyEnv } from './context.ts';

/** Hono's `secureHeaders` says the same in 3 kB of a Worker's bundle. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Unless a route has said otherwise, an answer is for the one who asked and is not kept. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};

export const safeHeaders = createMiddleware<ProxyEnv>(async function safeHeaders(c, next) {
  await next();
  for (const [name, value] of Object.entries(SAFE_HEADERS)) c.header(name, value);
  for (const [name, value] of Object.entries(DEFAULTS)) if (!c.res.headers.has(name)) c.header(name, value);
});
