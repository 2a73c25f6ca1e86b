/**
 * Who is asking: visitors' tokens are minted, renewed and checked here. A token is a JWT that says one thing, the
 * visitor's id; what that visitor owns is the store's business.
 */
import { createMiddleware } from 'hono/factory';
import { sign, verify } from 'hono/jwt';
import type { Config } from './config.ts';
import type { ProxyEnv } from './context.ts';
import { ProxyError } from './errors.ts';
import type { Visitor } from './protocol.ts';
import type { Secrets } from './secrets.ts';

const DAY = 24 * 3600;

/** Seconds after its end for which a token can still be exchanged for a new one of the same visitor. */
const GRACE = 365 * DAY;

const VISITOR_ID = /^visitor-[0-9a-f-]{36}$/;

interface Claims {
  readonly sub: string;
  readonly exp: number;
}

export type Visitors = ReturnType<typeof createVisitors>;

export function createVisitors(config: Config, secrets: Secrets, now: () => number) {
  const seconds = () => Math.floor(now() / 1000);

  async function mint(visitor: string): Promise<Visitor> {
    const iat = seconds();
    const exp = iat + config.visitorTokenDays * DAY;
    const token = await sign({ sub: visitor, iat, exp }, (await secrets())[0], 'HS256');
    return { token, visitor_id: visitor, expires_at: new Date(exp * 1000).toISOString() };
  }

  return {
    /** A new visitor, or with a token (a good one, or one that ran out less than a year ago) the same one again. */
    async issue(authorization: string | undefined): Promise<Visitor> {
      if (authorization === undefined) return mint(`visitor-${crypto.randomUUID()}`);
      const claims = await readClaims(authorization, await secrets());
      if (!claims || claims.exp + GRACE <= seconds())
        throw unauthorized('The token cannot be renewed: ask without one.');
      return mint(claims.sub);
    },

    /** Lets through whoever brings a valid token, and notes whose it is. */
    authenticate: createMiddleware<ProxyEnv>(async function authenticate(c, next) {
      const authorization = c.req.header('authorization');
      if (authorization === undefined) {
        throw unauthorized(
          'A visitor token is missing: POST /v1/visitors gives one, send it as "Authorization: Bearer …".',
        );
      }
      const claims = await readClaims(authorization, await secrets());
      if (!claims) throw unauthorized('The visitor token is not valid: ask POST /v1/visitors for a new one.');
      if (claims.exp <= seconds()) throw unauthorized('The visitor token has expired: renew it by POST /v1/visitors.');
      c.set('visitor', claims.sub);
      await next();
    }),
  };
}

const unauthorized = (message: string) => new ProxyError('unauthorized', message);

/** `null` unless one of the secrets signed it. The end of its life is the caller's to judge: the clock is injected. */
async function readClaims(authorization: string, secrets: readonly string[]): Promise<Claims | null> {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return null;
  for (const secret of secrets) {
    const claims = await verify(token, secret, { alg: 'HS256', exp: false, iat: false }).catch(() => null); // not signed by this one
    if (
      claims &&
      typeof claims['sub'] === 'string' &&
      VISITOR_ID.test(claims['sub']) &&
      typeof claims.exp === 'number'
    ) {
      return { sub: claims['sub'], exp: claims.exp };
    }
  }
  return null;
}
