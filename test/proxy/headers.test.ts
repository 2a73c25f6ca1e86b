import { headersOfAll } from './headers-suite.ts';
import { startRig } from './rig.ts';

const files = async (request: Request) =>
  new URL(request.url).pathname === '/letta-chat.js'
    ? new Response('1', { headers: { 'content-type': 'text/javascript' } })
    : null;

headersOfAll(async () => startRig({ files }));
