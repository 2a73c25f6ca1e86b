/**
 * The rest of the engine: what a first reply does not need. It is fetched when it is first needed, or when the first reply is
 * there: refusals, a conversation that has a past, other tabs and conversations, the page's tools.
 */
export { transition } from '../core/conversation.ts';
export { fromSaved } from '../storage/saved.ts';
export { enterStill, refused } from '../transport/refusal.ts';
export { carryOut, richRequest } from './orders.ts';
export { createOthers } from './others.ts';
