// What the form does to the lists of a scenario: stakes by epochs, deposits from L1, settings that change at a height. Pure functions over the JSON value
// (spec-json.ts has its schema and its limits); what is no number stays text, which the schema refuses with its place.
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import type { ConfigChange } from '../../core/types/config-change.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { jsonText, jsonValue } from './fields.ts';
import { fieldsOf, getAt, itemsOf, setAt } from './tree.ts';

const EPOCHS = ['staking', 'epochs'];
const DEPOSITS = ['deposits'];

/** Entries of the list at a path, whatever stands there. */
export const epochsOf = (tree: unknown): readonly unknown[] => itemsOf(getAt(tree, EPOCHS));
export const depositsOf = (tree: unknown): readonly unknown[] => itemsOf(getAt(tree, DEPOSITS));

const changed = (list: readonly unknown[], at: number, item: unknown): readonly unknown[] => list.map((old, i) => (i === at ? item : old));
const lacking = (list: readonly unknown[], at: number): readonly unknown[] => list.filter((_, i) => i !== at);

/** Stake by epochs, beginning with what the weights of the scenario say. */
export const withStaking = (tree: unknown, validators: number): unknown => {
  const weights = itemsOf(getAt(tree, ['weights']));
  const stakes = Array.from({ length: validators }, (_, validator) => ({ validator, weight: weights[validator] ?? 1, canPropose: true }));
  return setAt(tree, ['staking'], { epochLength: 30, committeeSize: 100, epochs: [{ fromEpoch: 0, stakes }] });
};

export const withoutStaking = (tree: unknown): unknown => setAt(tree, ['staking'], null);

/** One more entry, like the last and an epoch later. */
export const withEpoch = (tree: unknown): unknown => {
  const epochs = epochsOf(tree);
  const last = fieldsOf(epochs.at(-1));
  const from = typeof last['fromEpoch'] === 'number' ? last['fromEpoch'] + 1 : 0;
  return setAt(tree, EPOCHS, [...epochs, { ...last, fromEpoch: from }]);
};

export const withoutEpoch = (tree: unknown, at: number): unknown => setAt(tree, EPOCHS, lacking(epochsOf(tree), at));

export const withFromEpoch = (tree: unknown, at: number, text: string): unknown =>
  setAt(tree, EPOCHS, changed(epochsOf(tree), at, setAt(epochsOf(tree)[at], ['fromEpoch'], jsonValue('whole', text))));

type Stake = { readonly at: number; readonly weight: string; readonly canPropose: boolean };

/** What a validator has staked in an entry; null: nothing. `at` is its place in the entry's list. */
export const stakeOf = (tree: unknown, epoch: number, validator: number): Stake | null => {
  const stakes = itemsOf(getAt(epochsOf(tree)[epoch], ['stakes']));
  const at = stakes.findIndex((stake) => fieldsOf(stake)['validator'] === validator);
  const stake = fieldsOf(stakes[at]);
  return at < 0 ? null : { at, weight: jsonText('whole', stake['weight']), canPropose: stake['canPropose'] !== false };
};

/** The stake of a validator in an entry; an empty weight takes it out. */
export const withStake = (
  tree: unknown,
  epoch: number,
  stake: { readonly validator: number; readonly weight: string; readonly canPropose: boolean },
): unknown => {
  const entry = epochsOf(tree)[epoch];
  const stakes = itemsOf(getAt(entry, ['stakes']));
  const at = stakes.findIndex((old) => fieldsOf(old)['validator'] === stake.validator);
  const item = { ...stake, weight: jsonValue('whole', stake.weight) };
  const next = stake.weight.trim() === '' ? lacking(stakes, at) : at < 0 ? [...stakes, item] : changed(stakes, at, item);
  return setAt(tree, EPOCHS, changed(epochsOf(tree), epoch, setAt(entry, ['stakes'], next)));
};

export const DEPOSIT_FIELDS = ['atUs', 'account', 'milliStrk'] as const;
export type DepositField = (typeof DEPOSIT_FIELDS)[number];
/** A thousandth of a STRK is to a STRK what a microsecond is to a millisecond. */
const KINDS = { atUs: 'ms', account: 'whole', milliStrk: 'ms' } as const;

export const depositText = (tree: unknown, at: number, name: DepositField): string =>
  jsonText(KINDS[name], getAt(depositsOf(tree)[at], [name]));

export const withDepositField = (
  tree: unknown,
  at: number,
  { name, text }: { readonly name: DepositField; readonly text: string },
): unknown => setAt(tree, DEPOSITS, changed(depositsOf(tree), at, setAt(depositsOf(tree)[at], [name], jsonValue(KINDS[name], text))));

export const withDeposit = (tree: unknown): unknown =>
  setAt(tree, DEPOSITS, [...depositsOf(tree), { atUs: 0, account: 0, milliStrk: 1_000 }]);

export const withoutDeposit = (tree: unknown, at: number): unknown => setAt(tree, DEPOSITS, lacking(depositsOf(tree), at));

/** The scenario with a setting that changes from a height on; everybody is told at its beginning. */
export const withChange = (spec: ScenarioSpec, change: ConfigChange, fromHeight: number): ScenarioSpec => ({
  ...spec,
  interventions: [{ t: toTimeUs(0), kind: 'configure', fromHeight, validators: null, change }, ...spec.interventions],
});
