// A worker for the test of the Durable Object store: it calls the store's function that the request names.
import { createDurableStore, type VisitorStub } from '../../proxy/store/durable-object.ts';
import type { Store } from '../../proxy/store/store.ts';

export { VisitorStore } from '../../proxy/store/durable-object.ts';

interface Bindings {
  readonly VISITORS: { getByName(name: string): VisitorStub };
}

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const { name, values } = (await request.json()) as { name: keyof Store; values: never[] };
    const call = createDurableStore(env.VISITORS)[name] as (...values: never[]) => Promise<unknown>;
    return Response.json({ result: (await call(...values)) ?? null });
  },
};
