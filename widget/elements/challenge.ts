/**
 * Cloudflare's Turnstile, where the proxy asks a new visitor for it: loads Cloudflare's script, shows its box below the composer if
 * the visitor has to do something, and gives the token. A chunk of its own: no other page hears of Cloudflare.
 * https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/
 */

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

/** What of Cloudflare's script is used. */
interface Turnstile {
  render(box: HTMLElement, options: Readonly<Record<string, unknown>>): string | undefined;
  remove(id: string): void;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(url: string): string };
}

const page = globalThis as { turnstile?: Turnstile; trustedTypes?: TrustedTypes };

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** The token of a visitor who has passed. Rejects when Cloudflare cannot be reached or finds fault with the visitor. */
export async function solve(host: Pick<Element, 'append'>, sitekey: string): Promise<string> {
  if (!page.turnstile) await load();
  const { turnstile } = page;
  if (!turnstile) throw new Error('Cloudflare’s script has brought no Turnstile.');
  // Turnstile does not work inside a shadow tree: its box is a child of the element, shown where the footer is.
  const box = document.createElement('div');
  box.slot = 'footer';
  host.append(box);
  let id: string | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      id = turnstile.render(box, {
        sitekey,
        action: 'letta-chat',
        appearance: 'interaction-only',
        size: 'flexible',
        'response-field': false,
        callback: resolve,
        'error-callback': (code: unknown) => reject(new Error(`Turnstile reports the error ${String(code)}.`)),
        'timeout-callback': () => reject(new Error('Turnstile has waited in vain for the visitor.')),
        'unsupported-callback': () => reject(new Error('Turnstile does not support this browser.')),
      });
    });
  } finally {
    if (id !== undefined) turnstile.remove(id);
    box.remove();
  }
}

function load(): Promise<void> {
  policy ??= page.trustedTypes?.createPolicy('letta-chat-turnstile', { createScriptURL: () => SCRIPT });
  const script = document.createElement('script');
  script.src = policy?.createScriptURL(SCRIPT) ?? SCRIPT;
  return new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${SCRIPT} could not be loaded: does the page's policy (CSP) allow it?`));
    document.head.append(script);
  }).finally(() => script.remove());
}
