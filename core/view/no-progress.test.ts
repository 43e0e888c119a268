// Why a height is not decided, on broken runs: the reason that was put in is the reason that is found.
import { expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import type { Fault } from '../net/fault.ts';
import { toTimeUs, toValidatorIndex as v } from '../types/ids.ts';
import { type NoProgress, noProgress } from './no-progress.ts';
import type { Reason, ReasonKind } from './stall/scene.ts';
import { type Timeline, cursorAt, indexOfEvent, viewAt } from './timeline.ts';

const broken = (faults: readonly Fault[], scenario = 'all-well', untilUs = 6_000_000, fromUs = 2_500_000): Timeline =>
  sampleTimeline(
    scenario,
    untilUs,
    faults.map((fault, i) => ({ t: toTimeUs(fromUs + i), kind: 'fault_on', id: 1_000 + i, fault })),
  );
const at = (line: Timeline, us: number, requires = false): NoProgress => {
  const cursor = cursorAt(line, us);
  return noProgress(line, { cursor, view: viewAt(line, cursor), requiresVirtualVote: () => requires });
};
const kinds = (found: NoProgress): readonly ReasonKind[] => [...new Set(found.reasons.map((reason) => reason.kind))];
const of = (found: NoProgress, kind: ReasonKind): readonly Reason[] => found.reasons.filter((reason) => reason.kind === kind);

const crash = (validator: number, change: Partial<Extract<Fault, { kind: 'crash' }>> = {}): Fault => ({
  kind: 'crash',
  validator: v(validator),
  part: 'both',
  instance: null,
  storage: 'keep',
  ...change,
});
const everyFrame = { from: null, to: null, what: 'any', height: null } as const;

test('no progress: two of four are down: the quorum cannot be reached, by so much', () => {
  const found = at(broken([crash(0), crash(1)]), 5_900_000);
  expect(found.reasons[0]).toMatchObject({ kind: 'unreachable', params: { have: '2', need: '3' } });
  expect(of(found, 'down')).toMatchObject([{ validators: [0, 1], params: { who: 'V1, V2', weight: '2' } }]);
  expect(found.forUs).toBeGreaterThan(1_000_000);
});

test('no progress: a partition: the cut links are named both ways, and the quorum that is short', () => {
  const found = at(broken([{ kind: 'partition', side: [v(0), v(1)] }], 'all-well', 16_000_000), 15_900_000);
  const pairs = of(found, 'cut').map((reason) => reason.validators.join('>'));
  expect(pairs).toEqual(expect.arrayContaining(['0>2', '0>3', '2>0', '3>1']));
  expect(pairs).not.toContain('0>1');
  expect(kinds(found)).not.toContain('unreachable');
  expect(kinds(found).some((kind) => kind.startsWith('short_') || kind === 'not_received')).toBe(true);
});

test('no progress: a quiet proposer: the others wait for its proposal until their timer', () => {
  const line = sampleTimeline('quiet-proposer', 9_000_000);
  const found = at(line, 6_000_000);
  expect(found).toMatchObject({ height: 2, round: 0 });
  expect(of(found, 'no_proposal')).toMatchObject([{ validators: [0, 1, 3], params: { who: 'V1, V2, V4', leader: 'V3' } }]);
  expect(of(found, 'timer')).toMatchObject([{ validators: [0, 1, 3], params: { step: 'propose', round: 0 } }]);
  expect(kinds(found)).not.toContain('nothing_pending');
});

test('no progress: two always vote nil: the prevotes lack what went to nil', () => {
  const nil = (validator: number): Fault => ({ kind: 'always_nil', validator: v(validator), height: null });
  const line = broken([nil(0), nil(1)], 'all-well', 12_000_000);
  const found = line.times
    .map((us) => at(line, us))
    .find((one) => of(one, 'short_prevote').some((r) => r.params['nil'] === '2' && r.params['have'] === '2'));
  expect(found).toBeDefined();
  expect(of(found!, 'short_prevote')[0]!.params).toMatchObject({ need: '3', short: '1', none: '0' });
});

test('no progress: a slow bridge: the call that waits, and for how long; a cut one: the call that failed', () => {
  const slow = at(broken([{ kind: 'bridge_slow', validator: v(2), byUs: 3_000_000 }]), 5_900_000);
  expect(of(slow, 'bridge')).toMatchObject([{ validators: [2], params: { call: 'GetProposalContent', stage: 'to_consensus' } }]);
  const line = broken([
    { kind: 'bridge_cut', validator: v(2) },
    { kind: 'bridge_cut', validator: v(3) },
  ]);
  expect(of(at(line, 5_900_000), 'bridge_failed').flatMap((reason) => reason.validators)).toEqual(expect.arrayContaining([2, 3]));
});

test('no progress: slow execution: who still executes', () => {
  const faults: readonly Fault[] = [0, 1, 2, 3].map((i) => ({ kind: 'slow_batcher', validator: v(i), percent: 5_000 }));
  const line = broken(faults, 'all-well', 9_000_000);
  expect(line.times.map((us) => at(line, us)).some((found) => of(found, 'executing').length > 0)).toBe(true);
});

test('no progress: a lost part of a proposal: the stream waits for it', () => {
  const line = broken([
    { kind: 'drop_part', validator: v(2), messageId: 1, height: 2 },
    { kind: 'drop_part', validator: v(3), messageId: 1, height: 3 },
  ]);
  const gaps = line.times.flatMap((us) => of(at(line, us), 'gap'));
  expect(gaps.some((reason) => reason.params['part'] === 1)).toBe(true);
});

test('no progress: a validator that lost its storage is behind', () => {
  const line = sampleTimeline('all-well', 6_000_000, [
    { t: toTimeUs(2_500_000), kind: 'fault_on', id: 1_000, fault: crash(3, { storage: 'lose' }) },
    { t: toTimeUs(2_600_000), kind: 'fault_on', id: 1_001, fault: { kind: 'drop', filter: { ...everyFrame, to: v(3) }, ppm: 1_000_000 } },
    { t: toTimeUs(3_000_000), kind: 'fault_off', id: 1_000 },
  ]);
  const found = at(line, 5_900_000);
  expect(of(found, 'behind')).toMatchObject([{ validators: [3], params: { height: found.height } }]);
  expect(of(found, 'behind')[0]!.params['at']).toBeLessThan(found.height);
});

test('no progress: a batcher that is down is named apart from its consensus', () => {
  const found = at(broken([crash(1, { part: 'batcher' })]), 5_900_000);
  expect(of(found, 'batcher_down')).toMatchObject([{ validators: [1] }]);
  expect(kinds(found)).not.toContain('down');
});

test('no progress: all links dead and every timer gone: nothing will happen by itself', () => {
  const line = broken([crash(0), crash(1), crash(2), crash(3)]);
  expect(kinds(at(line, 5_900_000))).toEqual(['unreachable', 'down', 'nothing_pending']);
});

test('no progress: a veto of the virtual proposer, only where the run requires its vote', () => {
  const line = sampleTimeline('virtual-proposer-veto', 14_000_000);
  const vetoed = line.times.find((us) => of(at(line, us, true), 'veto').length > 0);
  expect(vetoed).toBeDefined();
  expect(of(at(line, vetoed!), 'veto')).toEqual([]);
});

test('no progress: every event that is named is in the log before the cursor', () => {
  const line = broken([crash(0), { kind: 'partition', side: [v(1)] }], 'all-well', 9_000_000);
  const late = [2_600_000, 4_000_000, 8_900_000].flatMap((us) =>
    at(line, us).reasons.flatMap(({ eventId }) => (eventId === null ? [] : [{ us, event: line.events[indexOfEvent(line, eventId)!]! }])),
  );
  expect(late.length).toBeGreaterThan(5);
  expect(late.filter(({ us, event }) => event.t > us)).toEqual([]);
});
