/** What axe-core finds wrong with the widget on a page: WCAG 2.2 A and AA, and its best practices. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** One line for each violation: the rule, and where. Only `rules` are asked when there are any. */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy would refuse that.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const runOnly: axe.RunOnly = rules.length ? { type: 'rule', values: [...rules] } : { type: 'tag', values: RULES };
  return page.evaluate(async (only) => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run('letta-chat', {
      runOnly: only,
      resultTypes: ['violations'],
    });
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) => `${id}: ${help}\n  ${target.flat().join(' › ')}\n  ${failureSummary}`,
      ),
    );
  }, runOnly);
}
