// The page and the command line are one simulation: equal fingerprints at equal times, in every placement.
import { execFileSync } from 'node:child_process';
import { encodeShare } from '../../core/sim/share.ts';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { expect, test } from './fixture.ts';

type Told = { readonly scenario: string; readonly seed: number; readonly timeUs: number; readonly fingerprint: string };

const SEED = 7;

const tell = (scenario: string, heights: number): Told =>
  JSON.parse(
    execFileSync(process.execPath, ['scripts/sim.ts', scenario, '--seed', String(SEED), '--heights', String(heights), '--json'], {
      encoding: 'utf8',
    }),
  ) as Told;

const payloadFor = (told: Told): string =>
  encodeShare({
    run: { scenario: told.scenario, seed: told.seed, interventions: [], coreVersion: CORE_VERSION },
    cursor: toTimeUs(told.timeUs),
    fingerprint: told.fingerprint.slice(0, 16),
  });

for (const scenario of SCENARIO_IDS) {
  test(`command line: ${scenario} has the page's fingerprint at the time it prints, with workers and inline`, async ({ app, freshApp }) => {
    const told = tell(scenario, 2);
    const inline = await freshApp();
    for (const [page, query] of [
      [app, {}],
      [inline, { placement: 'inline' }],
    ] as const) {
      await page.open({ payload: payloadFor(told), query });
      await expect(page.id('link-identical')).toBeVisible();
      await expect(page.id('fingerprint')).toHaveAttribute('data-full', told.fingerprint);
      await expect(page.id('cursor')).toHaveAttribute('data-us', String(told.timeUs));
      await expect(page.id('decided-height')).toHaveText('2');
    }
  });
}
