/** The settings of running it: what is logged and counted, what is warned of, how long a shutdown waits. What obeys them is elsewhere. */
import * as v from 'valibot';
import { onOrOff, text, wholeNumber, word } from './values.ts';

/** From the most to the fewest lines. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Operations {
  /** Lines below it are not written. */
  readonly logLevel: LogLevel;
  /** Whether what visitors and the agent say is written into the log. */
  readonly logMessages: boolean;
  /** Whether Letta is asked at start if the agents' memory can be written. */
  readonly memoryWarning: boolean;
  /** What `GET /metrics` asks for (Node only); `null`: there is no such route. */
  readonly metricsToken: string | null;
  /** How long open streams may go on when the server has been told to stop (Node only). */
  readonly shutdownSeconds: number;
}

export const operationSettings = {
  LOG_LEVEL: v.optional(word(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}.`), 'info'),
  LOG_MESSAGES: onOrOff('off'),
  MEMORY_WARNING: onOrOff('on'),
  METRICS_TOKEN: v.optional(
    v.pipe(
      text,
      v.check(
        (token) => token.length >= 16,
        'must be at least 16 characters long: whoever has it can read the figures.',
      ),
    ),
  ),
  SHUTDOWN_SECONDS: wholeNumber(0, 3600, 8),
};

type Settings = v.InferOutput<v.StrictObjectSchema<typeof operationSettings, undefined>>;

export const operationsOf = (settings: Settings): Operations => ({
  logLevel: settings.LOG_LEVEL,
  logMessages: settings.LOG_MESSAGES,
  memoryWarning: settings.MEMORY_WARNING,
  metricsToken: settings.METRICS_TOKEN ?? null,
  shutdownSeconds: settings.SHUTDOWN_SECONDS,
});
