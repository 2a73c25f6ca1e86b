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
});

/** What happens once and leaves no setting behind. */
const Event = v.picklist([
  /** Resets every connection on which something is under way. */
  'cut',
  /** The model fails in the next turn. */
  'fail',
  /** The model breaks off in the next turn. */
  'break',
  /** The visitor's other device writes: the conversation is busy for some seconds. */
  'elsewhere',
]);

export type DemoEvent = v.InferOutput<typeof Event>;

/** What can be changed; what is left out stays. */
export type DemoPatch = v.InferOutput<typeof Patch>;

export interface DemoState {
  readonly network: NonNullable<DemoPatch['network']>;
  readonly proxy: NonNullable<DemoPatch['proxy']>;
  /** `null` when a real Letta answers. */
  readonly speed: number | null;
  /** The address of the real Letta, `null` for the simulated one. */
  readonly letta: string | null;
}

export interface DemoControls {
  state(): DemoState;
  change(patch: DemoPatch): Promise<void>;
  /** Makes it happen; answers with a sentence for the panel. */
  happen(event: DemoEvent): Promise<string>;
}

/** Answers when the address is one of the control route's; `false` when it is not. */
export async function serveControl(
  controls: DemoControls,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const call = `${incoming.method} ${incoming.url}`;
  if (call === 'GET /demo/state') {
    answer(outgoing, 200, controls.state());
  } else if (call === 'POST /demo/state') {
    await withBody(Patch, incoming, outgoing, async (patch) => {
      await controls.change(patch);
      return controls.state();
    });
  } else if (call === 'POST /demo/event') {
    await withBody(v.strictObject({ event: Event }), incoming, outgoing, async ({ event }) => ({
      note: await controls.happen(event),
    }));
  } else {
    return false;
  }
  return true;
}

async function withBody<Schema extends v.GenericSchema>(
  schema: Schema,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  act: (body: v.InferOutput<Schema>) => Promise<object>,
): Promise<void> {
  // Other websites cannot send JSON here without asking first, and nobody answers when they ask.
  const isJson = incoming.headers['content-type'] === 'application/json';
  const parsed = v.safeParse(schema, isJson ? await json(incoming).catch(() => null) : null);
  if (parsed.success) {
    answer(outgoing, 200, await act(parsed.output));
    return;
  }
  const message = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`).join('; ');
  answer(outgoing, 400, { message });
}

function answer(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  outgoing.end(JSON.stringify(body));
}
