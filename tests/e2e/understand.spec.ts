// Understanding: every rule with its guards, why a height is stuck, every commitment row by row, and every number with its event.
import { feltToHex } from '../../core/base/felt.ts';
import { crashOf } from '../../core/net/fault-fields.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { type Oracle, defaultRun, firstOf, payloadAt, simulateRun } from './oracle.ts';

const openAt = async (app: Bicameral, oracle: Oracle, us: number, query: Readonly<Record<string, string>> = {}): Promise<void> => {
  await app.open({ payload: payloadAt(oracle, us), query });
  await expect(app.id('link-identical')).toBeVisible();
};

test('understand: the rule that fired leads to its event; the one that did not names what is missing, with numbers', async ({ app }) => {
  const run = defaultRun();
  const locked = firstOf(run, 'locked', 0);
  await openAt(app, run, locked.t);
  await app.id('tab-why').click();
  const rule = app.id('rule-L36').first();
  await expect(rule).toHaveAttribute('data-fired', 'true');
  await app.id('rule-L49').first().locator('summary').click();
  const guards = app.id('guards-L49').first().locator('li');
  await expect(guards.filter({ hasText: 'precommits for the proposal' })).toHaveAttribute('data-holds', 'false');
  await expect(guards.filter({ hasText: 'precommits for the proposal' })).toContainText(/has \d \+ \d nil, needs 3/);
  for (const line of 'L11 L14 L16 L18 L19 L21 L22 L28 L34 L36 L44 L47 L49 L57 L61 L65'.split(' '))
    await expect(app.id(`rule-${line}`).first()).toBeVisible();
  await app.id('fired-L22').first().click();
  await expect(app.id('events-panel')).toBeVisible();
  await expect(app.id('cursor')).toHaveAttribute(
    'data-us',
    String(firstOf(run, 'rule_fired', 0, firstOf(run, 'validation_finished', 0).t).t),
  );
});

test('understand: a stuck height says who is down and how much weight is missing', async ({ app }) => {
  const run = simulateRun(
    {
      scenario: 'all-well',
      seed: 7,
      interventions: [0, 1].map((v) => ({
        t: toTimeUs(2_500_000 + v),
        kind: 'fault_on',
        id: 1_000 + v,
        fault: crashOf(toValidatorIndex(v)),
      })),
    },
    7_000_000,
  );
  await openAt(app, run, 6_000_000);
  await app.id('tab-why').click();
  const reasons = app.id('stall-reason');
  await expect(reasons.first()).toHaveAttribute('data-kind', 'unreachable');
  await expect(reasons.first()).toContainText('weight 2 takes part, 3 is needed');
  const down = reasons.filter({ hasText: 'V1, V2 down (weight 2)' });
  await down.getByRole('button').click();
  await expect.poll(() => app.us()).toBe(2_500_000);
});

test('understand: a quiet proposer is what the others wait for, until their timer', async ({ app }) => {
  await openAt(app, defaultRun(), 6_000_000);
  await app.id('tab-why').click();
  await expect(app.id('stall')).toHaveAttribute('data-height', '2');
  await expect(app.id('stall-reason').filter({ hasText: 'waiting for the proposal of V3' })).toHaveAttribute('data-validators', '0,1,3');
  await expect(app.id('stall-reason').filter({ hasText: 'The timer of V1, V2, V4 for propose' })).toBeVisible();
});

test('understand: every commitment is derived row by row, and each row leads to its source', async ({ app }) => {
  const run = defaultRun();
  const root = firstOf(run, 'block_root', 0);
  const block = firstOf(run, 'block_committed', 0);
  await openAt(app, run, root.t);
  await app.id('tab-validator').click();
  await app.id('derive').click();
  const { commitments } = block;
  for (const [label, value] of [
    ['transaction_commitment', commitments!.transactionCommitment],
    ['event_commitment', commitments!.eventCommitment],
    ['receipt_commitment', commitments!.receiptCommitment],
    ['state_diff_commitment', commitments!.stateDiffCommitment],
    ['concatenated_counts', commitments!.concatenatedCounts],
  ] as const) {
    await app.id(`content-${label}`).locator('summary').click();
    await expect(app.id(`derived-${label}`)).toHaveAttribute('data-hash', feltToHex(value));
  }
  const zeros = app.id('derived-partial_block_hash').locator('[data-source="unknown_yet"]');
  await expect(zeros).toHaveCount(2);
  await expect(zeros.first()).toContainText('state_root');
  await app.id('derive-real').check();
  await expect(app.id('derived-block_hash')).toHaveAttribute('data-hash', feltToHex(root.blockHash));
  await app.id('derived-transaction_commitment').getByTestId('open-leaf 0').click();
  await expect(app.id('derived-transaction_commitment').getByTestId('row-transaction hash')).toBeVisible();
  await app.id('derived-state_diff_commitment').getByTestId('source-prefix').click();
  await expect.poll(() => app.us()).toBe(block.t);
  await expect(app.id('events-panel')).toBeVisible();
});

test('understand: a derivation is copied as a list and as a program for starknet.js', async ({ app }) => {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const run = defaultRun();
  await openAt(app, run, firstOf(run, 'locked', 0).t);
  await app.id('tab-validator').click();
  await app.id('derive').click();
  await app.id('copy-snippet-proposal_commitment').click();
  await expect(app.id('copied-proposal_commitment')).not.toBeEmpty();
  const snippet = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(snippet).toContain("import { hash } from 'starknet';");
  expect(snippet).toContain(feltToHex(firstOf(run, 'locked', 0).value));
  await app.id('copy-list-partial_block_hash').click();
  await expect.poll(() => app.page.evaluate(() => navigator.clipboard.readText())).toContain('0x0  state_root');
});

test('understand: numbers of the validator panel lead to the events that set them', async ({ app }) => {
  const run = defaultRun();
  await openAt(app, run, firstOf(run, 'locked', 0).t + 20_000);
  await app.page.keyboard.press('1');
  await app.id('from-lock').click();
  await expect.poll(() => app.us()).toBe(firstOf(run, 'locked', 0).t);
  await app.id('from-height').click();
  await expect.poll(() => app.us()).toBe(firstOf(run, 'height_started', 0).t);
});

for (const lang of ['en', 'zh'] as const) {
  test(`understand: axe finds nothing serious in rules and derivations, ${lang}`, async ({ app }) => {
    const run = defaultRun();
    await openAt(app, run, firstOf(run, 'block_root', 0).t, { lang });
    await app.id('tab-why').click();
    await app.id('rule-L36').first().locator('summary').click();
    expect(await axeFindings(app), 'why').toEqual([]);
    await app.id('tab-validator').click();
    await app.id('derive').click();
    await app.id('content-receipt_commitment').locator('summary').click();
    await app.id('derived-receipt_commitment').getByTestId('open-leaf 0').click();
    expect(await axeFindings(app), 'derivation').toEqual([]);
  });
}
