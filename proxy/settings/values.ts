/** Schemas for the values of settings. Their messages go on from the setting's name: `MAX_IMAGES must be …`. */
import * as v from 'valibot';

export const text = v.pipe(
  v.string('must be text.'),
  v.transform((value) => value.trim()),
);

/** One of these words, in any case. */
export const word = <const Words extends readonly string[]>(words: Words, message: string) =>
  v.pipe(
    text,
    v.transform((value) => value.toLowerCase()),
    v.picklist(words, message),
  );

export const onOrOff = (fallback: 'on' | 'off') =>
  v.pipe(
    v.optional(word(['on', 'off'], 'must be on or off.'), fallback),
    v.transform((value) => value === 'on'),
  );

export const wholeNumber = (least: number, most: number, fallback: number) =>
  v.optional(
    v.pipe(
      v.custom<string | number>((value) => typeof value === 'string' || typeof value === 'number', 'must be a number.'),
      v.transform(Number),
      v.check(
        (value) => Number.isInteger(value) && value >= least && value <= most,
        `must be a whole number from ${least} to ${most}, for example ${fallback}.`,
      ),
    ),
    fallback,
  );

/** Values between commas; empty ones are left out. */
export const list = v.pipe(
  text,
  v.transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
);

/** Secrets between commas; `where` and `end` make the sentence this setting's own. */
export const secretList = (where: string, end: string) =>
  v.pipe(
    v.optional(list, ''),
    v.check(
      (secrets) => secrets.every((secret) => secret.length >= 32),
      `must be at least 32 characters long${where}. Make one with: node -p "crypto.randomBytes(32).toString('base64url')" (several, separated by commas, to change it: ${end}`,
    ),
  );
