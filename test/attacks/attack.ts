/**
 * One item of BEHAVIOUR.md's second half: its cases, counted. A case fails when its own assertions do, when something reaches
 * Letta that may not, or when an answer has a planted secret; what did reach Letta is added up for the table.
 */
import assert from 'node:assert/strict';
import { whyForbidden } from './allowed.ts';
import type { Answer, Question } from './http.ts';
import { findLeak } from './secrets.ts';
import type { Kind, Stage } from './stage.ts';

export interface Item {
  /** The row in BEHAVIOUR.md. */
  readonly number: number;
  readonly title: string;
  /** Settings of a proxy of its own; without them it shares one with the others. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where it applies. Default: on Node and in workerd. */
  readonly kinds?: readonly Kind[];
  /** Whether its cases stand each for itself, so that a quick run may leave some out. */
  readonly independent?: boolean;
  run(attack: Attack): Promise<void>;
}

export interface Outcome {
  readonly item: Item;
  tried: number;
  readonly failures: string[];
  /** How often which call has reached Letta during the cases. */
  readonly reached: Map<string, number>;
  /** What is worth knowing and proves nothing. */
  readonly notes: string[];
}

export interface Refusal {
  readonly status: number;
  readonly code?: string;
  /** What the message has to name. */
  readonly names?: string;
}

export interface Attack {
  readonly stage: Stage;
  /** Asks within a case; an answer with a secret in it fails the case. */
  ask(question: Question): Promise<Answer>;
  /** Tries one case. */
  case(name: string, work: () => Promise<void>): Promise<void>;
  /** A case: the question is refused like that, and Letta hears nothing. */
  refused(name: string, question: Question, refusal: Refusal): Promise<void>;
  note(text: string): void;
}

/** @param every tries only one in so many cases, where they stand each for itself. */
export async function runItem(item: Item, stage: Stage, every = 1): Promise<Outcome> {
  const outcome: Outcome = { item, tried: 0, failures: [], reached: new Map(), notes: [] };
  const attack = createAttack(stage, outcome, item.independent ? every : 1);
  // What fails outside of a case is a failure too: its cases were never tried.
  await item.run(attack).catch((error: unknown) => outcome.failures.push(`outside of its cases: ${text(error)}`));
  if (outcome.tried === 0 && outcome.failures.length === 0) outcome.failures.push('no case was tried');
  return outcome;
}

function createAttack(stage: Stage, outcome: Outcome, every: number): Attack {
  const { letta } = stage;
  let asked = 0;

  async function ask(question: Question): Promise<Answer> {
    const answer = await stage.ask(question);
    assert.equal(findLeak(answer, letta), null);
    return answer;
  }

  async function tryCase(name: string, work: () => Promise<void>): Promise<void> {
    if (asked++ % every !== 0) return;
    outcome.tried++;
    letta.reached.length = 0;
    try {
      await work();
      for (const call of letta.reached) assert.equal(whyForbidden(call, letta), null);
    } catch (error) {
      outcome.failures.push(`${name}: ${text(error)}`);
    }
    for (const { method, path } of letta.reached) {
      const kind = `${method} ${path.replace(/(conv|agent|run)-[0-9a-f-]{36}/, '{$1}')}`;
      outcome.reached.set(kind, (outcome.reached.get(kind) ?? 0) + 1);
    }
  }

  return {
    stage,
    ask,
    case: tryCase,
    refused: (name, question, refusal) =>
      tryCase(name, async () => {
        expectRefusal(await ask(question), refusal);
        assert.deepEqual(lines(stage), [], 'nothing reaches Letta');
      }),
    note: (note) => void outcome.notes.push(note),
  };
}

export function expectRefusal({ status, text }: Answer, { status: expected, code, names }: Refusal): void {
  assert.equal(status, expected, text.slice(0, 300));
  if (code === undefined) return;
  const { error, ...rest } = JSON.parse(text);
  assert.deepEqual(rest, {});
  assert.equal(error.code, code);
  assert.match(error.request_id, /^[0-9a-f-]{36}$/);
  if (names !== undefined) assert.ok(error.message.includes(names), `"${error.message}" names ${names}`);
}

/** What has reached Letta since the case began. */
export const lines = ({ letta }: Stage): string[] => letta.reached.map(({ method, path }) => `${method} ${path}`);

const text = (error: unknown) => (error instanceof Error ? error.message : String(error));
