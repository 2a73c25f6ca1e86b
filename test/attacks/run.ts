import { items } from './items/index.ts';
import type { Kind } from './stage.ts';
import { runItems } from './suite.ts';

for (const kind of (process.argv[2] ?? 'Node').split(',') as Kind[]) {
  const chosen = items.filter(({ number }) => !process.argv[3] || process.argv[3].split(',').includes(String(number)));
  let started = Date.now();
  await runItems(chosen, kind, (o) => {
    console.log(
      kind,
      o.item.number,
      o.item.title,
      o.tried,
      'failed',
      o.failures.length,
      Object.fromEntries(o.reached),
      Date.now() - started,
      'ms',
      o.notes,
    );
    for (const f of o.failures.slice(0, 20)) console.log('   ✗', f.slice(0, 400).replaceAll('\n', ' '));
    started = Date.now();
  });
}
process.exit();
