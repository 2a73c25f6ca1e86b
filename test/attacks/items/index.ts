/** Every item of BEHAVIOUR.md's second half that the proxy answers for, in its order. */
import type { Item } from '../attack.ts';
import { approvals } from './approvals.ts';
import { bodies } from './bodies.ts';
import { kitchen } from './kitchen.ts';
import { origins } from './origins.ts';
import { ownership } from './ownership.ts';
import { paths } from './paths.ts';
import { relay } from './relay.ts';
import { choosing, places } from './tokens.ts';

export const items: readonly Item[] = [relay, paths, bodies, origins, ownership, places, choosing, kitchen, approvals];
