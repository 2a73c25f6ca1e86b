// A worker for the test of the Durable Object store: it calls the store's function that the request names.
import { createDurableStore, type LimitStub, type VisitorStub } from '../../proxy/store/durable-object.ts';
import type { Store } from '../../proxy/store/store.ts';

export { LimitStore, VisitorStore } from '../../proxy/store/durable-object.ts';

interface Bindings {
  readonly VISITORS: { getByName(name: string): VisitorStub };
  readonly LIMITS: { getByName(name: string): LimitStub };
}

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const { name, values } = (await request.json()) as { name: keyof Store; values: never[] };
    const call = createDurableStore(env.VISITORS, env.LIMITS)[name] as (...values: never[]) => Promise<unknown>;
    return Response.json({ result: (await call(...values)) ?? null });
  },
};
