// Completes package-lock.json after a change of dependencies: run `node test/tools/lock-fill.mjs`, then commit the lock.
// A registry that does not carry the builds for other platforms (esbuild, Biome, workerd, …) lets npm write a lock without them,
// and `npm ci` then stops with "Missing: … from lock file". This adds the missing entries from the optionalDependencies of those
// that name them; npm keeps them from then on. It also removes registry addresses, should npm have written some.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'package-lock.json');
const systems = { windows: 'win32', openharmony: 'openharmony' };
for (const name of ['linux', 'darwin', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix'])
  systems[name] = name;
const processors = ['x64', 'arm64', 'arm', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el'];

/** The lock entry of a platform's package by its name (`@esbuild/linux-x64`), or undefined when the name names no platform. */
function platformEntry(name, version) {
  const words = name.split(/[-/]/);
  const system = Object.keys(systems).find((word) => words.includes(word));
  const processor = processors.find((word) => words.includes(word)) ?? (words.at(-1) === '64' ? 'x64' : undefined);
  if (!system && !processor) return undefined;
  return {
    version,
    ...(processor ? { cpu: [processor] } : {}),
    dev: true,
    ...(words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}),
    optional: true,
    ...(system ? { os: [systems[system]] } : {}),
  };
}

/** Whether the package is found from there: npm looks in each node_modules on the way up. */
function isLocked(packages, from, name) {
  if (`${from ? `${from}/` : ''}node_modules/${name}` in packages) return true;
  return from !== '' && isLocked(packages, from.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, ''), name);
}

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    // Only exact versions: of a range nobody here can say which version the other registry has.
    if (!/^\d+\.\d+\.\d+/.test(version) || isLocked(lock.packages, path, name)) continue;
    const filled = platformEntry(name, version);
    if (!filled) continue;
    lock.packages[`node_modules/${name}`] = filled;
    added.push(`${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added to the lock file:\n  ${added.join('\n  ')}` : 'The lock file lacked nothing.');
