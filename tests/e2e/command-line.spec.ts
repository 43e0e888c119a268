// The page and the command line are one simulation: equal fingerprints at equal times, in every placement.
import { execFileSync } from 'node:child_process';
import { encodeShare } from '../../core/sim/share.ts';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { expect, test } from './fixture.ts';

type Told = { readonly scenario: string; readonly seed: number; readonly timeUs: number; readonly fingerprint: string };

const SEED = 11;

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
  test(`command line: ${scenario} has the page's fingerprint at the time it prints`, async ({ app }) => {
    const told = tell(scenario, 2);
    await app.open({ payload: payloadFor(told) });
    await expect(app.id('link-identical')).toBeVisible();
    await expect(app.id('fingerprint')).toHaveAttribute('data-full', told.fingerprint);
    await expect(app.id('cursor')).toHaveAttribute('data-us', String(told.timeUs));
    await expect(app.id('decided-height')).toHaveText('2');
  });
}

test('command line: the inline placement of the page gives the same fingerprint', async ({ app }) => {
  const told = tell('quiet-proposer', 2);
  await app.open({ payload: payloadFor(told), query: { placement: 'inline' } });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('fingerprint')).toHaveAttribute('data-full', told.fingerprint);
});
