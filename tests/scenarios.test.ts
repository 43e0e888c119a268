// Goal: every shipped scenario does what its story says and keeps its pinned fingerprint.
import { expect, test } from 'vitest';
import { feltToHex } from '../core/base/felt.ts';
import { selectorOf } from '../core/crypto/keccak.ts';
import type { LogEvent } from '../core/log/event.ts';
import { CATALOGUE, SCENARIO_IDS } from '../core/scenarios/catalogue.ts';
import { SCENARIOS, findScenario } from '../core/scenarios/registry.ts';
import { ATTEMPT_ADDRESS } from '../core/types/genesis.ts';
import { validatorOf } from '../core/types/ids.ts';
import { PREVIEWS } from '../app/gallery/previews.ts';
import { previewOf } from '../core/view/preview.ts';
import { simulate } from '../scripts/simulate.ts';
import { PINNED, PINNED_HEIGHT } from './fingerprints.ts';

test('scenarios: registry and catalogue list the same ids with the same number of validators', () => {
  expect(SCENARIOS.map((s) => s.id)).toEqual(SCENARIO_IDS);
  expect(CATALOGUE.map((c) => c.id)).toEqual(SCENARIO_IDS);
  for (const { id, validators } of CATALOGUE) expect(findScenario(id)?.createWorld(1).validators).toBe(validators);
});

test.each(['no-such-scenario', '', 'all-well:0', 'all-well:101', 'all-well:7:7', 'quiet-proposer:7', '<b>', 'constructor'])(
  'scenarios: %j is not found',
  (name) => {
    expect(findScenario(name)).toBeUndefined();
  },
);

test('scenarios: all-well runs with other numbers of validators', async () => {
  for (const n of [1, 2, 7]) {
    const { decided, violations } = await simulate({ scenario: findScenario(`all-well:${n}`)!, seed: 7, heights: 2, placement: 'inline' });
    expect({ n, heights: decided.map((d) => d.height), violations }).toEqual({ n, heights: [1, 2], violations: [] });
  }
});

test.each(SCENARIO_IDS)('scenario %s: keeps its pinned run, and only the checks of its story turn red', async (id) => {
  const result = await simulate({ scenario: findScenario(id)!, seed: 7, heights: PINNED_HEIGHT, placement: 'inline' });
  const { timeUs, fingerprint, decided, violations } = result;
  const { red = [], ...pinned } = PINNED[id];
  expect(violations.map(({ check }) => check)).toEqual(red);
  expect({ timeUs, fingerprint, rounds: decided.map((d) => d.round) }).toEqual(pinned);
  // The gallery's picture is this run: npm run gen writes it.
  const { validators, interventions } = findScenario(id)!.spec;
  const faults = interventions.filter(({ kind }) => kind === 'fault_on').map(({ t }) => t);
  expect(previewOf(result.events, validators, faults)).toEqual(PREVIEWS[id]);
});

test.each([
  ['all-well', 4],
  ['quiet-proposer', 4],
  ['invalid-proposal', 4],
  ['honest-quorum', 5],
])('scenario %s: blocks carry real transactions with receipts and late roots', async (id, validators) => {
  const { events } = await simulate({ scenario: findScenario(id)!, seed: 11, heights: 4, placement: 'inline' });
  const committed = events.filter((e) => e.kind === 'block_committed');
  const txs = committed.flatMap((e) => e.txs);
  expect(committed.length).toBeGreaterThan(validators * 2);
  expect(txs.length).toBeGreaterThan(validators);
  expect(committed.every((e) => e.receipts.length === e.txs.length)).toBe(true);
  expect(committed.flatMap((e) => e.receipts).every((r) => r.status.kind === 'succeeded' && r.actualFee > 0n)).toBe(true);
  expect(events.some((e) => e.kind === 'block_root')).toBe(true);
});

test('scenario quiet-proposer: timeout propose fires everywhere, nil is voted, the next proposer decides', async () => {
  const { events } = await simulate({ scenario: findScenario('quiet-proposer')!, seed: 7, heights: 2, placement: 'inline' });
  const nil = events.filter(
    (e) => e.kind === 'vote_cast' && e.voteType === 'prevote' && e.height === 2 && e.round === 0 && e.commitment === null,
  );
  expect(nil.length).toBe(3);
  expect(events.filter((e) => e.kind === 'rule_fired' && e.line === 'L57' && e.height === 2).length).toBe(3);
  expect(
    events.filter((e) => e.kind === 'frame_sent' && e.what.kind === 'proposal_part' && e.what.height === 2 && e.what.round === 0),
  ).toEqual([]);
});

test('scenario invalid-proposal: every other validator finds ProposalFinMismatch and votes nil', async () => {
  const { events } = await simulate({ scenario: findScenario('invalid-proposal')!, seed: 7, heights: 2, placement: 'inline' });
  const found = events.filter((e) => e.kind === 'validation_finished' && e.height === 2 && e.round === 0);
  expect(found.map((e) => (e.kind === 'validation_finished' ? e.error : ''))).toEqual(
    Array.from({ length: 3 }, () => 'ProposalFinMismatch'),
  );
});

test('scenario honest-quorum: three of five go on after two have crashed', async () => {
  const { events, decided } = await simulate({ scenario: findScenario('honest-quorum')!, seed: 7, heights: 6, placement: 'inline' });
  expect(events.filter((e) => e.kind === 'crashed').length).toBe(4);
  const deciders = new Set(events.filter((e) => e.kind === 'decided' && e.height === 6).map((e) => e.p));
  expect(deciders.size).toBe(3);
  expect(decided.length).toBe(6);
});

const keptAt = (events: readonly LogEvent[], height: number): readonly (string | undefined)[] =>
  events
    .filter((e) => e.kind === 'block_committed')
    .filter((e) => e.height === height)
    .map((e) =>
      e.stateDiff.storage
        .get(feltToHex(ATTEMPT_ADDRESS))
        ?.get(feltToHex(selectorOf('kept')))
        ?.toString(),
    );

test('scenario real-cairo: what a failed inner call wrote is gone everywhere, what a successful one wrote stays', async () => {
  const { events } = await simulate({ scenario: findScenario('real-cairo')!, seed: 7, heights: 5, placement: 'inline' });
  const kept = [1, 2, 3, 4].map((height) => keptAt(events, height));
  expect(kept.flat().filter((value) => value !== undefined)).toEqual(['8', '8', '8', '8']);
  const receipts = events.filter((e) => e.kind === 'block_committed').flatMap((e) => e.receipts);
  const tried = receipts.flatMap((r) => r.events).filter((e) => e.keys[0] === selectorOf('Tried'));
  expect(new Set(tried.map((e) => e.data.join()))).toEqual(new Set(['7,1', '8,0']));
});

test('scenario one-faulty-engine: validator 2 alone finds another commitment, prevotes nil, and takes the block by sync', async () => {
  const { events } = await simulate({ scenario: findScenario('one-faulty-engine')!, seed: 7, heights: 5, placement: 'inline' });
  const found = events.filter((e) => e.kind === 'validation_finished' && e.error !== null);
  expect(found.map((e) => [validatorOf(e.p), e.kind === 'validation_finished' ? [e.height, e.error] : null])).toEqual([
    [1, [2, 'ProposalFinMismatch']],
  ]);
  const nil = events.filter((e) => e.kind === 'vote_cast' && e.voteType === 'prevote' && e.commitment === null);
  expect(nil.map((e) => validatorOf(e.p))).toEqual([1]);
  expect(keptAt(events, 2)).toEqual([undefined, undefined, undefined, undefined]);
});

test('scenario shared-bug: all commit the write of a failed call, and no check of consensus can tell', async () => {
  const { events, violations } = await simulate({ scenario: findScenario('shared-bug')!, seed: 7, heights: 5, placement: 'inline' });
  expect(keptAt(events, 2)).toEqual(['7', '7', '7', '7']);
  expect(violations).toEqual([]);
});
