import { runItem } from './attack.ts';
import { items } from './items/index.ts';
import { type Kind, startStage } from './stage.ts';

for (const kind of (process.argv[2] ?? 'Node').split(',') as Kind[]) {
  const stage = await startStage(kind);
  for (const item of items) {
    if (process.argv[3] && !process.argv[3].split(',').includes(String(item.number))) continue;
    const started = Date.now();
    const o = await runItem(item, stage);
    console.log(
      kind,
      item.number,
      o.tried,
      'failed',
      o.failures.length,
      Object.fromEntries(o.reached),
      Date.now() - started,
      'ms',
      o.notes,
    );
    for (const f of o.failures.slice(0, 40)) console.log('   ✗', f.slice(0, 400).replaceAll('\n', ' '));
  }
  await stage.close();
}
process.exit();
