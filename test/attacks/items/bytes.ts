/** 1. What no HTTP client would send: requests inside of requests, broken framing, endless heads, bodies that never come. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import type { Attack, Item } from '../attack.ts';
import { raw, speak, statusesIn } from '../http.ts';
import { enter, type Hands } from '../visitor.ts';

export const bytes: Item = {
  number: 1,
  title: 'An open, unmetered relay: smuggled and broken requests',
  independent: true,
  async run(attack) {
    const [visitor, victim] = [await enter(attack.stage), await enter(attack.stage)];
    const ids = { own: await visitor.converse(), theirs: await victim.converse() };
    for (const [name, text] of [...framings(visitor, ids.own), ...heads(visitor)]) {
      await attack.case(name, async () => {
        const answer = await speak(attack.stage.port, text, 2_500);
        const { reached } = attack.stage.letta;
        // Workers' own server decides about framing there; what it lets through is still this visitor's to ask for.
        if (attack.stage.kind === 'Node') assert.equal(reached.length, 0, 'the request inside is not made');
        assert.ok(!answer.includes('"internal_error"'), answer.slice(0, 300));
        if (attack.stage.kind === 'Node') for (const status of statusesIn(answer)) assert.ok(status < 500, `${status}`);
        assert.ok(!reached.some(({ path }) => path.includes(ids.theirs)));
      });
    }
    await slow(attack, visitor, ids.own);
  },
};

/** Two readings of where a request ends: the second one would make another request of the rest. */
function framings({ token }: Hands, own: string): [string, string][] {
  const authorization = `authorization: Bearer ${token}`;
  const inner = raw([`DELETE /v1/conversations/${own} HTTP/1.1`, 'host: x', authorization, 'content-length: 0']);
  const post = (lines: readonly string[], body: string) =>
    raw(['POST /v1/visitors HTTP/1.1', 'host: x', 'content-type: application/json', ...lines], body);
  const chunked = `0\r\n\r\n${inner}`;
  return [
    ['both lengths', post(['content-length: 4', 'transfer-encoding: chunked'], chunked)],
    [
      'both lengths, the other way round',
      post(['transfer-encoding: chunked', `content-length: ${chunked.length}`], chunked),
    ],
    ...[
      'xchunked',
      'chunked, identity',
      'identity, chunked, x',
      '\x0bchunked',
      'chunked\x00',
      'CHUNKED\x0c',
      'chunked;x',
      '"chunked"',
    ].map((coding): [string, string] => [
      `transfer-encoding: ${JSON.stringify(coding)}`,
      post([`transfer-encoding: ${coding}`, 'content-length: 4'], chunked),
    ]),
    ['a space before the colon', post(['transfer-encoding : chunked', 'content-length: 4'], chunked)],
    [
      'a folded header',
      post(['x: y\r\n transfer-encoding: chunked', 'content-length: 4', 'content-length: 5'], chunked),
    ],
    ['two lengths', post(['content-length: 0', `content-length: ${inner.length}`], inner)],
    ...['+4', '-1', '0x4', '4,4', '4 4', '', '1e1', '99999999999999999999', '4;', '٤'].map(
      (length): [string, string] => [
        `content-length: ${length}`,
        raw(
          ['POST /v1/visitors HTTP/1.1', 'host: x', `content-length: ${Buffer.from(length).toString('latin1')}`],
          inner,
        ),
      ],
    ),
    ...['FFFFFFFFFFFFFFFFF', '-1', '0x2', 'g', '2 ', '', '2;\n', '2\n'].map((size): [string, string] => [
      `a chunk of ${JSON.stringify(size)}`,
      post(['transfer-encoding: chunked'], `${size}\r\n{}\r\n${inner}`),
    ]),
    [
      'lines without a return',
      post(['x: y'], '').replaceAll('\r\n', '\n') + inner.replaceAll('\r\n', '\n').replace('DELETE', 'BREW'),
    ],
    [
      'a return without a line',
      raw(['POST /v1/visitors HTTP/1.1', 'host: x', `x: y\rtransfer-encoding: chunked`, 'content-length: 4'], chunked),
    ],
    ['a null byte in a header', raw(['POST /v1/visitors HTTP/1.1', 'host: x', 'x: a\0b', 'content-length: 0'], '')],
    [
      'the token in a trailer',
      raw(
        [
          `DELETE /v1/conversations/${own} HTTP/1.1`,
          'host: x',
          'transfer-encoding: chunked',
          'trailer: authorization',
          'connection: close',
        ],
        `0\r\n${authorization}\r\n\r\n`,
      ),
    ],
  ];
}

function heads({ token }: Hands): [string, string][] {
  const line = (text: string, ...more: string[]): string => raw([text, 'connection: close', ...more]);
  const authorization = `authorization: Bearer ${token}`;
  return [
    ['no host', line('GET /v1/runs HTTP/1.1', authorization)],
    ['two hosts', line('GET /v1/runs HTTP/1.1', 'host: a', 'host: b', authorization)],
    ...[
      '',
      ' ',
      'a b',
      'a/b',
      'a?b',
      'a#b',
      'a@b',
      '[::1',
      '::1',
      'a:b',
      'a:99999',
      'a\\b',
      '\xff',
      'x'.repeat(5_000),
      '..',
      '%00',
    ].map((host): [string, string] => [
      `host: ${host.slice(0, 20)}`,
      line('GET /v1/runs HTTP/1.1', `host: ${host}`, authorization),
    ]),
    ['HTTP/1.0', line('GET /v1/runs HTTP/1.0', authorization)],
    ['HTTP/0.9', 'GET /v1/conversations\r\n\r\n'],
    ...['HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1 x', 'http/1.1', 'ICY', ''].map((version): [string, string] => [
      `version ${version}`,
      line(`GET /v1/runs ${version}`, 'host: x'),
    ]),
    ["HTTP/2's preface", 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['nothing but line ends', '\r\n'.repeat(2_000)],
    ['random bytes', Array.from({ length: 4_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('')],
    ['a head of 200 kB', line('GET /v1/runs HTTP/1.1', 'host: x', `x: ${'y'.repeat(200_000)}`)],
    [
      '5,000 headers',
      line('GET /v1/runs HTTP/1.1', 'host: x', ...Array.from({ length: 5_000 }, (_, i) => `x-${i}: y`)),
    ],
    ['a line of 200 kB', line(`GET /${'v'.repeat(200_000)} HTTP/1.1`, 'host: x')],
    [
      'a web socket',
      line(
        'GET /v1/conversations HTTP/1.1',
        'host: x',
        'upgrade: websocket',
        'connection: upgrade',
        'sec-websocket-version: 13',
        'sec-websocket-key: eA==',
      ),
    ],
    [
      'HTTP/2 by upgrade',
      line(
        'GET /v1/runs HTTP/1.1',
        'host: x',
        'upgrade: h2c',
        'http2-settings: AAMAAABk',
        'connection: upgrade, http2-settings',
      ),
    ],
    ['an expectation', line('POST /v1/runs HTTP/1.1', 'host: x', 'expect: 200-ok', 'content-length: 2')],
    [
      'headers named as ours',
      line('GET /v1/runs HTTP/1.1', 'host: x', 'x-request-id: forged', '__proto__: x', 'constructor: x', authorization),
    ],
  ];
}

/** Fifty bodies that never come to an end: nothing of theirs is sent on, and others are served meanwhile. */
async function slow(attack: Attack, visitor: Hands, own: string): Promise<void> {
  await attack.case('fifty bodies that never end', async () => {
    const head = [
      `POST /v1/conversations/${own}/messages HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${visitor.token}`,
    ];
    const sockets: Socket[] = [];
    for (let i = 0; i < 50; i++) {
      const socket = connect({ host: '127.0.0.1', port: attack.stage.port });
      socket.on('error', () => undefined); // closed on it: that would do as well
      socket.write(
        raw([...head, i % 2 ? 'transfer-encoding: chunked' : 'content-length: 1000'], i % 2 ? '5\r\n{"mes' : '{"mes'),
      );
      sockets.push(socket);
    }
    const { status } = await attack.ask(visitor.question('GET', '/v1/agents'));
    for (const socket of sockets) socket.destroy();
    assert.equal(status, 200);
    assert.equal(attack.stage.letta.reached.length, 0, 'nothing reaches Letta');
  });
}
