/** 1. An open relay: only the routes that exist lead to Letta, and nothing too large does. (How often: `limits.ts`.) */

import assert from 'node:assert/strict';
import { type Attack, expectRefusal, type Item } from '../attack.ts';
import { raw, speak, statusesIn } from '../http.ts';
import { enter, type Hands, message } from '../visitor.ts';

/** Letta's own routes, and what scanners try. */
const FOREIGN = [
  ...['/v1/agents/AGENT', '/v1/agents/AGENT/messages', '/v1/agents/AGENT/core-memory/blocks'],
  ...['/v1/agents/AGENT/export', '/v1/agents/AGENT/tools', '/v1/agents/AGENT/archival-memory', '/v1/agents/import'],
  ...['/v1/runs', '/v1/runs/', '/v1/runs/run-1', '/v1/runs/active', '/v1/steps/', '/v1/tools/', '/v1/tools/run'],
  ...['/v1/models/', '/v1/blocks/', '/v1/providers/', '/v1/identities/', '/v1/folders/', '/v1/sources/', '/v1/groups/'],
  ...['/v1/messages/search', '/v1/mcp-servers/', '/v1/sandbox-config/', '/v1/jobs/', '/v1/tags/', '/v1/health/'],
  ...[
    '/v1/admin/orgs/',
    '/v1/admin/users/',
    '/v1/embeddings/',
    '/v1/chat/completions',
    '/v1/templates',
    '/v1/client-side-access-tokens',
  ],
  ...['/v1', '/v1/', '/', '/openapi.json', '/docs', '/.env', '/.git/config', '/server-status', '/metrics/../v1/runs'],
  ...['/v2/conversations', '/V1/conversations', '/v1/Conversations', '/v1/conversations.json', '/v1/visitors/other'],
  ...['/v1/conversations/OWN/messages/message-1', '/v1/conversations/OWN/runs', '/v1/conversations/OWN/compact'],
  ...['/v1/conversations/OWN/agent', '/v1/conversations/OWN/messages/stream', '/v1/conversations/OWN/system-prompt'],
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const relay: Item = {
  number: 1,
  title: 'An open, unmetered relay: routes and sizes',
  independent: true,
  async run(attack) {
    const visitor = await enter(attack.stage);
    const own = await visitor.converse();
    await foreignRoutes(attack, visitor, own);
    await foreignMethods(attack, visitor, own);
    await sizes(attack, visitor, own);
  },
};

async function foreignRoutes(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const { agents } = attack.stage.letta;
  for (const route of FOREIGN) {
    const path = route.replace('OWN', own);
    for (const method of METHODS) {
      await attack.case(`${method} ${route}`, async () => {
        // The agent's id is unknown outside; with it nothing more opens.
        const target = path.replace('AGENT', agents.support);
        const { status } = await attack.ask({
          ...visitor.question(method, target, method === 'GET' ? undefined : message()),
        });
        assert.ok([404, 405].includes(status), `${status}`);
        assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
      });
    }
  }
}

async function foreignMethods(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const routes = ['/v1/visitors', '/v1/agents', '/v1/conversations', `/v1/conversations/${own}`];
  for (const path of [...routes, `/v1/conversations/${own}/messages`, `/v1/conversations/${own}/cancel`]) {
    for (const method of ['PUT', 'TRACE', 'PROPFIND', 'MKCOL', 'LOCK', 'PURGE', 'SEARCH', 'QUERY', 'FOO']) {
      await attack.case(`${method} ${path}`, async () => {
        const text = await speak(attack.stage.port, head(method, path, visitor, ['content-length: 0']));
        const [status = 400] = statusesIn(text);
        assert.ok(status >= 400 && status !== 500, `${status}`);
        assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
      });
    }
    for (const header of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      await attack.case(`${header} on ${path}`, async () => {
        await attack.ask({ path: `${path}?_method=DELETE`, headers: { ...visitor.headers, [header]: 'DELETE' } });
        assert.ok(
          attack.stage.letta.reached.every(({ method }) => method === 'GET'),
          'nothing is deleted',
        );
      });
    }
  }
}

const head = (method: string, path: string, { token }: Hands, more: readonly string[]) =>
  raw([`${method} ${path} HTTP/1.1`, 'host: x', 'connection: close', `authorization: Bearer ${token}`, ...more]);

async function sizes(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const path = `/v1/conversations/${own}/messages`;
  const tooLarge = { status: 413, code: 'too_large' };
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
  const text = (length: number) => ({ type: 'text', text: 'x'.repeat(length) });
  for (const [name, body] of [
    ['a message of 16,001 characters', message('x'.repeat(16_001))],
    ['16,001 characters in two parts', message([text(16_000), text(1)])],
    ['five images', message(Array.from({ length: 5 }, () => image))],
  ] as const) {
    await attack.refused(name, visitor.question('POST', path, body), tooLarge);
  }
  await attack.refused(
    '20,000 empty parts',
    visitor.question('POST', path, message(Array.from({ length: 20_000 }, () => text(0)).concat(text(1)))),
    { status: 413, code: 'too_large' },
  );
  for (const target of [path, '/v1/visitors', '/v1/conversations', `/v1/conversations/${own}/stream`]) {
    const body = JSON.stringify({ summary: 'x'.repeat(8_000_001) });
    const whole = visitor.question('POST', target, body);
    const chunked = { ...whole, headers: { ...visitor.headers, 'transfer-encoding': 'chunked' } };
    await attack.case(`a body of 8 MB to ${target}`, () => cutOrRefused(attack, whole));
    await attack.case(`the same in chunks to ${target}`, () => cutOrRefused(attack, chunked));
  }
}

/** A body that is refused before it was read: the line may be closed meanwhile, and the answer with it. */
async function cutOrRefused(attack: Attack, question: Parameters<Attack['ask']>[0]): Promise<void> {
  const answer = await attack.ask(question).catch((error: NodeJS.ErrnoException) => error);
  if (answer instanceof Error) assert.match(answer.message, /hang up|ECONNRESET|EPIPE/);
  // How wrangler's development server tells that workerd has closed it.
  else if (attack.stage.kind === 'workerd' && answer.status === 500)
    assert.match(answer.text, /Network connection lost/);
  else expectRefusal(answer, { status: 413, code: 'too_large' });
  assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
}
