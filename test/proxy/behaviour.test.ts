import { proxyBehaviour } from './behaviour.ts';
import { startRig } from './rig.ts';

proxyBehaviour(async () => startRig());
