// The simulated Letta: what the demo, the tests and `npm run simulator` talk to in place of a real server.
//
//   const letta = createSimulator({ brain: 'demo' });
//   const agent = letta.addAgent({ name: 'Bruno', model: 'letta-chat/demo', memory_blocks: [{ label: 'human', value: 'unknown' }] });
//   createProxy({ … agent.id … }, { fetch: (input, init) => letta.fetch(new Request(input, init)) });
//   letta.control.tokenDelay = 10;  letta.control.failNext('line');  letta.close();
//
// It runs wherever there is `fetch` (Node, workerd, a browser); only `fileStorage` (state-file.ts) and main.ts need Node.
export type { AgentFields } from './agents.ts';
export type { Control, NextFault } from './control.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
export type { Agent, Storage } from './state.ts';
