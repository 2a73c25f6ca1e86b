/**
 * Builds dist/letta-chat.js, what the script tag loads, with its chunks. Each is an environment of one Vite builder, because the
 * loader has to know the chunk's hashed name. The npm library is tsc's (tsconfig.build.json).
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifyHTMLLiterals } from 'minify-literals';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { copyShared } from './test/tools/copies-plugin.ts';
import { slimLit } from './test/tools/lit-plugin.ts';
import { shortProperties } from './test/tools/properties-plugin.ts';
import { release } from './test/tools/release.ts';
import { shrink } from './test/tools/shrink-plugin.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');

/** What the script tag's environments share: one set of browsers, everything minified. */
const forTheTag = (name: string, entry: string, output: object): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    outDir: dist,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    modulePreload: false,
    minify: true,
    // Minifying templates is slow by nature; a warning at each build tells nobody anything.
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: { [name]: join(root, entry) },
      preserveEntrySignatures: 'allow-extension',
      output,
    },
  },
});

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  plugins: [slimLit(), plainImports(), copyShared(), shortProperties(), minifyLiterals(), chunkAddress(), shrink()],
  environments: {
    chunks: forTheTag('chat', 'widget/elements/chunk.ts', {
      format: 'es',
      entryFileNames: 'chunks/[name]-[hash].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      // One file for what comes first, whatever later chunks share of it: smaller than two, and one request.
      codeSplitting: { groups: [{ name: 'chat', tags: ['$initial'] }] },
      minify: true,
    }),
    // A classic script and a module at once: wrapped, and without `import.meta`.
    loader: forTheTag('letta-chat', 'widget/loader.ts', { format: 'iife', entryFileNames: '[name].js', minify: true }),
  },
  builder: {
    sharedConfigBuild: true,
    sharedPlugins: true,
    async buildApp(builder) {
      for (const name of ['chunks', 'loader']) await builder.build(builder.environments[name]!);
      await release(dist, written);
    },
  },
});

/** Every file that this build has written, relative to dist/. */
const written = new Set<string>();

/**
 * Dynamic imports that can be tried again: most browsers remember for good that a module failed to load, so that after a
 * failure they need other addresses. It stands in for Vite's helper that preloads a chunk's own imports and styles, of which
 * ours have none that are not there already (0.7 kB brotli).
 */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => `
        let again = '';
        export const __vitePreload = (load) => load(again).catch((error) => {
          again += '?';
          throw error;
        });`,
    },
    renderChunk: (code) =>
      code.replace(
        /\(\) => (\{\s*const \{[^}]*\} = await )?import\((["'`]\.\/.*?["'`])\)/g,
        '(again) => $1import($2 + again)',
      ),
  };
}

/** Vite minifies code but not what stands in `html` and `css` templates. */
function minifyLiterals(): Plugin {
  return {
    name: 'minify-literals',
    apply: 'build',
    transform: {
      filter: { id: /\/widget\/.*\.ts$/ },
      async handler(code, id) {
        // The minifier leaves styles alone where `unsafeCSS` occurs, and would say so at each build.
        const css = code.includes('unsafeCSS') ? { css: false as const } : {};
        const result = await minifyHTMLLiterals(code, { fileName: id, ...css });
        return result && { code: result.code, map: result.map ?? null };
      },
    },
  };
}

/** Tells the loader under which hashed names the chunk and what it imports were written, and the chunk that may come before it. */
function chunkAddress(): Plugin {
  let addresses: readonly string[] = [];
  let greeting = '';
  let languages = '';
  return {
    name: 'chunk-address',
    transform: {
      filter: { id: /\/widget\/loader\.ts$/ },
      handler: (code) =>
        code
          .replaceAll('__CHUNK__', () => JSON.stringify(addresses))
          .replaceAll('__GREETING__', () => JSON.stringify(greeting))
          .replaceAll('__LANGUAGES__', () => JSON.stringify(languages)),
    },
    generateBundle({ dir = dist }, bundle) {
      for (const name of Object.keys(bundle)) written.add(relative(dist, join(dir, name)).replaceAll('\\', '/'));
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'chat');
      const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'languages');
      if (chunk) languages = chunk.fileName;
      if (entry?.type !== 'chunk') return;
      addresses = [entry.fileName, ...entry.imports];
      const early = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'greeting');
      if (early?.type !== 'chunk' || early.imports.length > 0)
        throw new Error('widget/panel/greeting.ts has no chunk of its own, or imports what is to be fetched after it.');
      greeting = early.fileName;
    },
  };
}
