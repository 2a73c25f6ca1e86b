/** The settings that bound what visitors may send and spend, with their defaults. What holds them is elsewhere. */
import * as v from 'valibot';
import { text, wholeNumber } from './values.ts';

export interface Limits {
  readonly bodyBytes: number;
  /** Of one message's text. */
  readonly messageCharacters: number;
  /** In one message. */
  readonly images: number;
  /** Of all that follows 0 is no limit. By address, of anything. */
  readonly requestsPerMinute: number;
  /** By address. */
  readonly visitorsPerMinute: number;
  readonly conversationsPerMinute: ByAccount;
  readonly messagesPerMinute: ByAccount;
  /** Of a visitor. */
  readonly runsAtOnce: number;
  /** Of a day (UTC). */
  readonly tokensPerDay: { readonly visitor: number; readonly deployment: number };
  /** What a run counts for until Letta has said what it used. */
  readonly tokensPerRun: number;
  /** The header with the client's address; `null`: the connection's own is taken. Node only. */
  readonly addressHeader: string | null;
  /** How many proxies add to that header. */
  readonly trustedProxies: number;
}

export interface ByAccount {
  readonly visitor: number;
  readonly address: number;
}

const MOST = 1_000_000_000;

/**
 * Why these: no reader keeps up with 20 messages a minute, and pages that run tools answer some by themselves. An address
 * may be an office or a school behind one router: 60 people who open the chat in the same minute, 100 who write twice.
 * A script gets as much as those and no more, and the day's tokens bound what it costs.
 */
export const limitSettings = {
  MAX_BODY_BYTES: wholeNumber(1_000, 100_000_000, 8_000_000),
  MAX_MESSAGE_CHARACTERS: wholeNumber(1, 1_000_000, 16_000),
  MAX_IMAGES: wholeNumber(0, 20, 4),
  REQUESTS_PER_MINUTE: wholeNumber(0, MOST, 600),
  VISITORS_PER_MINUTE: wholeNumber(0, MOST, 60),
  CONVERSATIONS_PER_MINUTE: wholeNumber(0, MOST, 10),
  CONVERSATIONS_PER_MINUTE_PER_ADDRESS: wholeNumber(0, MOST, 100),
  MESSAGES_PER_MINUTE: wholeNumber(0, MOST, 20),
  MESSAGES_PER_MINUTE_PER_ADDRESS: wholeNumber(0, MOST, 200),
  RUNS_AT_ONCE: wholeNumber(0, 1_000, 3),
  TOKENS_PER_DAY: wholeNumber(0, Number.MAX_SAFE_INTEGER, 10_000_000),
  TOKENS_PER_DAY_PER_VISITOR: wholeNumber(0, Number.MAX_SAFE_INTEGER, 500_000),
  TOKENS_PER_RUN: wholeNumber(1, MOST, 10_000),
  CLIENT_ADDRESS_HEADER: v.optional(
    v.pipe(
      text,
      v.transform((value) => value.toLowerCase()),
      v.check(
        (value) => /^[a-z][a-z0-9-]*$/.test(value),
        'must be the name of the header in which your own proxy puts the address of the client, for example x-forwarded-for.',
      ),
    ),
  ),
  TRUSTED_PROXIES: wholeNumber(1, 20, 1),
};

type Settings = v.InferOutput<v.StrictObjectSchema<typeof limitSettings, undefined>>;

export const limitsOf = (settings: Settings): Limits => ({
  bodyBytes: settings.MAX_BODY_BYTES,
  messageCharacters: settings.MAX_MESSAGE_CHARACTERS,
  images: settings.MAX_IMAGES,
  requestsPerMinute: settings.REQUESTS_PER_MINUTE,
  visitorsPerMinute: settings.VISITORS_PER_MINUTE,
  conversationsPerMinute: {
    visitor: settings.CONVERSATIONS_PER_MINUTE,
    address: settings.CONVERSATIONS_PER_MINUTE_PER_ADDRESS,
  },
  messagesPerMinute: { visitor: settings.MESSAGES_PER_MINUTE, address: settings.MESSAGES_PER_MINUTE_PER_ADDRESS },
  runsAtOnce: settings.RUNS_AT_ONCE,
  tokensPerDay: { visitor: settings.TOKENS_PER_DAY_PER_VISITOR, deployment: settings.TOKENS_PER_DAY },
  tokensPerRun: settings.TOKENS_PER_RUN,
  addressHeader: settings.CLIENT_ADDRESS_HEADER ?? null,
  trustedProxies: settings.TRUSTED_PROXIES,
});
