// The live properties: all of them are listed, and all are green on a run without violations.
import { CHECKS } from '../../core/checks/registry.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { expect, test } from './fixture.ts';

for (const scenario of SCENARIO_IDS) {
  test(`checks: every one is listed and green on ${scenario}`, async ({ app }) => {
    await app.open({ query: { scenario } });
    await app.drawer('checks');
    await app.waitForHead(1);
    for (const { name } of CHECKS) await expect(app.id(`check-${name}`)).toHaveAttribute('data-state', 'ok');
    await expect(app.id('checks-panel').locator('[data-state]')).toHaveCount(CHECKS.length);
  });
}
