// The live properties: all of them are listed, green on a run without violations, red where the scenario's story is that one breaks.
import { CHECKS } from '../../core/checks/registry.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { PINNED } from '../fingerprints.ts';
import { expect, test } from './fixture.ts';

const SEED = 7;
/** One moment for all that is asked: the end of the pinned run. */
const payloadOf = (scenario: keyof typeof PINNED): string => {
  const { timeUs, fingerprint } = PINNED[scenario];
  const run = { scenario, seed: SEED, interventions: [], coreVersion: CORE_VERSION };
  return encodeShare({ run, cursor: toTimeUs(timeUs), fingerprint: fingerprint.slice(0, 16) });
};

for (const scenario of SCENARIO_IDS) {
  test(`checks: every one is listed, and those of the story alone are red, on ${scenario}`, async ({ app }) => {
    const { red = [] } = PINNED[scenario];
    await app.open({ payload: payloadOf(scenario) });
    await expect(app.id('link-identical')).toBeVisible();
    await app.drawer('checks');
    for (const { name } of CHECKS)
      await expect(app.id(`check-${name}`)).toHaveAttribute('data-state', red.includes(name) ? 'broken' : 'ok');
    await expect(app.id('checks-panel').locator('[data-state]')).toHaveCount(CHECKS.length);
  });
}
