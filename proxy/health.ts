/** `GET /healthz`: whether the proxy lives, and with `?deep` whether Letta answers it. */
import type { Context } from 'hono';
import type { ProxyEnv, Services } from './context.ts';
import { describe } from './errors.ts';

/** Everybody may ask, so Letta is asked at most this often (milliseconds). */
const REMEMBERED = 10_000;

export function createHealth({ config, letta, log, now }: Services, version: string) {
  let last = { at: Number.NEGATIVE_INFINITY, answers: true };

  async function doesLettaAnswer(): Promise<boolean> {
    if (now() - last.at < REMEMBERED) return last.answers;
    last = { ...last, at: now() }; // whoever asks meanwhile gets the answer before
    const answers = await letta.check(config.agents[0].variants[0].agentId).then(
      () => true,
      (error: unknown) => {
        log({ level: 'error', message: 'the deep health check failed', problem: describe(error) });
        return false;
      },
    );
    last = { at: now(), answers };
    return answers;
  }

  return async function health(c: Context<ProxyEnv>) {
    if (c.req.query('deep') === undefined) return c.json({ status: 'ok', version });
    const answers = await doesLettaAnswer();
    const letta = answers ? 'ok' : 'unavailable';
    return c.json({ status: letta, version, letta }, answers ? 200 : 503);
  };
}
