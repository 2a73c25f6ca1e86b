// A sample of the fuzzing against the proxy on Node; all of it, and workerd, by `npm run test:attacks`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startStage } from '../attacks/stage.ts';
import { fuzzRequests } from './fuzz-requests.ts';
import { fuzzUpstream } from './fuzz-upstream.ts';
import { ROUTE_NAMES } from './requests.ts';

/** Another one every day: what fails can be made again by its name. */
const seed = new Date().toISOString().slice(0, 10);

test(`random requests on every route break nothing, reach nothing and learn nothing (seed ${seed})`, async () => {
  const stage = await startStage('Node');
  const { failures, routes } = await fuzzRequests(stage, { seed, count: 400 });
  await stage.close();
  assert.deepEqual(failures, []);
  assert.deepEqual([...routes.keys()].sort(), [...ROUTE_NAMES].sort());
});

test(`whatever Letta answers, nothing breaks and nothing of its kitchen comes out (seed ${seed})`, async () => {
  const stage = await startStage('Node');
  const { failures, tried } = await fuzzUpstream(stage, { seed, count: 60 });
  await stage.close();
  assert.deepEqual([failures, tried], [[], 60]);
});
