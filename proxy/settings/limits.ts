/** The settings that bound what visitors may send and spend, with their defaults. What holds them is elsewhere. */
import type * as v from 'valibot';
import { wholeNumber } from './values.ts';

export interface Limits {
  readonly bodyBytes: number;
  /** Of one message's text. */
  readonly messageCharacters: number;
  /** In one message. */
  readonly images: number;
}

export const limitSettings = {
  MAX_BODY_BYTES: wholeNumber(1_000, 100_000_000, 8_000_000),
  MAX_MESSAGE_CHARACTERS: wholeNumber(1, 1_000_000, 16_000),
  MAX_IMAGES: wholeNumber(0, 20, 4),
};

type Settings = { [Name in keyof typeof limitSettings]: v.InferOutput<(typeof limitSettings)[Name]> };

export const limitsOf = (settings: Settings): Limits => ({
  bodyBytes: settings.MAX_BODY_BYTES,
  messageCharacters: settings.MAX_MESSAGE_CHARACTERS,
  images: settings.MAX_IMAGES,
});
