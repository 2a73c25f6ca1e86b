// The switches by which a test or a demo page plays with the server while it runs: its speed, and the faults that it shows.

/** A fault for the next time that fits it. */
export type NextFault =
  /** The next request fails as if nobody listened. */
  | 'refused'
  /** The next request is answered with 503 and a page of HTML, as a gateway does. */
  | 'unavailable'
  /** The model fails in the next turn, before the first word. */
  | 'model'
  /** The model breaks off in the next turn, after the first word. */
  | 'reply'
  /** The next stream is cut after some bytes; its run goes on. */
  | 'line';

/** Given out as `simulator.control`. All may be changed at any time. */
export interface Control {
  /** Milliseconds between two tokens of the demo brain. Default 30. */
  tokenDelay: number;
  /** Milliseconds before its first token. Default 400. */
  firstTokenDelay: number;
  /** While true every request fails as if the machine were not there. Default false. */
  offline: boolean;
  /** Bytes after which the fault `line` cuts. Default 700. */
  cutAfter: number;
  /** Whether a fork ends at `message_id`, as Letta Cloud's SDK says; the server 0.16.8 copies everything. Default false. */
  forksAtMessage: boolean;
  /** Asks for a fault once. Several wait in order of kind, not of asking. */
  failNext(fault: NextFault): void;
}

/** The inner side: takes a waiting fault, once. */
export interface ControlSwitches extends Control {
  take(fault: NextFault): boolean;
}

export function createControl(initial: Partial<Omit<Control, 'failNext'>>): ControlSwitches {
  const waiting: NextFault[] = [];
  return {
    tokenDelay: initial.tokenDelay ?? 30,
    firstTokenDelay: initial.firstTokenDelay ?? 400,
    offline: initial.offline ?? false,
    cutAfter: initial.cutAfter ?? 700,
    forksAtMessage: initial.forksAtMessage ?? false,
    failNext(fault) {
      waiting.push(fault);
    },
    take(fault) {
      const index = waiting.indexOf(fault);
      if (index >= 0) waiting.splice(index, 1);
      return index >= 0;
    },
  };
}
