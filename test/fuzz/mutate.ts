/** Changes values, texts and bytes at random, by a generator that can be seeded. Knows nothing of what they mean. */
import { below, oneOf, type Random } from '../faults/random.ts';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Texts that programs stumble over. */
export const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\0',
    'x',
    '0',
    '-1',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '[DONE]',
    '\ufeff',
    '\u2028',
  ],
  ...[
    '\ud800',
    '\udfff\ud800',
    '💣',
    'é',
    'ﷺ',
    '\u202eabc',
    'a'.repeat(300),
    '../../etc/passwd',
    '%2e%2e%2f',
    '%00',
    '%',
    '#{7*7}',
    '{{7*7}}',
  ],
  ...[
    "' OR 1=1--",
    '"; DROP TABLE sends;--',
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    '$(id)',
    '`id`',
    '\\',
    '"',
    "'",
  ],
  ...[
    'data: {"message_type":"stop_reason"}',
    'event: error',
    '\r\nX-Evil: 1',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    '2026-01-01T00:00:00Z',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'then',
    'length',
    'default',
    'agent-1',
    'conv-1',
    'run-1',
  ],
];

const NUMBERS = [0, -0, 1, -1, 1.5, 1e9, 2 ** 31, 2 ** 53, 2 ** 53 - 1, 1e308, -1e308, 5e-324, 100, 101];

/** Names of fields that mean something to somebody. */
const NAMES: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'then',
    'toJSON',
    'length',
    '',
    ' ',
    '0',
  ],
  ...[
    'role',
    'type',
    'content',
    'otid',
    'messages',
    'streaming',
    'background',
    'system',
    'agent_id',
    'run_id',
    'model',
    'client_tools',
  ],
  ...[
    'override_system',
    'max_steps',
    'summary',
    'message_id',
    'starting_after',
    'identity',
    'challenge',
    'approvals',
    'approve',
    'reason',
  ],
  ...['tool_call_id', 'tool_return', 'status', 'source', 'media_type', 'data', 'text', 'url', 'x'],
];

export function randomValue(random: Random, depth = 0): Json {
  switch (below(random, depth > 3 ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return oneOf(random, NUMBERS);
    case 3:
    case 4:
      return oneOf(random, TEXTS);
    case 5:
      return Array.from({ length: below(random, 4) }, () => randomValue(random, depth + 1));
    case 6:
      return record(
        Array.from({ length: below(random, 4) }, () => [oneOf(random, NAMES), randomValue(random, depth + 1)]),
      );
    default: {
      let deep: Json = null;
      for (let level = below(random, 200); level > 0; level--) deep = random() < 0.5 ? [deep] : record([['x', deep]]);
      return deep;
    }
  }
}

/** `__proto__` as a field like any other, as `JSON.parse` makes it. */
function record(entries: [string, Json][]): { [name: string]: Json } {
  const made = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

/** A copy with one place changed: replaced, left out, added to or doubled. */
export function mutateValue(random: Random, value: Json): Json {
  if (value === null || typeof value !== 'object' || random() < 0.15) return randomValue(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.3)
      return [...value, random() < 0.5 ? randomValue(random) : (value[0] ?? null)];
    const at = below(random, value.length);
    if (random() < 0.2) return value.filter((_, index) => index !== at);
    return value.map((item, index) => (index === at ? mutateValue(random, item) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random() < 0.25) return record([...entries, [oneOf(random, NAMES), randomValue(random)]]);
  const at = below(random, entries.length);
  if (random() < 0.2) return record(entries.filter((_, index) => index !== at));
  return record(entries.map(([name, item], index) => [name, index === at ? mutateValue(random, item) : item]));
}

/** A copy with some characters changed, left out, doubled or put in; now and then it is cut. */
export function mutateText(random: Random, text: string, extra: readonly string[] = TEXTS): string {
  let out = text;
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const at = below(random, out.length + 1);
    const end = at + 1 + below(random, 4);
    switch (below(random, 5)) {
      case 0:
        out = out.slice(0, at) + out.slice(end);
        break;
      case 1:
        out = out.slice(0, at) + oneOf(random, extra) + out.slice(at);
        break;
      case 2:
        out = out.slice(0, at) + String.fromCharCode(below(random, 256)) + out.slice(at + 1);
        break;
      case 3:
        out = out.slice(0, end) + out.slice(at);
        break;
      default:
        if (random() < 0.3) out = out.slice(0, at);
    }
  }
  return out;
}

export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let times = 1 + below(random, 8); times > 0 && out.length > 0; times--) {
    out[below(random, out.length)] =
      random() < 0.5 ? below(random, 256) : oneOf(random, [0, 10, 13, 0xff, 0xfe, 0xc0, 0xe2, 0xed]);
  }
  return random() < 0.2 ? out.slice(0, below(random, out.length + 1)) : out;
}
