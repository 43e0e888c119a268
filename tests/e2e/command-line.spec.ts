// The page and the command line are one simulation: equal fingerprints at equal times, and the same checks red.
import { spawnSync } from 'node:child_process';
import { CHECKS } from '../../core/checks/registry.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { cursorAt, viewAt } from '../../core/view/timeline.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { simulateRun } from './oracle.ts';

type Told = {
  readonly scenario: string;
  readonly seed: number;
  readonly timeUs: number;
  readonly fingerprint: string;
  readonly decided: readonly unknown[];
  readonly violations: readonly { readonly check: string }[];
};

const SEED = 7;

/** What the command prints; it ends with 1 exactly when a check is red. */
const tell = (scenario: string, heights: number): Told => {
  const args = ['scripts/sim.ts', scenario, '--seed', String(SEED), '--heights', String(heights), '--json'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const told = JSON.parse(stdout) as Told;
  expect(told.decided).toHaveLength(heights);
  expect(status).toBe(told.violations.length > 0 ? 1 : 0);
  return told;
};

/** The height that a quorum has decided by then: more than the asked one where somebody lags, less where the others took it by sync. */
const decidedBy = ({ scenario, seed, timeUs }: Told): number => {
  const { line } = simulateRun({ scenario, seed }, timeUs + 1);
  return viewAt(line, cursorAt(line, timeUs)).network.decidedHeight;
};

const payloadFor = (told: Told): string =>
  encodeShare({
    run: { scenario: told.scenario, seed: told.seed, interventions: [], coreVersion: CORE_VERSION },
    cursor: toTimeUs(told.timeUs),
    fingerprint: told.fingerprint.slice(0, 16),
  });

/** The page inline runs what the command runs; a few scenarios show that the page's own way there is the same. */
const INLINE: readonly string[] = ['all-well', 'quiet-proposer', 'full-nodes', 'heartbeat-loss'];

const expectSame = async (page: Bicameral, told: Told): Promise<void> => {
  await expect(page.id('link-identical')).toBeVisible();
  await expect(page.id('fingerprint')).toHaveAttribute('data-full', told.fingerprint);
  await expect(page.id('cursor')).toHaveAttribute('data-us', String(told.timeUs));
  await expect(page.id('decided-height')).toHaveText(String(decidedBy(told)));
};

for (const scenario of SCENARIO_IDS) {
  test(`command line: ${scenario} has the page's fingerprint and checks at the time it prints`, async ({ app }) => {
    const told = tell(scenario, 2);
    await app.open({ payload: payloadFor(told) });
    await expectSame(app, told);
    await app.drawer('checks');
    const red = told.violations.map(({ check }) => check);
    for (const { name } of CHECKS)
      await expect(app.id(`check-${name}`)).toHaveAttribute('data-state', red.includes(name) ? 'broken' : 'ok');
    await expect(app.id('checks-panel').locator('li[data-state]')).toHaveCount(CHECKS.length);
  });
}

for (const scenario of INLINE) {
  test(`command line: ${scenario} has the inline page's fingerprint`, async ({ app }) => {
    const told = tell(scenario, 2);
    await app.open({ payload: payloadFor(told), query: { placement: 'inline' } });
    await expectSame(app, told);
  });
}
