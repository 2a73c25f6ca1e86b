/** Schemas that bodies and settings share. Each kind of valibot's is paid for in a Worker's bundle, so there are few of them. */
import * as v from 'valibot';

/** A text of this pattern; `message` says what it has to be. */
export const matching = (pattern: RegExp, message: string) =>
  v.pipe(
    v.string(),
    v.check((value) => pattern.test(value), message),
  );

/** Any object, untouched: valibot's own would drop fields like `constructor`, and nobody would be told that they are unknown. */
export const anyObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
