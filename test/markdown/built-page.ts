// Serves a page with the built Markdown chunk, under the strict policy that the widget promises to work with (BEHAVIOUR, row 17).
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../tools/root.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

export interface BuiltPage {
  readonly origin: string;
  close(): void;
}

/**
 * Serves dist/chunks and one script of this folder, in which `__CHUNK__` becomes the address of the Markdown chunk and each
 * name in `values` its value. Listens on a free port; whoever calls closes it.
 */
export async function serveBuilt(
  scriptName: string,
  values: Readonly<Record<string, string>> = {},
): Promise<BuiltPage> {
  const chunk = readdirSync(join(root, 'dist', 'chunks')).find((name) => name.startsWith('markdown-'));
  let script = readFileSync(join(root, 'test', 'markdown', scriptName), 'utf8').replace(
    '__CHUNK__',
    `/chunks/${chunk}`,
  );
  for (const [name, value] of Object.entries(values)) script = script.replace(name, () => value);
  const server = createServer(({ url = '/' }, response) => {
    const isChunk = /^\/chunks\/[\w-]+\.js$/.test(url);
    const isPage = url === '/';
    if (!isPage && !isChunk && url !== '/page.js') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    response.setHeader('content-security-policy', POLICY);
    if (isPage) response.end('<!doctype html><title>Markdown</title><script type="module" src="/page.js"></script>');
    else response.end(isChunk ? readFileSync(join(root, 'dist', url)) : script);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
