// A worker for the test of the Durable Object store: it calls the store's function that the request names.
import {
  createDurableStore,
  type LimitStub,
  LimitStore as RealLimitStore,
  type VisitorStub,
} from '../../proxy/store/durable-object.ts';
import type { Store } from '../../proxy/store/store.ts';

export { VisitorStore } from '../../proxy/store/durable-object.ts';

/** With its alarm in the test's hands. */
export class LimitStore extends RealLimitStore {
  alarmAt(): Promise<number | null> {
    return this.ctx.storage.getAlarm();
  }
  ring(): Promise<void> {
    return this.alarm();
  }
}

interface Bindings {
  readonly VISITORS: { getByName(name: string): VisitorStub };
  readonly LIMITS: { getByName(name: string): LimitStub & Pick<LimitStore, 'alarmAt' | 'ring'> };
}

export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    const { name, values } = (await request.json()) as { name: keyof Store | 'alarmAt' | 'ring'; values: never[] };
    if (name === 'alarmAt' || name === 'ring') {
      return Response.json({ result: (await env.LIMITS.getByName(String(values[0]))[name]()) ?? null });
    }
    const call = createDurableStore(env.VISITORS, env.LIMITS)[name] as (...values: never[]) => Promise<unknown>;
    return Response.json({ result: (await call(...values)) ?? null });
  },
};
