/** 15. Shared memory cannot be refused, only told: in the README's own box, and at start when an agent's memory can be written. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../proxy/rig.ts';
import { root } from '../../tools/root.ts';
import type { Item } from '../attack.ts';

export const memory: Item = {
  number: 15,
  title: 'Shared memory',
  settings: { MEMORY_WARNING: 'on' },
  async run(attack) {
    const { stage } = attack;
    // On Workers the first request starts the proxy; what it asks of Letta at that moment belongs to no case.
    await stage.ask({ path: '/healthz' });
    await until(
      () => stage.letta.reached.filter(({ path }) => path.endsWith('/blocks')).length >= 2,
      'Letta has been asked for the blocks',
    );
    const asked = stage.letta.reached.map(({ path }) => path);
    await attack.case('the README has a box of its own on it, and how to live with it', async () => {
      const box = /> \[!IMPORTANT\]\n(?:>.*\n)+/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[0] ?? '';
      assert.match(box, /[Mm]emory is shared between visitors/);
      assert.match(box, /read-only/i);
    });
    for (const name of ['support', 'tools'] as const) {
      await attack.case(`Letta is asked for the memory of ${name}`, async () => {
        assert.ok(asked.some((path) => path.includes(stage.letta.agents[name])));
      });
      if (stage.kind !== 'Node') continue;
      await attack.case(`the log warns of ${name}`, async () => {
        const warns = () =>
          stage.log.some(
            ({ level, problem }) => level === 'warn' && problem?.includes(`"${name}"`) && problem.includes('memory'),
          );
        await until(warns, `a warning of ${name}`);
      });
    }
  },
};
