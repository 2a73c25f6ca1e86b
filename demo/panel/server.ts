/**
 * The panel's side of the demo server's control route: what is asked for and what comes back.
 * What the settings do is the server's business (`demo/control.ts`).
 */
import type { DemoEvent, DemoPatch, DemoState } from '../control.ts';

export const readState = (): Promise<DemoState> => call('/demo/state');

/** Changes what the patch names; answers with everything as it is now. */
export const changeState = (patch: DemoPatch): Promise<DemoState> => call('/demo/state', patch);

/** Makes it happen; answers with the server's sentence about it. */
export const trigger = async (event: DemoEvent): Promise<string> =>
  (await call<{ note: string }>('/demo/event', { event })).note;

async function call<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
