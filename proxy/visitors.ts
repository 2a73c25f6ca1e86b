/**
 * Who is asking: visitors' tokens are minted, renewed and checked here. A token is a JWT that says one thing, the
 * visitor's id; what that visitor owns is the store's business, and what proves a person identity.ts's.
 */
import { createMiddleware } from 'hono/factory';
import { adopt } from './belongings.ts';
import type { Challenge } from './challenge.ts';
import type { Config } from './config.ts';
import type { ProxyEnv } from './context.ts';
import { ProxyError } from './errors.ts';
import { type Identify, isPerson } from './identity.ts';
import { readToken, sign } from './jwt.ts';
import type { Visitor } from './protocol.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './store/store.ts';

const DAY = 24 * 3600;

/** Seconds after its end for which an anonymous visitor's token can still be exchanged for a new one of the same visitor. */
const GRACE = 365 * DAY;

const VISITOR_ID = /^visitor-[0-9a-f-]{36}$/;

export interface VisitorPorts {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly identify: Identify;
  readonly challenge: Challenge;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What comes with `POST /v1/visitors`. */
export interface Request {
  readonly authorization: string | undefined;
  readonly identity: string | undefined;
  readonly challenge: string | undefined;
  /** Where it comes from, if known. */
  readonly address: string | undefined;
}

interface Claims {
  readonly sub: string;
  readonly exp: number;
}

export type Visitors = ReturnType<typeof createVisitors>;

export function createVisitors({ config, secrets, store, identify, challenge, now }: VisitorPorts) {
  const seconds = () => Math.floor(now() / 1000);

  async function mint(visitor: string): Promise<Visitor> {
    const iat = seconds();
    const life = isPerson(visitor) ? config.identity?.tokenLife : undefined;
    const exp = iat + (life ?? config.visitorTokenDays * DAY);
    const token = await sign({ sub: visitor, iat, exp }, (await secrets())[0]);
    return { token, visitor_id: visitor, expires_at: new Date(exp * 1000).toISOString() };
  }

  /** Whose token is brought along: a good one, or one that ran out less than a year ago. */
  async function former(authorization: string | undefined): Promise<string | null> {
    if (authorization === undefined) return null;
    const claims = await readClaims(authorization, await secrets());
    if (claims && claims.exp + GRACE > seconds()) return claims.sub;
    throw unauthorized('The token cannot be renewed: ask without one.');
  }

  async function signIn(identity: string, visitor: string | null): Promise<Visitor> {
    const person = await identify(identity);
    const adopts = visitor !== null && !isPerson(visitor) && config.identity?.adoption;
    const adopted = adopts ? await adopt(store, visitor, person) : false;
    return { ...(await mint(person)), ...(adopted && { adopted }) };
  }

  return {
    /**
     * With an identity that person, who takes over what the anonymous visitor of the token has. Without one a new visitor,
     * or the token's again, unless that is a person: persons are proven anew each time.
     */
    async issue({ authorization, identity, challenge: answer, address }: Request): Promise<Visitor> {
      const visitor = await former(authorization);
      if (identity !== undefined) return signIn(identity, visitor);
      if (visitor !== null && isPerson(visitor)) throw unauthorized("A signed-in user's token needs an identity.");
      if (visitor === null) await challenge(answer, address);
      return mint(visitor ?? `visitor-${crypto.randomUUID()}`);
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
  const token = readToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  for (const secret of secrets) {
    const { sub, exp, nbf } = (await token?.claimsBy('HS256', secret)) ?? {};
    if (nbf !== undefined) return null; // the proxy's own tokens hold from the beginning
    if (typeof sub === 'string' && VISITOR_ID.test(sub) && typeof exp === 'number') return { sub, exp };
  }
  return null;
}
