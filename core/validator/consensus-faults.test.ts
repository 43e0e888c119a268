// Goal: faults and changed settings mean what they say to a process: sums, products, first heights; none of them leaves its trace where it is not on.
import { expect, test } from 'vitest';
import { unchangingStakers } from '../consensus/committee.ts';
import type { Fault } from '../net/fault.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { CODE_DEFAULTS, MAINNET, PRESETS } from '../sim/presets.ts';
import type { ConfigChange } from '../types/config-change.ts';
import { toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import { type TimedChange, clockSkewUs, isRecorderDown, seenL1, settingsAt, skewedPrice, stakersWith } from './consensus-faults.ts';

const V = toValidatorIndex;
const { l1 } = createStandardWorld({ seed: 1, validators: 2 });
const from = (fromHeight: number, change: ConfigChange): TimedChange => ({ fromHeight, change });

test('faults of a process: clock skews add up, prices are multiplied, nothing else counts', () => {
  const faults: readonly Fault[] = [
    { kind: 'clock_skew', validator: V(0), byUs: 700 },
    { kind: 'clock_skew', validator: V(0), byUs: -200 },
    { kind: 'gas_price_disagreement', validator: V(0), percent: 300 },
    { kind: 'gas_price_disagreement', validator: V(0), percent: 50 },
  ];
  expect(clockSkewUs(faults)).toBe(500);
  expect(skewedPrice(1_001n, faults)).toBe(1_501n);
  expect(isRecorderDown(faults)).toBe(false);
  expect(isRecorderDown([{ kind: 'recorder_down', validator: V(0) }])).toBe(true);
  expect([clockSkewUs([]), skewedPrice(7n, [])]).toEqual([0, 7n]);
});

test('faults of a process: its view of L1 is later, that of others is not', () => {
  const late: readonly Fault[] = [{ kind: 'l1_delay', validator: V(2), byUs: 30 }];
  expect(seenL1(l1, V(2), [])).toBe(l1);
  expect(seenL1({ ...l1, delayUs: [5] }, V(2), late).delayUs).toEqual([5, 0, 30]);
  expect(seenL1({ ...l1, delayUs: [5, 6, 7, 8] }, V(2), late).delayUs).toEqual([5, 6, 37, 8]);
});

test('changed settings: each holds from its height on, and the later one wins', () => {
  const changes = [
    from(3, { kind: 'timeout', step: 'propose', baseUs: 1, deltaUs: 2, maxUs: 3 }),
    from(5, { kind: 'quorum', quorum: 'honest' }),
    from(5, { kind: 'proposer_rule', useOnlyActualProposerSelection: false, requireVirtualProposerVote: true }),
    from(7, { kind: 'timeout', step: 'propose', baseUs: 4, deltaUs: 5, maxUs: 6 }),
  ];
  const at = (height: number) => settingsAt(CODE_DEFAULTS, changes, height, PRESETS).consensus;
  expect(at(2)).toEqual(CODE_DEFAULTS.consensus);
  expect(at(3)).toEqual({
    ...CODE_DEFAULTS.consensus,
    timeouts: { ...CODE_DEFAULTS.consensus.timeouts, propose: { baseUs: 1, deltaUs: 2, maxUs: 3 } },
  });
  expect(at(5)).toMatchObject({ quorum: 'honest', useOnlyActualProposerSelection: false, requireVirtualProposerVote: true });
  expect(at(9).timeouts.propose).toEqual({ baseUs: 4, deltaUs: 5, maxUs: 6 });
});

test('changed settings: a preset replaces all but the bridge and the costs of work', () => {
  const base = {
    ...CODE_DEFAULTS,
    bridge: { ...CODE_DEFAULTS.bridge, latencyUs: 77 },
    costs: { ...CODE_DEFAULTS.costs, transactionUs: 88 },
  };
  const settings = settingsAt(base, [from(2, { kind: 'preset', preset: 'mainnet' })], 2, PRESETS);
  expect(settings).toEqual({ ...MAINNET, bridge: base.bridge, costs: base.costs });
  const before = settingsAt(
    base,
    [from(1, { kind: 'quorum', quorum: 'honest' }), from(2, { kind: 'preset', preset: 'code-defaults' })],
    2,
    PRESETS,
  );
  expect(before.consensus).toEqual(CODE_DEFAULTS.consensus);
});

test('changed powers: a member is weighed anew, an unknown one joins, before the height nothing changes', () => {
  const member = (i: number, weight: bigint) => ({ id: validatorIdOf(V(i)), weight, canPropose: true });
  const staking = unchangingStakers([member(0, 1n), member(1, 1n)]);
  const changes = [
    from(4, { kind: 'power', validator: V(1), weight: 9n }),
    from(5, { kind: 'power', validator: V(2), weight: 3n }),
    from(6, { kind: 'power', validator: V(1), weight: 2n }),
  ];
  expect(stakersWith(staking, changes, 3)).toBe(staking);
  expect(stakersWith(staking, changes, 4).stakersAt(0)).toEqual([member(0, 1n), member(1, 9n)]);
  expect(stakersWith(staking, changes, 6).stakersAt(7)).toEqual([member(0, 1n), member(1, 2n), member(2, 3n)]);
});
