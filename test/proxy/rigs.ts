/** The rigs of one test file: each is closed behind the test that started it. */
import { afterEach } from 'node:test';
import { type LocalRig, type RigOptions, startRig } from './rig.ts';

/** To be called once in a file; starts rigs for its tests. */
export function rigsOfTests(): (options?: RigOptions) => LocalRig {
  const rigs: LocalRig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await rig.close();
  });
  return (options) => {
    const rig = startRig(options);
    rigs.push(rig);
    return rig;
  };
}
