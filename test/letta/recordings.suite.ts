// What the server says today is what was recorded from a real one (recordings/): every status and body, with ids, times and the system
// prompt made alike. Two recordings depend on when a line was cut and are compared without their deltas, or not at all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { withRedis } from './client.ts';
import { type Answers, replayExchanges } from './exchanges.ts';

const folder = join(import.meta.dirname, 'recordings');
/** Where the client cut the line: the same turn is compared in `resume-after-3`. */
const CUT = 'send-background-dropped';
/** How many deltas come before a cancel takes hold is chance. */
const CANCELLED = 'send-background-cancelled';
let answers: Answers;

before(async () => {
  if (!withRedis.skip) answers = await replayExchanges();
});

for (const file of readdirSync(folder).sort()) {
  const name = /^\d+-(.*)\.txt$/.exec(file)?.[1];
  if (name === undefined || name === CUT) continue;
  test(`as recorded: ${name.replaceAll('-', ' ')}`, withRedis, () => {
    const recorded = readRecording(file);
    const answer = answers.get(name);
    assert.ok(answer, `no exchange is called ${name}`);
    assert.equal(answer.status, recorded.status);
    const alike = (text: string) => makeAlike(name === CANCELLED ? withoutDeltas(text) : text);
    assert.equal(alike(answer.text), alike(recorded.text));
  });
}

/** The answer in a recording: what follows the status line and the headers, without the marks of time. */
function readRecording(file: string): { status: number; text: string } {
  const recording = readFileSync(join(folder, file), 'utf8');
  const head = /^HTTP (\d+)\ncontent-type: .*\n\n/m.exec(recording)!;
  const text = recording.slice(head.index + head[0].length).replace(/^# \d+ ms\n/gm, '');
  return { status: Number(head[1]), text };
}

function withoutDeltas(text: string): string {
  return text
    .split('\n\n')
    .filter((event) => !event.includes('"assistant_message"'))
    .join('\n\n');
}

/** Ids become their place in the order of appearance, so that which ones are equal is compared too. */
function makeAlike(text: string): string {
  const seen = new Map<string, string>();
  const numbered = (kind: string) => (id: string) => {
    if (!seen.has(id)) seen.set(id, `${kind}${seen.size}`);
    return seen.get(id)!;
  };
  return (
    text
      .trim()
      .replace(/"content":"<base_instructions>(?:[^"\\]|\\.)*"/g, '"content":"the system prompt"')
      // An otid is its message's uuid but for the last seven bits: once in 128 times they are the same, by chance.
      .replace(/(?<="otid":")[0-9a-f-]{36}(?=")/g, (id) => numbered('otid ')(`otid ${id}`))
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, numbered('id '))
      .replace(/call_[0-9a-f]{8}/g, numbered('call '))
      .replace(/datetime\.datetime\((?:[^()]|\([^()]*\))*\)/g, 'a time')
      .replace(/\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|\+00:00)?)?/g, 'a day')
      .replace(/\d\d:\d\d:\d\d (\\?"?)/g, 'a time $1')
      .replace(/[AP]M /g, 'M ')
  );
}
