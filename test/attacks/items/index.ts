/** Every item of BEHAVIOUR.md's second half that the proxy answers for, in its order; 10 and 11 are the widget's (`run.ts`). */
import type { Item } from '../attack.ts';
import { approvals } from './approvals.ts';
import { bodies } from './bodies.ts';
import { bytes } from './bytes.ts';
import { identity } from './identity.ts';
import { kitchen } from './kitchen.ts';
import { dodging, forwarded, leaving, metered } from './limits.ts';
import { memory } from './memory.ts';
import { origins } from './origins.ts';
import { ownership } from './ownership.ts';
import { paths } from './paths.ts';
import { relay } from './relay.ts';
import { choosing, places } from './tokens.ts';

export const items: readonly Item[] = [
  relay,
  bytes,
  metered,
  paths,
  bodies,
  origins,
  ownership,
  identity,
  places,
  choosing,
  dodging,
  forwarded,
  kitchen,
  leaving,
  approvals,
  memory,
];
