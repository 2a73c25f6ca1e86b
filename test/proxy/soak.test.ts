// Nothing is left behind by a turn: no memory, no timer, no open stream of Letta's, whether it was read to its end or left.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newVisitor, readUntil, startRig } from './rig.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const TURNS = Number(process.env['SOAK_TURNS'] ?? 1500);
/** Bytes that a turn may leave behind on average; a leaked stream, timer or listener leaves kilobytes. */
const ALLOWED = 1500;

const rig = startRig();
after(() => rig.close());

const line = (fields: object) => new TextEncoder().encode(`data: ${JSON.stringify(fields)}\n\n`);
const EVENTS = [
  line({ message_type: 'ping', run_id: 'run-1', seq_id: 1 }),
  ...Array.from({ length: 20 }, (_, n) =>
    line({ message_type: 'assistant_message', id: 'message-1', content: 'word ', seq_id: n + 2 }),
  ),
  line({ message_type: 'stop_reason', stop_reason: 'end_turn' }),
  new TextEncoder().encode('data: [DONE]\n\n'),
];

let open = 0;

/** A stream of Letta's that counts itself; `endless` ones never end by themselves. */
function stream(endless: boolean): Response {
  open++;
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = EVENTS[at++];
      if (next && !(endless && at > 5)) return controller.enqueue(next);
      if (endless) return new Promise(() => undefined);
      open--;
      controller.close();
    },
    cancel() {
      open--;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** Twice, with a turn of the event loop between: what a finalizer lets go is collected by the second. */
async function heap(): Promise<number> {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test(`${TURNS} turns, every other one left in the middle, leave nothing behind`, async (context) => {
  const visitor = await newVisitor(rig);
  const id = await visitor.converse();
  let turn = 0;
  rig.intercept = (request) => (request.url.endsWith('/messages') ? Promise.resolve(stream(turn % 2 === 1)) : null);

  async function run(count: number): Promise<void> {
    for (const end = turn + count; turn < end; turn++) {
      const response = await visitor.open(id, 'hello');
      if (turn % 2 === 0) await response.text();
      else await (await readUntil(response, (text) => text.includes('word'))).reader.cancel();
      rig.sent.length = rig.upstream.length = rig.log.length = 0;
    }
  }

  await run(300); // caches fill, and the store reaches the number of sends that it keeps
  const before = { heap: await heap(), timers: timers() };
  await run(TURNS);
  const left = ((await heap()) - before.heap) / TURNS;
  context.diagnostic(`${Math.round(left)} bytes a turn left, ${open} streams open`);
  assert.equal(open, 0);
  assert.equal(timers(), before.timers);
  assert.ok(left < ALLOWED, `${Math.round(left)} bytes a turn are left behind`);
});
