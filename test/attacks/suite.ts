/** Runs the items on one kind of proxy; those with settings of their own get one of their own. */
import { type Item, type Outcome, runItem } from './attack.ts';
import { type Kind, type Stage, startStage } from './stage.ts';

export async function runItems(
  items: readonly Item[],
  kind: Kind,
  report: (outcome: Outcome) => void = () => undefined,
  every = 1,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let shared: Stage | undefined;
  for (const item of items.filter(({ kinds }) => kinds?.includes(kind) ?? true)) {
    const own = item.settings ? await startStage(kind, item.settings) : undefined;
    shared ??= own ? undefined : await startStage(kind);
    const outcome = await runItem(item, own ?? shared!, every);
    await own?.close();
    report(outcome);
    outcomes.push(outcome);
  }
  await shared?.close();
  return outcomes;
}
