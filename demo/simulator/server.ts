// What the routes share: the state, the runs, the clock, the switches. Made once in simulator.ts.
import type { Brain } from './brain.ts';
import type { ControlSwitches } from './control.ts';
import { invalid, LettaError, missing } from './errors.ts';
import type { Runs } from './runs.ts';
import type { Agent, State } from './state.ts';

export interface Server {
  readonly state: State;
  readonly runs: Runs;
  /** Whether there is a Redis: background streams, recognised otids, busy conversations. */
  readonly redis: boolean;
  /** Milliseconds of silence in a stream before a ping. */
  readonly pingInterval: number;
  readonly now: () => number;
  readonly control: ControlSwitches;
  readonly brainOf: (agent: Agent) => Brain;
}

/** The request's body as JSON. @throws LettaError 422 when there is none, or it is none. */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text === '') throw missing('body');
  return parseBody(text);
}

/** As `readBody`, for the calls that may come without one. */
export async function readOptionalBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  return text === '' ? {} : parseBody(text);
}

function parseBody(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid({
      type: 'json_invalid',
      loc: ['body', 0],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: error.message },
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const msg = 'Input should be a valid dictionary or object to extract fields from';
  throw invalid({ type: 'model_attributes_type', loc: ['body'], msg, input: value });
}

/** A field that may be a text or absent. @throws LettaError 422 when it is anything else. */
export function optionalText(body: Record<string, unknown>, field: string): string | null {
  const value = body[field] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw invalid({ type: 'string_type', loc: ['body', field], msg: 'Input should be a valid string', input: value });
}

/** A whole number from the query. @throws LettaError 422 when it is none. */
export function queryNumber(value: string | undefined, name: string, missingValue: number): number {
  if (value === undefined) return missingValue;
  if (/^-?\d+$/.test(value)) return Number(value);
  const msg = 'Input should be a valid integer, unable to parse string as an integer';
  throw invalid({ type: 'int_parsing', loc: ['query', name], msg, input: value });
}

/** The order from the query. @throws LettaError 422 when it is neither. */
export function queryOrder(value: string | undefined): 'asc' | 'desc' {
  if (value === undefined || value === 'desc') return 'desc';
  if (value === 'asc') return value;
  const expected = "'asc' or 'desc'";
  throw invalid({
    type: 'literal_error',
    loc: ['query', 'order'],
    msg: `Input should be ${expected}`,
    input: value,
    ctx: { expected },
  });
}

/** 503, as without Redis. The send says it with a prefix. */
export function redisNeeded(prefix = ''): LettaError {
  const settings = 'LETTA_REDIS_HOST: None, LETTA_REDIS_PORT: 6379';
  const text = `${prefix}Background streaming requires Redis to be running. Please ensure Redis is properly configured. ${settings}`;
  return new LettaError(503, { detail: text });
}
