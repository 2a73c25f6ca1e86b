/** Every item of BEHAVIOUR.md's second half that the proxy answers for, in its order. */
import type { Item } from '../attack.ts';
import { bodies } from './bodies.ts';
import { paths } from './paths.ts';
import { relay } from './relay.ts';

export const items: readonly Item[] = [relay, paths, bodies];
