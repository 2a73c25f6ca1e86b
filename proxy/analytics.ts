/** Requests as data points of Cloudflare's Analytics Engine, one each, when a dataset is bound as `ANALYTICS`. */
import type { Meter } from './observe.ts';

/** What is used of the binding: https://developers.cloudflare.com/analytics/analytics-engine/get-started/ */
export interface Dataset {
  writeDataPoint(point: {
    readonly indexes: readonly [string];
    readonly blobs: readonly string[];
    readonly doubles: readonly number[];
  }): void;
}

/**
 * Blobs: route, method, status, ending, code, visitor (hashed), agent, variant, feedback, feedback_before. Doubles: ms, first_byte_ms, upstream_ms, events, bytes,
 * tokens. The order is what queries go by: it is only ever added to.
 */
export const createAnalytics = (dataset: Dataset): Meter => ({
  ended({ route, method, status, ended, code = '', visitor = '', agent = '', variant = '', ...line }) {
    const {
      ms,
      first_byte_ms = 0,
      upstream_ms = 0,
      events = 0,
      bytes = 0,
      tokens = 0,
      feedback = '',
      feedback_before = '',
    } = line;
    dataset.writeDataPoint({
      indexes: [route],
      blobs: [route, method, String(status), ended, code, visitor, agent, variant, feedback, feedback_before],
      doubles: [ms, first_byte_ms, upstream_ms, events, bytes, tokens],
    });
  },
});
