// The proxy's worker with Cloudflare's siteverify played on loopback: the settings of a deployment cannot move its address.
import worker from '../../proxy/worker.ts';

export { LimitStore, VisitorStore } from '../../proxy/store/durable-object.ts';

const real = globalThis.fetch;
let siteverify = '';

globalThis.fetch = (input, init) =>
  String(input).startsWith('https://challenges.cloudflare.com/') ? real(siteverify, init) : real(input, init);

export default {
  fetch(
    request: Request,
    env: Parameters<typeof worker.fetch>[1] & { SITEVERIFY_FOR_TEST: string },
    context: Parameters<typeof worker.fetch>[2],
  ) {
    siteverify = env.SITEVERIFY_FOR_TEST;
    return worker.fetch(request, env, context);
  },
};
