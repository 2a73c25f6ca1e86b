import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { challengeBehaviour, createSiteverify } from '../proxy/challenge-suite.ts';
import { startWorkerRig } from './rig.ts';

const siteverify = createSiteverify();
const server = createServer(getRequestListener((request) => siteverify.answer(request)));
after(() => server.close());

challengeBehaviour(async ({ settings }) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const SITEVERIFY_FOR_TEST = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const entry = join(import.meta.dirname, 'challenge-worker.ts');
  return Object.assign(await startWorkerRig({ settings: { ...settings, SITEVERIFY_FOR_TEST } }, entry), { siteverify });
});
