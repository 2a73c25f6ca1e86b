/** Every time limit of the proxy, in one place. Milliseconds. Tests hand in shorter ones. */
import { PING_INTERVAL } from './protocol.ts';

export interface Timeouts {
  /** An answer in JSON from Letta, body included. */
  readonly answer: number;
  /** The head of a stream from Letta; a run that starts slowly is not a run that failed. */
  readonly streamStart: number;
  /** A stream that has been silent this long gets a ping of the proxy's own. */
  readonly ping: number;
  /**
   * A stream from Letta that has been silent this long is given up. Letta itself pings every 20 seconds: of one that brings
   * nothing else for this long it is asked whether the run goes on.
   */
  readonly silence: number;
  /** A stream that is resumed and begins with nothing but pings for this long may be that of a run which is over. */
  readonly replay: number;
  /** How long the proxy believes that Letta has no Redis before it tries a background run again. */
  readonly foregroundMemory: number;
  /** A foreground send that Letta shows no run of may still turn up for this long: longer than `streamStart`. */
  readonly arrival: number;
  /** The same once its connection has failed. Afterwards the send counts as never arrived. */
  readonly arrivalAfterFailure: number;
  /** A foreground run that Letta calls running for longer, and any that brings nothing but pings for longer, was orphaned by a restart of Letta's. */
  readonly longestRun: number;
  /** Between two looks for a tool call that Letta has announced but not yet listed. */
  readonly listLag: number;
  /** Between two tries of a send that is refused as busy although nothing runs. */
  readonly lockRelease: number;
  /** How long open streams may go on when the server has been told to stop. On Node's entry `SHUTDOWN_SECONDS`, unless timeouts are handed in. */
  readonly shutdown: number;
}

export const TIMEOUTS: Timeouts = {
  answer: 30_000,
  streamStart: 60_000,
  ping: PING_INTERVAL,
  silence: 45_000,
  replay: 2_000,
  foregroundMemory: 5 * 60_000,
  arrival: 70_000,
  arrivalAfterFailure: 10_000,
  longestRun: 30 * 60_000,
  listLag: 300,
  lockRelease: 200,
  shutdown: 8_000,
};
