// The real worker with its log and its data points to be read: GET /__noted gives both. The dataset stands in for Analytics Engine.
import worker from '../../proxy/worker.ts';

export * from '../../proxy/worker.ts';

const lines: unknown[] = [];
const points: unknown[] = [];
for (const method of ['log', 'error'] as const) console[method] = (line: string) => lines.push(JSON.parse(line));

export default {
  async fetch(request: Request, env: Parameters<typeof worker.fetch>[1], context: Parameters<typeof worker.fetch>[2]) {
    if (new URL(request.url).pathname === '/__noted') return Response.json({ lines, points });
    const ANALYTICS = { writeDataPoint: (point: unknown) => void points.push(point) };
    return worker.fetch(request, { ...env, ANALYTICS }, context);
  },
};
