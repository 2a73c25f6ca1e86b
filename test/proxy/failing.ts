/** A Letta that fails: streams that break off, hang or say nothing, and what the operator read of it. */
import type { LocalRig } from './rig.ts';

/** What the operator read last of something that went wrong. */
export const problem = (rig: LocalRig) => rig.log.findLast((entry) => entry.problem !== undefined)?.problem ?? '';

/** A stream of Letta's with these lines, which then ends, hangs or breaks. */
export function streamOf(
  lines: readonly string[],
  then: 'end' | 'hang' | 'break' = 'end',
  onCancel: () => void = () => undefined,
): Response {
  const left = lines.map((line) => new TextEncoder().encode(line));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) return controller.enqueue(next);
      if (then === 'end') return controller.close();
      if (then === 'break') return controller.error(new TypeError('terminated'));
      return new Promise(() => undefined);
    },
    cancel: onCancel,
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

export const event = (fields: object) => `data: ${JSON.stringify(fields)}\n\n`;

/** Answers all sends in Letta's place. */
export const answerSends = (rig: LocalRig, answer: (request: Request) => Response | Promise<Response>) => {
  rig.intercept = (request) =>
    request.url.endsWith('/messages') && request.method === 'POST' ? Promise.resolve(answer(request)) : null;
};
