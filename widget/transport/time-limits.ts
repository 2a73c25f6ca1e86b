/** Every time limit of the widget's requests, in one place. Milliseconds. Tests hand in shorter ones. */
import { PING_INTERVAL } from '../../proxy/protocol.ts';

export interface TimeLimits {
  /** An answer in JSON, body included. */
  readonly answer: number;
  /** The head of a stream; the proxy itself waits 60 seconds for Letta's. */
  readonly streamStart: number;
  /** A stream that is silent this long is a lost line: two pings have been missed. */
  readonly silence: number;
}

export const TIME_LIMITS: TimeLimits = {
  answer: 35_000,
  streamStart: 70_000,
  silence: 2 * PING_INTERVAL,
};
