/**
 * Which websites may call: `ALLOWED_ORIGINS`. CORS is no lock (whoever leaves `Origin` out is not stopped, the visitor's
 * token is what opens a conversation); it keeps other sites from putting this one's agent on their pages.
 */
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { Config } from './config.ts';
import type { ProxyEnv } from './context.ts';
import { ProxyError } from './errors.ts';
import type { LogEntry } from './log.ts';

/** Seconds for which a browser may remember a preflight; Chromium caps it here. */
const PREFLIGHT_AGE = 7200;

/**
 * Headers on every answer, the refusal included: preflights always pass, so that the page's script can read the
 * sentence that says what to add (a failed preflight tells it nothing).
 */
export const readableByPages = () =>
  cors({
    origin: (origin) => origin || null,
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    exposeHeaders: ['retry-after', 'x-request-id'],
    maxAge: PREFLIGHT_AGE,
  });

export function refuseOtherOrigins(allowed: readonly string[]) {
  const isAllowed = matcher(allowed);
  return createMiddleware<ProxyEnv>(async function refuseOtherOrigins(c, next) {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isSameOrigin(origin, c.req.header('host')) && !isAllowed(origin.toLowerCase())) {
      throw new ProxyError(
        'origin_not_allowed',
        `The origin ${origin} may not use this chat. Add it to ALLOWED_ORIGINS in the settings of the proxy at ${c.req.header('host') ?? new URL(c.req.url).host}.`,
        { problem: `Refused the origin ${origin}. If that page should have the chat, add it to ALLOWED_ORIGINS.` },
      );
    }
    await next();
    // `Server-Timing` is for whoever runs that page, too.
    if (origin !== undefined) c.header('timing-allow-origin', origin);
  });
}

/** What the operator should know about the origins as they are set. */
export function noticesOf({ allowedOrigins }: Pick<Config, 'allowedOrigins'>): LogEntry[] {
  if (allowedOrigins.includes('*')) {
    return [{ level: 'warn', message: 'ALLOWED_ORIGINS is *: any website can put this agent on its pages.' }];
  }
  if (allowedOrigins.length > 0) return [];
  const message =
    "ALLOWED_ORIGINS is empty: only pages of the proxy's own address may use the chat. Set it to your website's origin.";
  return [{ level: 'warn', message }];
}

/** By host alone: behind a TLS terminator the proxy sees `http:` where the page has `https:`. */
const isSameOrigin = (origin: string, host: string | undefined) =>
  URL.canParse(origin) && new URL(origin).host === host;

function matcher(allowed: readonly string[]): (origin: string) => boolean {
  const exact = new Set(allowed.filter((one) => !one.includes('*.')));
  const wildcards = allowed.filter((one) => one.includes('*.')).map((one) => one.split('*') as [string, string]);
  return (origin) =>
    exact.has('*') ||
    exact.has(origin) ||
    wildcards.some(
      ([scheme, domain]) =>
        origin.startsWith(scheme) && origin.endsWith(domain) && isLabels(origin.slice(scheme.length, -domain.length)),
    );
}

const isLabels = (text: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(text);
