// Understanding: every rule with its guards, why a height is stuck, every commitment row by row, and every number with its event.
import { feltToHex } from '../../core/base/felt.ts';
import { crashOf } from '../../core/net/fault-fields.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../../core/types/ids.ts';
import type { LogEvent, LogKind } from '../../core/log/event.ts';
import { ACCOUNT_ADDRESSES } from '../../core/types/genesis.ts';
import { keptEvents } from '../../core/view/timeline.ts';
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { type Oracle, defaultRun, firstOf, payloadAt, simulateRun } from './oracle.ts';

type EventOf<K extends LogKind> = LogEvent & { readonly kind: K };

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

/** The last event of a kind up to a moment that fits. */
const lastBefore = <K extends LogKind>(
  oracle: Oracle,
  kind: K,
  us: number,
  fits: (event: EventOf<K>) => boolean = () => true,
): EventOf<K> =>
  keptEvents(oracle.line)
    .filter((event): event is EventOf<K> => event.kind === kind)
    .filter((event) => event.t <= us)
    .findLast(fits)!;

/** Follows a linked number with the keyboard and says where it led. */
const usFrom = async (app: Bicameral, testId: string): Promise<number> => {
  const link = app.id(testId).first();
  await expect(link).toHaveAttribute('title', /./);
  await link.focus();
  await expect(link).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(app.id('events-panel')).toBeVisible();
  return app.us();
};

/** The same link anew. */
const again = async (app: Bicameral): Promise<void> => {
  await app.page.reload();
  await expect(app.id('link-identical')).toBeVisible();
};

test('understand: heights, fingerprint and quorum lead to their events, by keyboard', async ({ app }) => {
  const run = defaultRun();
  const at = firstOf(run, 'block_root', 0).t + 500_000;
  await openAt(app, run, at);
  const quorumAt = eventsOfHeight(run, 1)[2]!.t;
  expect(await usFrom(app, 'from-decided')).toBe(quorumAt);
  await again(app);
  const second = keptEvents(run.line).find((event) => event.kind === 'height_started' && event.height === 2)!;
  expect(await usFrom(app, 'from-numbers')).toBe(second.t);
  await again(app);
  const last = lastBefore(run, 'frame_delivered', at).t;
  expect(await usFrom(app, 'from-fingerprint')).toBeGreaterThanOrEqual(last);
  expect(await app.us()).toBeLessThanOrEqual(at);
  await app.id('from-decided-head').click();
  await expect.poll(() => app.us()).toBeGreaterThan(quorumAt - 1);
});

/** Decisions of a height in order: with four equal weights the third completes the quorum. */
const eventsOfHeight = ({ line }: Oracle, height: number): readonly LogEvent[] =>
  keptEvents(line).filter((event) => event.kind === 'decided' && event.height === height);

test('understand: balances and nonces lead to the block that set them; those of genesis say that none did', async ({ app }) => {
  const run = defaultRun();
  const at = lastBefore(run, 'block_root', 16_000_000).t;
  await openAt(app, run, at);
  await app.drawer('transactions');
  const { ledger } = run.line.head;
  const sender = ledger.nonces.findIndex((nonce) => nonce > 0n);
  const silent = ledger.nonces.indexOf(0n);
  const first = keptEvents(run.line).find(
    (event) => event.kind === 'block_committed' && event.stateDiff.nonces.has(feltToHex(ACCOUNT_ADDRESSES[sender]!)),
  )!;
  await app.id(`nonce-${silent}`).getByRole('button').click();
  await expect(app.id('notice-source')).toContainText('as the run began');
  await app.id(`nonce-${sender}`).getByRole('button').click();
  await expect(app.id('notice-source')).toHaveCount(0);
  await expect.poll(() => app.us()).toBeLessThan(at);
  await expect(app.id('events-panel')).toBeVisible();
  await app.drawer('transactions');
  expect(await app.us()).toBeGreaterThanOrEqual(first.t);
  await app.id(`balance-${sender}`).getByRole('button').click();
  await expect(app.id('notice-source')).toHaveCount(0);
});

test('understand: facts of the story lead to the scenario as data, to the committee and to the placement', async ({ app }) => {
  const run = defaultRun();
  await openAt(app, run, 6_000_000);
  await app.id('from-placement').click();
  await expect(app.id('remote-batcher-all')).toBeVisible();
  await app.drawer('story');
  expect(await usFrom(app, 'from-committee')).toBe(Math.min(...[0, 1, 2, 3].map((v) => firstOf(run, 'height_started', v).t)));
  await app.drawer('story');
  await app.id('from-preset').click();
  await expect(app.id('editor-dialog')).toBeVisible();
  await expect(app.id('spec-json')).toHaveValue(/A proposer goes quiet/);
});

test('understand: proposers and figures of the lottery lead to round, committee and the block whose hash is the seed', async ({ app }) => {
  const stake = simulateRun({ scenario: 'stake', seed: 7 }, 40_000_000);
  const height = stake.line.head.network.topHeight;
  const at = stake.line.times.at(-1)! - 1;
  await openAt(app, stake, at);
  await app.drawer('stake');
  const row = app.id(`stake-round-${stake.line.head.network.topRound}`);
  await row.getByTestId('from-proposer').click();
  const entered = keptEvents(stake.line).find((event) => event.kind === 'round_entered' && event.height === height)!;
  await expect.poll(() => app.us()).toBe(entered.t);
  await app.drawer('stake');
  await row.locator('summary').click();
  await row.getByTestId('from-total').click();
  const started = keptEvents(stake.line).find((event) => event.kind === 'height_started' && event.height === height)!;
  await expect.poll(() => app.us()).toBe(started.t);
  await app.drawer('stake');
  await app.id('from-weight').first().click();
  await expect.poll(() => app.us()).toBe(started.t);
});

test('understand: what a full node has fetched and checked leads to its events', async ({ app }) => {
  const run = simulateRun({ scenario: 'full-nodes', seed: 7 }, 12_000_000);
  const node = run.line.validators;
  const taken = lastOf(run, 'synced', node);
  const checked = lastOf(run, 'block_checked', node);
  const ready = lastOf(run, 'sync_block_ready', node);
  await openAt(app, run, run.line.times.at(-1)! - 1);
  for (const [fact, us] of [
    ['fact-taken', taken.t],
    ['fact-checked', checked.t],
    ['fact-ready', ready.t],
  ] as const) {
    await again(app);
    await app.id(`pick-${node}`).click();
    await app.id(fact).getByRole('button').click();
    await expect.poll(() => app.us(), { message: fact }).toBe(us);
  }
});

const lastOf = <K extends LogKind>(oracle: Oracle, kind: K, node: number): EventOf<K> =>
  lastBefore(oracle, kind, oracle.line.times.at(-1)! - 1, (event) => validatorOf(event.p) === node);

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
