// The inspector of a validator: both chambers, at moments whose facts are read off the log itself.
import type { Locator } from '@playwright/test';
import { formatMilliseconds, shortFelt } from '../../core/view/format.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, eventsOf, firstOf, payloadAt } from './oracle.ts';

/** The value beside a name in the validator panel; the last one where both chambers use the name. */
const fact = (app: Bicameral, name: string, which: 0 | -1 = 0): Locator => {
  const names = app.id('validator-panel').locator('dt', { hasText: new RegExp(`^${name}$`) });
  return names.nth(which).locator('xpath=following-sibling::dd[1]');
};

const openAt = async (app: Bicameral, us: number, validator: number): Promise<void> => {
  await app.open({ payload: payloadAt(defaultRun(), us) });
  await expect(app.id('link-identical')).toBeVisible();
  await app.id(`validator-${validator + 1}`).click();
  await expect(app.id('validator-panel')).toContainText(`V${validator + 1}`);
};

test('validator panel: a validator that locks shows step, round, lock, valid value and who voted what', async ({ app }) => {
  const run = defaultRun();
  const { t, value } = firstOf(run, 'locked', 0);
  await openAt(app, t, 0);
  await expect(fact(app, 'height')).toHaveText('1');
  await expect(fact(app, 'round')).toHaveText('0');
  await expect(app.id('fact-step')).toHaveText('precommit');
  await expect(app.id('fact-lock')).toHaveText(`${shortFelt(value)} in round 0`);
  await expect(app.id('fact-valid')).toHaveText(`${shortFelt(value)} in round 0`);
  await expect(fact(app, 'proposal')).toContainText(shortFelt(value));
  await expect(fact(app, 'last rule')).toContainText('line 36');
  await expect(app.id('tally-0-prevote')).toHaveText('value 3 · nil 0 · not received 1 · quorum 3 of 4');
  const received = eventsOf(run, 'vote_received', 0).filter(
    (e) => e.t <= t && e.voteType === 'precommit' && e.outcome === 'counted',
  ).length;
  // Its own precommit counts at once.
  await expect(app.id('tally-0-precommit')).toHaveText(`value ${received + 1} · nil 0 · not received ${3 - received} · quorum 3 of 4`);
});

test('validator panel: nil is told from not received, in the tally and in the shapes', async ({ app }) => {
  const run = defaultRun();
  const timeout = eventsOf(run, 'vote_cast', 0).find((e) => e.height === 2 && e.commitment === null && e.voteType === 'prevote')!;
  await openAt(app, timeout.t, 0);
  const received = eventsOf(run, 'vote_received', 0).filter(
    (e) => e.t <= timeout.t && e.height === 2 && e.voteType === 'prevote' && e.outcome === 'counted',
  );
  const nil = 1 + received.filter((e) => e.commitment === null).length;
  const value = received.length + 1 - nil;
  await expect(app.id('tally-0-prevote')).toHaveText(`value ${value} · nil ${nil} · not received ${4 - nil - value} · quorum 3 of 4`);
  const row = app.id('validator-panel').locator('li', { has: app.id('tally-0-prevote') });
  await expect(row.locator('[data-vote="nil"]')).toHaveCount(nil);
  await expect(row.locator('[data-vote="value"]')).toHaveCount(value);
  await expect(row.locator('[data-vote="none"]')).toHaveCount(4 - nil - value);
});

test('validator panel: a pending timeout counts down to its time', async ({ app }) => {
  const scheduled = eventsOf(defaultRun(), 'timeout_scheduled', 0).find((e) => e.height === 2 && e.step === 'propose')!;
  const us = scheduled.at - 1_234_000;
  await openAt(app, us, 0);
  await expect(app.id('fact-timers')).toContainText(`propose, round 0: 1.234 s left (at ${formatMilliseconds(scheduled.at)})`);
});

test('validator panel: the bridge shows the call that the batcher serves and those that wait', async ({ app }) => {
  const run = defaultRun();
  // The proposer pulls: the call waits inside the batcher until there is content.
  const pulled = eventsOf(run, 'call_started', 1).find((e) => e.request === 'get_proposal_content')!;
  await openAt(app, pulled.t, 1);
  await expect(app.id('fact-serving')).toHaveText('GetProposalContent');
  await expect(app.id('fact-queue')).toHaveText('empty');
  await expect(fact(app, 'last answer')).toContainText('ProposeBlock');
  await expect(fact(app, 'state')).toHaveText('building');
});

test('validator panel: the batcher shows chunks, executed transactions and the commitment once it is there', async ({ app }) => {
  const run = defaultRun();
  const executed = firstOf(run, 'proposal_executed', 0);
  await openAt(app, executed.t - 1, 0);
  await expect(fact(app, 'state')).toHaveText('re-executing');
  await expect(fact(app, 'chunks')).toHaveText('1');
  await expect(app.id('fact-executed')).toContainText('1 of 1');
  await expect(fact(app, 'proposal', -1)).toHaveText('no. 0, height 1, as validator');
  await expect(fact(app, 'partial hash')).toHaveText('not yet');
  await app.chooseUnit('event');
  await app.forward();
  await expect(fact(app, 'partial hash')).toHaveText(shortFelt(executed.partialBlockHash));
});

test('validator panel: a committed block stands in the chain before its state root, which comes late', async ({ app }) => {
  const run = defaultRun();
  const committed = firstOf(run, 'block_committed', 0);
  const root = firstOf(run, 'block_root', 0);
  expect(root.t).toBeGreaterThan(committed.t);
  await openAt(app, committed.t, 0);
  const row = app.id('chain').locator('tbody tr');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(shortFelt(committed.partialBlockHash));
  await expect(row).toContainText('comes later');
  await expect(app.id('fact-root')).toContainText('computing 1');
  await app.page.evaluate((payload) => (location.hash = `s=${payload}`), payloadAt(run, root.t));
  await expect(row).toContainText(shortFelt(root.stateRoot));
  await expect(app.id('fact-root')).toHaveText('known up to height 1');
  await expect(fact(app, 'decided')).toContainText('height 1, round 0');
});

test('validator panel: what is voted on is derived from its inputs, root and parent not known yet', async ({ app }) => {
  const run = defaultRun();
  const { t, value } = firstOf(run, 'locked', 0);
  await openAt(app, t, 0);
  await app.id('derive').click();
  const { partialBlockHash } = firstOf(run, 'proposal_executed', 0);
  const full = (felt: bigint): string => `0x${felt.toString(16)}`;
  await expect(app.id('derived-partial_block_hash')).toHaveAttribute('data-hash', full(partialBlockHash));
  await expect(app.id('derived-proposal_commitment')).toHaveAttribute('data-hash', full(value));
  await expect(app.id('derived-block_hash')).toHaveCount(0);
  await app.page.evaluate((payload) => (location.hash = `s=${payload}`), payloadAt(run, firstOf(run, 'block_root', 0).t));
  await app.id('derive-real').check();
  await expect(app.id('derived-block_hash')).toHaveAttribute('data-hash', full(firstOf(run, 'block_root', 0).blockHash));
});
