/** The proxy as a Hono app: which route goes through what to which handler, and nothing else. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { deleteAll } from './belongings.ts';
import { createChallenge } from './challenge.ts';
import type { Config } from './config.ts';
import type { Asked, ProxyEnv, Services } from './context.ts';
import { createConversationRoutes, findAgent, owned, viewOf } from './conversations.ts';
import { noticesOf, readableByPages, refuseOtherOrigins } from './cors.ts';
import { errorBody, ProxyError } from './errors.ts';
import { createFeedback } from './feedback.ts';
import { createForeground } from './foreground.ts';
import { safeHeaders } from './headers.ts';
import { createHealth } from './health.ts';
import { listMessages } from './history.ts';
import { createIdentify } from './identity.ts';
import { createLetta } from './letta.ts';
import { createCharges } from './limits/charges.ts';
import { type AddressOf, createRates } from './limits/rates.ts';
import { atLevel, consoleLog, type Log } from './log.ts';
import { answerErrors, hear, type Meter, observe, timed } from './observe.ts';
import type { Agent } from './protocol.ts';
import { MessagesQuery, ResumeBody, readBody, readQuery, readSend, VisitorBody } from './requests.ts';
import { createSecrets } from './secrets.ts';
import { createSender } from './send.ts';
import type { AgentConfig } from './settings/agents.ts';
import { type Files, serveFiles } from './static.ts';
import type { Store } from './store/store.ts';
import { TIMEOUTS, type Timeouts } from './timeouts.ts';
import { VERSION } from './version.ts';
import { createVisitors } from './visitors.ts';

export interface ProxyOptions {
  /** How Letta is reached, and what proves visitors: the site's keys, Turnstile. */
  readonly fetch: typeof fetch;
  readonly store: Store;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
  /** Default: JSON lines on the console. */
  readonly log?: Log;
  /** Told of every request. Default: none. */
  readonly meters?: readonly Meter[];
  /** The widget's files. Default: none are served. */
  readonly files?: Files;
  /** How the platform knows who is asking. Never from what a client can write. Default: nothing is limited by address. */
  readonly addressOf?: AddressOf;
  /** Default: `TIMEOUTS`. */
  readonly timeouts?: Timeouts;
}

export type ProxyApp = Hono<ProxyEnv>;

export function createProxy(config: Config, options: ProxyOptions): ProxyApp {
  const { fetch, store, now = Date.now, files, meters = [], timeouts = TIMEOUTS } = options;
  const log = atLevel(config.operations.logLevel, options.log ?? consoleLog);
  const { lettaBaseUrl: baseUrl, lettaApiKey: apiKey } = config;
  const letta = createLetta({ baseUrl, apiKey, fetch: timed(fetch, { log, now }), timeouts });
  const secrets = createSecrets(config, store);
  const services: Services = { config, letta, store, secrets, now, log, timeouts };
  const identify = createIdentify({ settings: config.identity, fetch, now });
  const challenge = createChallenge(config.challenge, fetch);
  const visitors = createVisitors({ config, secrets, store, identify, challenge, now });
  const conversations = createConversationRoutes(services);
  const addressOf = options.addressOf ?? (() => null);
  const rates = createRates(services, addressOf);
  const sender = createSender(services, createForeground(services), createCharges(services, rates));
  for (const notice of noticesOf(config)) log(notice);
  const agents = config.agents.map(publicAgent);

  const asked = (c: Context<ProxyEnv>): Asked => {
    const { id, agent } = c.get('conversation');
    const signal = c.req.raw.signal;
    return {
      visitor: c.get('visitor'),
      address: c.get('address'),
      conversation: id,
      agent: findAgent(config, agent),
      requestId: c.get('requestId'),
      record: c.get('record'),
      signal,
    };
  };

  const app: ProxyApp = new Hono<ProxyEnv>({ strict: false });
  app.onError(answerErrors);
  app.notFound((c) => c.json(errorBody(NO_ROUTE, c.get('requestId')), NO_ROUTE.status));

  app.use(observe(services, meters), safeHeaders);
  app.get('/healthz', createHealth(services, VERSION));
  if (files) app.get('/:file{.+\\.(?:js|css|map)}', serveFiles(files));

  app.use('/v1/*', readableByPages(), refuseOtherOrigins(config.allowedOrigins));
  app.use('/v1/*', rates.requests);
  const limitBody = (maxSize: number) => bodyLimit({ maxSize, onError: () => refuseBody(maxSize) });
  app.use('/v1/visitors/*', limitBody(VISITOR_BYTES));

  app.post('/v1/visitors', rates.visitors, async (c) => {
    const { identity, challenge } = await readBody(c, VisitorBody);
    const authorization = c.req.header('authorization');
    return c.json(
      await visitors.issue({ authorization, identity, challenge, address: addressOf(c) ?? undefined }),
      201,
    );
  });
  app.use('/v1/visitors/me', visitors.authenticate);
  app.delete('/v1/visitors/me', async (c) => {
    await deleteAll(letta, store, c.get('visitor'));
    return c.json(null);
  });

  app.use('/v1/agents', visitors.authenticate);
  app.get('/v1/agents', (c) => c.json(agents));

  app.use('/v1/conversations/*', visitors.authenticate, limitBody(config.limits.bodyBytes));
  app.get('/v1/conversations', conversations.list);
  app.post('/v1/conversations', rates.conversations, conversations.create);

  app.use('/v1/conversations/:id/*', owned(services));
  app.get('/v1/conversations/:id', conversations.retrieve);
  app.patch('/v1/conversations/:id', conversations.update);
  app.delete('/v1/conversations/:id', conversations.remove);
  app.post('/v1/conversations/:id/fork', rates.conversations, conversations.fork);
  app.post('/v1/conversations/:id/cancel', conversations.cancel);
  app.get('/v1/conversations/:id/messages', async (c) => {
    const conversation = c.get('conversation');
    return c.json(
      await listMessages(letta, conversation.id, viewOf(config, conversation), readQuery(c, MessagesQuery)),
    );
  });
  app.post('/v1/conversations/:id/messages', async (c) => {
    const body = await readSend(c, config.limits);
    hear(c.get('record'), body, config.operations);
    return sender.send(asked(c), body);
  });
  app.post('/v1/conversations/:id/messages/:message/feedback', rates.ratings, createFeedback(services));
  app.post('/v1/conversations/:id/stream', async (c) => {
    const { otid, starting_after } = await readBody(c, ResumeBody);
    return sender.resume(asked(c), otid ?? undefined, starting_after ?? 0);
  });
  refuseOtherMethods(app);
  return app;
}

/** Comes after all routes: whatever gets this far has the path of one and not its method. */
function refuseOtherMethods(app: ProxyApp): void {
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    app.all(path, () => {
      throw new ProxyError('method_not_allowed', `Only ${methods.join(', ')} is allowed here.`);
    });
  }
}

/** What the list of agents says: never Letta's ids, nor that there are variants. */
const publicAgent = ({ name, title, description, avatar, greeting, suggestions }: AgentConfig): Agent => ({
  ...{ name, title, description },
  ...(avatar !== null && { avatar }),
  ...(greeting !== null && { greeting }),
  ...(suggestions.length > 0 && { suggestions }),
});

const NO_ROUTE = new ProxyError('not_found', 'There is no such route.');

/** What comes without a token may be this long: room for the page's JWT and a solved challenge. */
const VISITOR_BYTES = 16_000;

function refuseBody(limit: number): never {
  throw new ProxyError('too_large', `The request is larger than ${limit} bytes.`);
}
