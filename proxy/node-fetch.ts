/**
 * The `fetch` with which the proxy on Node asks. Those of Node 22 and 24 take the process down when a connection ends while its
 * answer waits to be read, as any slow visitor makes it wait: https://github.com/nodejs/undici/issues/5360
 */
import { nodeTooOld } from './node-version.ts';

/**
 * It takes addresses, not requests: Node's own `Request` is another class than undici's.
 * @throws {ConfigError} where Node is too old for it.
 */
export async function loadNodeFetch(): Promise<typeof fetch> {
  try {
    return (await import('undici')).fetch as unknown as typeof fetch;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) throw error; // it is not there at all
    throw nodeTooOld();
  }
}
