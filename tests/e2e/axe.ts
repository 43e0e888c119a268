// What axe finds on the page as it is: rule and elements of every serious or critical finding, colours in both themes. The page must follow the system's theme.
import { AxeBuilder } from '@axe-core/playwright';
import type { Bicameral } from './bicameral.ts';
import { expect } from './fixture.ts';

type Violation = {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
};
type Results = { readonly violations: readonly Violation[]; readonly passes: readonly unknown[] };
type AxeGlobal = { readonly axe?: { readonly run: (context: object, options: object) => Promise<Results> } };

/** What a theme can change. */
const COLOUR_RULES = ['color-contrast'];

/** Looks at the whole page, or at what a test id names. The builder leaves axe in the page, where later looks of a test find it. */
const analyze = async (app: Bicameral, testId: string | undefined, coloursOnly: boolean): Promise<Results> => {
  const isThere = await app.page.evaluate(() => (globalThis as AxeGlobal).axe !== undefined);
  if (!isThere) {
    // Legacy mode: no second page for frames, of which there are none.
    const builder = new AxeBuilder({ page: app.page }).setLegacyMode(true);
    if (coloursOnly) builder.withRules(COLOUR_RULES);
    return (testId === undefined ? builder : builder.include(`[data-testid="${testId}"]`)).analyze();
  }
  return app.page.evaluate(
    async ({ id, rules }) => {
      const { violations, passes } = await (globalThis as AxeGlobal).axe!.run(
        id === undefined ? document : { include: [`[data-testid="${id}"]`] },
        rules === null ? {} : { runOnly: rules },
      );
      return JSON.parse(JSON.stringify({ violations, passes: passes.map(() => 0) })) as Results;
    },
    { id: testId, rules: coloursOnly ? COLOUR_RULES : null },
  );
};

/** No colour is on its way to another: transitions are at their end at once. A page at rest may draw no frame in which they would get there. */
const settleColours = (): void => {
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
};

/** Findings of the whole page, or of what a test id names. */
export const axeFindings = async (app: Bicameral, testId?: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await app.page.emulateMedia({ colorScheme: theme });
    await expect(app.page.locator('html'), 'the page follows the system').toHaveAttribute('data-theme', theme);
    await app.page.evaluate(settleColours);
    const { violations, passes } = await analyze(app, testId, theme === 'dark');
    if (theme === 'light') expect(passes.length, 'something was looked at').toBeGreaterThan(3);
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        found.push(`${theme}: ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }
  return found;
};
