import { proxyBehaviour } from '../proxy/behaviour.ts';
import { startWorkerRig } from './rig.ts';

proxyBehaviour(() => startWorkerRig());
