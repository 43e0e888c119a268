// What faults and changed settings mean to a consensus process beyond its edge: its clock, its view of L1, its recorder, the settings of a height.
import type { Felt } from '../base/felt.ts';
import type { Staking } from '../consensus/committee.ts';
import type { Fault, FaultKind, FaultOf } from '../net/fault.ts';
import type { ConfigChange } from '../types/config-change.ts';
import type { CommitteeMember } from '../types/consensus.ts';
import { type ValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { BatcherInstances } from '../types/nodes.ts';
import type { BridgeSettings, L1World, ValidatorSettings } from '../types/settings.ts';

/** A change of settings and the first height that it holds for. */
export type TimedChange = { readonly fromHeight: number; readonly change: ConfigChange };

/** The presets of all settings and those of the bridge, for a change to another one. */
export type Presets = Readonly<Record<ValidatorSettings['preset'], ValidatorSettings>> & {
  readonly bridge: Readonly<Record<BridgeSettings['preset'], BridgeSettings>>;
};

const ofKind = <K extends FaultKind>(faults: Iterable<Fault>, kind: K): readonly FaultOf<K>[] =>
  [...faults].filter((fault): fault is FaultOf<K> => fault.kind === kind);

/** Microseconds by which the clock is ahead. */
export const clockSkewUs = (faults: Iterable<Fault>): number => ofKind(faults, 'clock_skew').reduce((sum, { byUs }) => sum + byUs, 0);

/** L1 as the validator sees it: later by what its faults say. */
export const seenL1 = (l1: L1World, validator: ValidatorIndex, faults: Iterable<Fault>): L1World => {
  const byUs = ofKind(faults, 'l1_delay').reduce((sum, fault) => sum + fault.byUs, 0);
  if (byUs === 0) return l1;
  const delayUs = Array.from({ length: Math.max(l1.delayUs.length, validator + 1) }, (_, i) => l1.delayUs[i] ?? 0);
  return { ...l1, delayUs: delayUs.with(validator, (delayUs[validator] ?? 0) + byUs) };
};

/** What its price oracle answers instead of `price`. */
export const skewedPrice = (price: bigint, faults: Iterable<Fault>): bigint =>
  ofKind(faults, 'gas_price_disagreement').reduce((sum, { percent }) => (sum * BigInt(percent)) / 100n, price);

export const isRecorderDown = (faults: Iterable<Fault>): boolean => ofKind(faults, 'recorder_down').length > 0;

const changesAt = (changes: readonly TimedChange[], height: number): readonly ConfigChange[] =>
  changes.filter(({ fromHeight }) => fromHeight <= height).map(({ change }) => change);

/** The settings of a height; a preset replaces everything but the bridge and the costs, later changes win. */
export const settingsAt = (
  base: ValidatorSettings,
  changes: readonly TimedChange[],
  height: number,
  presets: Presets,
): ValidatorSettings => {
  let settings = base;
  for (const change of changesAt(changes, height)) {
    if (change.kind === 'preset') settings = { ...presets[change.preset], bridge: settings.bridge, costs: base.costs };
    else if (change.kind === 'bridge')
      settings = { ...settings, bridge: { ...presets.bridge[change.preset], transport: change.transport } };
    else settings = { ...settings, consensus: changed(settings.consensus, change) };
  }
  return settings;
};

const changed = (
  consensus: ValidatorSettings['consensus'],
  change: Exclude<ConfigChange, { readonly kind: 'preset' | 'bridge' }>,
): ValidatorSettings['consensus'] => {
  switch (change.kind) {
    case 'timeout': {
      const { step, baseUs, deltaUs, maxUs } = change;
      return { ...consensus, timeouts: { ...consensus.timeouts, [step]: { baseUs, deltaUs, maxUs } } };
    }
    case 'quorum':
      return { ...consensus, quorum: change.quorum };
    case 'proposer_rule': {
      const { useOnlyActualProposerSelection, requireVirtualProposerVote } = change;
      return { ...consensus, useOnlyActualProposerSelection, requireVirtualProposerVote };
    }
    case 'power':
    case 'batcher_mode':
      return consensus;
  }
};

/** Which of several batchers gets a proposal at `height`; `base`: as the scenario has it. */
export const batcherModeAt = (base: BatcherInstances['mode'], changes: readonly TimedChange[], height: number): BatcherInstances['mode'] =>
  changesAt(changes, height).reduce((mode, change) => (change.kind === 'batcher_mode' ? change.mode : mode), base);

/** Stakers of an epoch with the weights that changed by `height`. */
export const stakersWith = (staking: Staking, changes: readonly TimedChange[], height: number): Staking => {
  const powers = new Map<Felt, bigint>();
  for (const change of changesAt(changes, height)) if (change.kind === 'power') powers.set(validatorIdOf(change.validator), change.weight);
  if (powers.size === 0) return staking;
  const reweigh = (member: CommitteeMember): CommitteeMember => ({ ...member, weight: powers.get(member.id) ?? member.weight });
  return {
    ...staking,
    stakersAt: (epoch) => {
      const stakers = staking.stakersAt(epoch);
      const known = new Set(stakers.map(({ id }) => id));
      const joined = [...powers].flatMap(([id, weight]) => (known.has(id) ? [] : [{ id, weight, canPropose: true }]));
      return [...stakers.map((member) => reweigh(member)), ...joined];
    },
  };
};
