/** The widget's script and its chunks, with the headers that let any page load them. Where the files lie is the entry's business. */
import { createMiddleware } from 'hono/factory';
import type { ProxyEnv } from './context.ts';

/** Answers a request for a file of the widget; `null` when there is none of that name. */
export type Files = (request: Request) => Promise<Response | null>;

/** A name with a hash never changes its content. */
const HASHED = /[.-][A-Za-z0-9_-]{8,}\.(js|css)$/;

const YEAR = 31_536_000;
/** Seconds for which the entry is believed: as long as a new version may take to arrive everywhere. */
const ENTRY_AGE = 300;

export const serveFiles = (files: Files) =>
  createMiddleware<ProxyEnv>(async function serveFiles(c, next) {
    const response = await files(c.req.raw);
    if (!response) return next();
    const headers = new Headers(response.headers);
    headers.set(
      'cache-control',
      HASHED.test(c.req.path) ? `public, max-age=${YEAR}, immutable` : `public, max-age=${ENTRY_AGE}`,
    );
    // Scripts are public: a page under COEP, and an `integrity` attribute, need these two.
    headers.set('access-control-allow-origin', '*');
    headers.set('cross-origin-resource-policy', 'cross-origin');
    headers.set('x-content-type-options', 'nosniff');
    return new Response(response.body, { status: response.status, headers });
  });
