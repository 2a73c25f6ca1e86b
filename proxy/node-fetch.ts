/**
 * The `fetch` with which the proxy on Node asks. Those of Node 22 and 24 take the process down when a connection ends while its
 * answer waits to be read, as any slow visitor makes it wait: https://github.com/nodejs/undici/issues/5360
 */

/** Takes addresses, not requests: Node's own `Request` is another class than undici's. Needs Node 22.19. */
export const nodeFetch: typeof fetch = async (address, init) => {
  const { fetch } = (await import('undici')) as unknown as { fetch: typeof globalThis.fetch }; // fails to load on Node 20
  return fetch(address, init);
};
