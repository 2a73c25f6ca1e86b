/** The proxy on Cloudflare Workers. Settings are the Worker's variables and secrets; the widget's files come as assets. */
import type { DurableObjectNamespace } from 'cloudflare:workers';
import type { ExecutionContext } from 'hono';
import { createAnalytics, type Dataset } from './analytics.ts';
import { createProxy, type ProxyApp, type ProxyOptions } from './app.ts';
import { ConfigError, type Environment, parseConfig } from './config.ts';
import { errorBody, unavailable } from './errors.ts';
import { SAFE_HEADERS } from './headers.ts';
import type { AddressOf } from './limits/rates.ts';
import { consoleLog } from './log.ts';
import { warnOfSharedMemory } from './memory-warning.ts';
import type { Files } from './static.ts';
import { createDurableStore, type LimitStub, type VisitorStub } from './store/durable-object.ts';

export { LimitStore, VisitorStore } from './store/durable-object.ts';

/** Cloudflare writes this header over whatever the client sent. */
const addressOf: AddressOf = (c) => c.req.header('cf-connecting-ip') ?? null;

interface Bindings {
  readonly VISITORS: DurableObjectNamespace<VisitorStub>;
  readonly LIMITS: DurableObjectNamespace<LimitStub>;
  /** Optional: where one data point a request goes. */
  readonly ANALYTICS?: Dataset;
  readonly ASSETS: { fetch(request: Request): Promise<Response> };
}

type WorkerEnv = Bindings & Environment;

/** Made once for each isolate: a Worker's settings do not change while it lives. */
let proxy: ProxyApp | ConfigError | undefined;

export default {
  async fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response> {
    proxy ??= start(env, context);
    return proxy instanceof ConfigError ? refuse(proxy) : proxy.fetch(request, env, context);
  },
};

function start(env: WorkerEnv, context: ExecutionContext): ProxyApp | ConfigError {
  try {
    const config = parseConfig(env);
    const options: ProxyOptions = {
      fetch: (input, init) => fetch(input, init),
      store: createDurableStore(env.VISITORS, env.LIMITS),
      files: filesIn(env.ASSETS),
      addressOf,
      meters: env.ANALYTICS ? [createAnalytics(env.ANALYTICS)] : [],
    };
    context.waitUntil(warnOfSharedMemory(config, options));
    return createProxy(config, options);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** A Worker cannot refuse to start, so each request says in the log what is wrong, and the visitor that nobody is there. */
function refuse(error: ConfigError): Response {
  const requestId = crypto.randomUUID();
  consoleLog({ level: 'error', message: 'the proxy is not set up', request_id: requestId, problem: error.message });
  const answer = unavailable(error.message);
  return Response.json(errorBody(answer, requestId), {
    status: answer.status,
    headers: {
      ...SAFE_HEADERS,
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'x-request-id': requestId,
    },
  });
}

const filesIn =
  (assets: Bindings['ASSETS']): Files =>
  async (request) => {
    const response = await assets.fetch(request);
    if (response.status !== 404) return response;
    await response.body?.cancel();
    return null;
  };
