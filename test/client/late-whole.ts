/** Holds back the whole client as a slow or dead line does, until it is let come. For one test a file: it is loaded once. */
import { registerHooks } from 'node:module';

const page = globalThis as { restComes?: Promise<void> };

/** Lets it come. */
export let release: () => void = () => undefined;

page.restComes = new Promise((resolve) => {
  release = resolve;
});

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/widget/client/whole.ts')) return loaded;
    return { ...loaded, source: `await globalThis.restComes;\n${loaded.source}` };
  },
});
