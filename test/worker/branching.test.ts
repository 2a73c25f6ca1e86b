import { branchingBehaviour } from '../proxy/branching-suite.ts';
import { startWorkerRig } from './rig.ts';

branchingBehaviour('workerd', () => startWorkerRig());
