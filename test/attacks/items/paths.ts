/** 2. Passing the path on: whatever stands in place of a conversation's id, Letta is asked about the visitor's own or not at all. */
import assert from 'node:assert/strict';
import { type Attack, type Item, lines } from '../attack.ts';
import { raw, speak, statusesIn } from '../http.ts';
import { OUTSIDE } from '../stage.ts';
import { CONVERSATION_ROUTES, enter, type Hands } from '../visitor.ts';

export const paths: Item = {
  number: 2,
  title: 'Passing the path on',
  independent: true,
  async run(attack) {
    const [visitor, victim] = [await enter(attack.stage), await enter(attack.stage)];
    const [own, theirs] = [await visitor.converse(), await victim.converse()];
    for (const id of idsFor(own, theirs, attack.stage.letta.agents.support)) {
      for (const [method, rest, body] of CONVERSATION_ROUTES) {
        await tryPath(attack, visitor, { method, path: `/v1/conversations/${id}${rest}`, body, theirs });
      }
    }
    await targets(attack, visitor, theirs);
    await files(attack);
    await injections(attack, visitor, own);
  },
};

/** What may stand where an id should. */
function idsFor(own: string, theirs: string, agent: string): string[] {
  return [
    ...[
      'default',
      agent,
      `${agent}/messages`,
      'agent-',
      'conv-',
      'null',
      'undefined',
      '*',
      '0',
      '-1',
      'current',
      'latest',
    ],
    ...['..', '../agents', '%2e%2e', '%2e%2e%2fagents', '..%2fagents', '.%2e', '%252e%252e', '....//', '..;', '..%00'],
    ...[`${own}/..`, `${own}%2f..`, `${own}/../${theirs}`, `${own}%2f..%2f${theirs}`, `${own}/%2e%2e/${theirs}`],
    ...[
      `${own}%00`,
      `${own}%20`,
      `${own}%0a`,
      `${own}%0d%0aX-Evil:1`,
      `${own};x=1`,
      `${own}.json`,
      `${own}%3flimit=1`,
      `${own}%23`,
    ],
    ...[`/${own}`, `//${own}`, `${own}%5c..%5c${theirs}`, `%5c${own}`, own.toUpperCase(), `${own}x`, own.slice(0, -1)],
    ...[
      `%63onv-${theirs.slice(5)}`,
      `conv%2d${theirs.slice(5)}`,
      `${own},${theirs}`,
      `${own}&id=${theirs}`,
      `${own}%26${theirs}`,
    ],
    ...[
      '%ff',
      '%c0%ae%c0%ae',
      '%E0%A4%A',
      '%u002e',
      '%',
      '%%',
      'ｃｏｎｖ',
      encodeURIComponent(`' OR 1=1--`),
      'x'.repeat(4_000),
    ],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ].filter((id) => !/[^\x21-\x7e]/.test(id));
}

interface Tried {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The other visitor's conversation. */
  readonly theirs: string;
}

async function tryPath(attack: Attack, visitor: Hands, { method, path, body, theirs }: Tried): Promise<void> {
  await attack.case(`${method} ${path.slice(0, 200)}`, async () => {
    const answer = await attack.ask(visitor.question(method, path, body));
    // A URL's own dots are resolved before any route is looked at: what they lead to is one of the proxy's own routes.
    const plain = new URL(path, 'http://x').pathname === path.split('?')[0];
    assert.ok(plain ? [400, 404, 405].includes(answer.status) : answer.status < 500, `${answer.status} ${answer.text}`);
    if (plain) assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
    assert.ok(!lines(attack.stage).join().includes(theirs), "nothing of the other visitor's is asked for");
  });
}

/** Request targets in forms that a router may read otherwise than the one in front of it. */
async function targets(attack: Attack, visitor: Hands, theirs: string): Promise<void> {
  const { port, letta } = attack.stage;
  const foreign = `${letta.url}/v1/agents/${letta.agents.support}`;
  for (const target of [
    ...[foreign, `http://letta.test/v1/conversations/${theirs}`, `//127.0.0.1/v1/conversations/${theirs}`],
    ...[
      `/v1\\conversations\\${theirs}`,
      `\\v1\\conversations`,
      `/v1/conversations\\..\\runs`,
      `/v1//conversations/${theirs}`,
    ],
    ...[`//v1/conversations/${theirs}`, `/./v1/./conversations/${theirs}`, `/v1/agents/../conversations/${theirs}`],
    ...[
      `/v1/conversations/${theirs}#/messages`,
      `/v1/conversations/${theirs}?/../`,
      `/v1/conversations/\0`,
      `/v1/conver\tsations`,
    ],
    ...[
      '*',
      'v1/conversations',
      `@127.0.0.1/v1`,
      `:80/v1`,
      `?x`,
      `http://[::1`,
      'http:///v1/conversations',
      `/%`,
      '/v1/%ff%fe',
      '/\x80\xff',
    ],
    ...[`/${'a/'.repeat(3_000)}`, `/${'%2f'.repeat(2_000)}`, `/v1/conversations/${'../'.repeat(500)}etc/passwd`],
  ]) {
    for (const method of ['GET', 'DELETE', 'POST']) {
      await attack.case(`target ${method} ${JSON.stringify(target.slice(0, 100))}`, async () => {
        const text = await speak(
          port,
          raw([
            `${method} ${target} HTTP/1.1`,
            'host: x',
            'connection: close',
            `authorization: Bearer ${visitor.token}`,
            'content-length: 0',
          ]),
        );
        // Of `*` wrangler's own server knows nothing; what is ours is JSON.
        const ours = statusesIn(text).filter(
          (status) => attack.stage.kind === 'Node' || status !== 500 || text.includes('{"error"'),
        );
        for (const status of ours) assert.ok(status >= 400 && status < 500, `${status}`);
        assert.equal(letta.reached.length, 0, 'nothing reaches Letta');
        assert.ok(!text.includes(letta.agents.support));
      });
    }
  }
}

/** The widget's folder: nothing beside it, and no failure whatever the name. */
async function files(attack: Attack): Promise<void> {
  for (const path of [
    ...[
      '/../secret.js',
      '/..%2fsecret.js',
      '/%2e%2e/secret.js',
      '/%2e%2e%2fsecret.js',
      '/chunks/../../secret.js',
      '/chunks/..%2f..%2fsecret.js',
    ],
    ...[
      '/..%5csecret.js',
      '/..\\secret.js',
      '/%5c..%5csecret.js',
      '//secret.js',
      '/.//../secret.js',
      '/chunks%2f..%2f..%2fsecret.js',
    ],
    ...[
      '/%252e%252e%252fsecret.js',
      '/..%c0%afsecret.js',
      '/secret.js%00.js',
      '/%00.js',
      '/%E0%A4%A.js',
      '/chunks',
      '/chunks/',
      '/chunks.js',
    ],
    ...[
      `/${'a'.repeat(300)}.js`,
      `/${'a/'.repeat(1_500)}a.js`,
      '/.js',
      '/..js',
      '/.../x.js',
      '/letta-chat.js/x.js',
      '/etc/passwd',
      '/etc/passwd.js',
    ],
    ...[
      '/letta-chat.js%2f..%2f..%2fsecret.js',
      '/proc/self/environ',
      '/%2e.js',
      '/store.sqlite',
      '/..%2fstore.sqlite',
      '/con.js',
      '/:file.js',
    ],
  ]) {
    for (const method of ['GET', 'HEAD', 'POST']) {
      await attack.case(`file ${method} ${path.slice(0, 100)}`, async () => {
        const { status, text } = await attack.ask({ method, path });
        assert.ok(status >= 300 && status < 500, `${status} ${text.slice(0, 200)}`);
        assert.ok(!text.includes(OUTSIDE), 'nothing outside of the folder');
        assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
      });
    }
  }
}

/** Values that end up in an upstream address: they stay one value. */
async function injections(attack: Attack, visitor: Hands, own: string): Promise<void> {
  const bad = [
    'x%26limit%3d999',
    'x%0d%0aX-Evil%3a1',
    '..%2f..%2fagents',
    'x%23',
    'x%00',
    '%7b%7d',
    'x'.repeat(81),
    'a%20b',
    '%ff',
  ];
  for (const value of bad) {
    for (const [method, path] of [
      ['GET', `/v1/conversations/${own}/messages?before=${value}`],
      ['GET', `/v1/conversations/${own}/messages?after=${value}`],
      ['GET', `/v1/conversations/${own}/messages?order=${value}`],
      ['GET', `/v1/conversations/${own}/messages?limit=${value}`],
      ['GET', `/v1/conversations?after=${value}`],
      ['GET', `/v1/conversations?limit=${value}`],
      ['POST', `/v1/conversations/${own}/fork?message_id=${value}`],
    ] as const) {
      await attack.refused(
        `${method} ${path}`,
        { method, path, headers: visitor.headers },
        { status: 400, code: 'invalid_request' },
      );
    }
    const create = { method: 'POST', path: `/v1/conversations?agent_id=${value}`, headers: visitor.headers };
    await attack.refused(`an agent named ${value}`, create, { status: 404, code: 'not_found' });
  }
}
