import { identityBehaviour } from '../proxy/identity-suite.ts';
import { startWorkerRig } from './rig.ts';

identityBehaviour((options) => startWorkerRig(options));
