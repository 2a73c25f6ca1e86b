/**
 * The demo server's control route, for the panel: reads and changes the state of the line, of the proxy and of the simulated agent.
 * It exists in the demo only. What a setting does is done by what it is handed (`DemoControls`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';

const Patch = v.strictObject({
  network: v.optional(v.picklist(['online', 'slow', 'offline'])),
  proxy: v.optional(v.picklist(['up', 'down'])),
  /** Tokens a second. */
  speed: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(10_000))),
  /** What happens to the next message that is sent; afterwards it is `none` again. */
  next: v.optional(v.picklist(['none', 'fail', 'cut', 'busy'])),
});

/** What can be changed; what is left out stays. */
export type DemoPatch = v.InferOutput<typeof Patch>;

export interface DemoState {
  readonly network: NonNullable<DemoPatch['network']>;
  readonly proxy: NonNullable<DemoPatch['proxy']>;
  /** `null` when a real Letta answers. */
  readonly speed: number | null;
  readonly next: NonNullable<DemoPatch['next']>;
  /** The address of the real Letta, `null` for the simulated one. */
  readonly letta: string | null;
}

export interface DemoControls {
  state(): DemoState;
  change(patch: DemoPatch): Promise<void>;
  /** Cuts what is under way; answers how many connections that were. */
  cut(): number;
}

/** Answers when the address is one of the control route's; `false` when it is not. */
export async function serveControl(
  controls: DemoControls,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const call = `${incoming.method} ${incoming.url}`;
  if (call === 'GET /demo/state') answer(outgoing, 200, controls.state());
  else if (call === 'POST /demo/state') await change(controls, incoming, outgoing);
  else if (call === 'POST /demo/cut' && isJson(incoming)) answer(outgoing, 200, { cut: controls.cut() });
  else return false;
  return true;
}

async function change(controls: DemoControls, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const patch = v.safeParse(Patch, isJson(incoming) ? await json(incoming).catch(() => null) : null);
  if (!patch.success) {
    const message = patch.issues.map((issue) => `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`).join('; ');
    answer(outgoing, 400, { message });
    return;
  }
  await controls.change(patch.output);
  answer(outgoing, 200, controls.state());
}

/** Other websites cannot send JSON here without asking first, and nobody answers when they ask. */
const isJson = (incoming: IncomingMessage): boolean => incoming.headers['content-type'] === 'application/json';

function answer(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  outgoing.end(JSON.stringify(body));
}
