// Puts the simulated Letta together from its options. The routes are in app.ts.
import { type AgentFields, addAgent } from './agents.ts';
import { createApp } from './app.ts';
import { createDemoBrain } from './brain-demo.ts';
import { scriptedBrain } from './brain-scripted.ts';
import { type Control, createControl } from './control.ts';
import { createRuns, isActive } from './runs.ts';
import type { Server } from './server.ts';
import { type Agent, openState, type Storage } from './state.ts';

/** All optional. */
export interface SimulatorOptions {
  /** Whether the server has a Redis: without, no background streams, no recognised otids, no busy conversations. Default true. */
  readonly redis?: boolean;
  /** Which brain answers for agents whose model is neither `letta-chat/demo` nor `letta-chat/scripted`. Default `scripted`. */
  readonly brain?: 'scripted' | 'demo';
  /** When given, requests without `Authorization: Bearer <apiKey>` are answered with 401. Default: all are welcome. */
  readonly apiKey?: string;
  /** Keeps agents and conversations; see `fileStorage`. Default: in memory only. */
  readonly storage?: Storage;
  /** Milliseconds of silence in a stream before a ping. Default 20,000, as on the real server. */
  readonly pingInterval?: number;
  /** How many runs are remembered, for repeated otids and for resuming. Default 200. */
  readonly keptRuns?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Where the switches of `control` stand at first. */
  readonly control?: Partial<Omit<Control, 'failNext'>>;
}

/** A simulated Letta server. */
export interface Simulator {
  /**
   * Answers a request as Letta would. The host in its URL does not matter.
   * Rejects with a TypeError, as `fetch` does, while `control.offline` is set or after `failNext('refused')`.
   */
  fetch(request: Request): Promise<Response>;
  /** Speed and faults, to be changed while it runs. */
  readonly control: Control;
  /** Makes an agent without a request. With `id`, one that is found again after a restart is returned as it is. */
  addAgent(fields: AgentFields): Agent;
  /** The agents there are. */
  agents(): Agent[];
  /** How many runs are going on. */
  activeRuns(): number;
  /** Ends all runs, so that no timer is left. Afterwards it still answers. */
  close(): void;
}

/**
 * Makes one.
 * @throws when the storage holds something that is no state of this simulator.
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { redis = true, pingInterval = 20_000, now = Date.now, brain = 'scripted', apiKey = null } = options;
  const control = createControl(options.control ?? {});
  const demoBrain = createDemoBrain(control);
  const runs = createRuns(now, options.keptRuns);
  const state = openState(options.storage);
  const brainOf = ({ model }: Agent) => {
    const chosen = model.startsWith('letta-chat/') ? model.slice('letta-chat/'.length) : brain;
    return chosen === 'demo' ? demoBrain : scriptedBrain;
  };
  const server: Server = { state, runs, redis, pingInterval, now, control, brainOf };
  const app = createApp(server, apiKey);
  return {
    async fetch(request) {
      if (control.offline || control.take('refused')) throw new TypeError('fetch failed');
      if (control.take('unavailable')) return gatewayPage();
      return app.fetch(request);
    },
    control,
    addAgent: (fields) => addAgent(server, fields),
    agents: () => [...state.agents.values()],
    activeRuns: () => runs.list().filter(isActive).length,
    close() {
      for (const run of runs.list()) run.abort.abort(new DOMException('The simulator was closed.', 'AbortError'));
    },
  };
}

function gatewayPage(): Response {
  const page = '<html><head><title>503 Service Unavailable</title></head><body>upstream connect error</body></html>';
  return new Response(page, { status: 503, headers: { 'content-type': 'text/html' } });
}
