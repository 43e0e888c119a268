// Lists of the form: what is built by it is a scenario, what a scenario holds is shown and typed again unchanged, and what is wrong is refused at its place.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALM_SPEC } from '../../core/scenarios/spec-world.ts';
import { specFromJson, specToJson } from '../../core/sim/spec-json.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import {
  DEPOSIT_FIELDS,
  depositText,
  depositsOf,
  epochsOf,
  stakeOf,
  withChange,
  withDeposit,
  withDepositField,
  withEpoch,
  withFromEpoch,
  withStake,
  withStaking,
  withoutDeposit,
  withoutEpoch,
  withoutStaking,
} from './lists.ts';
import { fieldsOf } from './tree.ts';

const calm = specToJson(CALM_SPEC);
const VALIDATORS = CALM_SPEC.validators;

const stakes = fc
  .tuple(fc.uniqueArray(fc.nat(VALIDATORS - 1), { minLength: 1 }), fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }))
  .map(([who, weights]) =>
    who.map((validator, i) => ({ validator, weight: (weights[i] ?? 0) + (i === 0 ? 1 : 0), canPropose: i % 2 === 0 })),
  );
const staking: fc.Arbitrary<ScenarioSpec['staking']> = fc.record({
  epochLength: fc.integer({ min: 1, max: 10_000 }),
  committeeSize: fc.integer({ min: 1, max: 100 }),
  epochs: fc.array(stakes, { minLength: 1, maxLength: 4 }).map((list) => list.map((each, i) => ({ fromEpoch: 3 * i, stakes: each }))),
});
const deposits = fc.array(
  fc.record({
    atUs: fc.integer({ min: -86_400_000_000, max: 86_400_000_000 }),
    account: fc.nat(9),
    milliStrk: fc.integer({ min: 1, max: 1_000_000_000 }),
  }),
  { maxLength: 4 },
);

/** Every field of the lists typed once more as it is shown. */
const retyped = (tree: unknown): unknown => {
  let next = tree;
  for (const [epoch, entry] of epochsOf(tree).entries()) {
    next = withFromEpoch(next, epoch, String(fieldsOf(entry)['fromEpoch']));
    for (let validator = 0; validator < VALIDATORS; validator++) {
      const stake = stakeOf(next, epoch, validator);
      if (stake !== null) next = withStake(next, epoch, { validator, weight: stake.weight, canPropose: stake.canPropose });
    }
  }
  for (const at of depositsOf(tree).keys())
    for (const name of DEPOSIT_FIELDS) next = withDepositField(next, at, { name, text: depositText(next, at, name) });
  return next;
};

test('lists: from JSON to the form and back nothing changes', () => {
  fc.assert(
    fc.property(staking, deposits, (someStaking, someDeposits) => {
      const spec: ScenarioSpec = { ...CALM_SPEC, staking: someStaking, deposits: someDeposits };
      expect(specFromJson(retyped(specToJson(spec)))).toEqual({ ok: true, value: spec });
    }),
  );
});

test('lists: stake by epochs is built, changed and taken out again', () => {
  let tree = withEpoch(withStaking(calm, VALIDATORS));
  tree = withStake(tree, 1, { validator: 2, weight: '40', canPropose: false });
  tree = withStake(tree, 1, { validator: 3, weight: '', canPropose: true });
  tree = withFromEpoch(tree, 1, '5');
  const all = [0, 1, 2, 3].map((validator) => ({ validator, weight: 1, canPropose: true }));
  expect(specFromJson(tree)).toEqual({
    ok: true,
    value: {
      ...CALM_SPEC,
      staking: {
        epochLength: 30,
        committeeSize: 100,
        epochs: [
          { fromEpoch: 0, stakes: all },
          { fromEpoch: 5, stakes: [all[0], all[1], { validator: 2, weight: 40, canPropose: false }] },
        ],
      },
    },
  });
  expect(epochsOf(withoutEpoch(tree, 1))).toHaveLength(1);
  expect(specFromJson(withoutStaking(tree))).toEqual({ ok: true, value: CALM_SPEC });
});

test('lists: a deposit is built, changed and taken out again', () => {
  const tree = withDepositField(withDepositField(withDeposit(calm), 0, { name: 'milliStrk', text: '2.5' }), 0, {
    name: 'atUs',
    text: '-70000',
  });
  expect(specFromJson(tree)).toMatchObject({ ok: true, value: { deposits: [{ atUs: -70_000_000, account: 0, milliStrk: 2_500 }] } });
  expect(specFromJson(withoutDeposit(tree, 0))).toEqual({ ok: true, value: CALM_SPEC });
});

test.each([
  [
    'a stake that is no number',
    withStake(withStaking(calm, 4), 0, { validator: 1, weight: 'much', canPropose: true }),
    'staking.epochs[0].stakes[1].weight',
  ],
  ['an epoch before the last', withFromEpoch(withEpoch(withStaking(calm, 4)), 1, '0'), 'staking.epochs'],
  ['a deposit of nothing', withDepositField(withDeposit(calm), 0, { name: 'milliStrk', text: '0' }), 'deposits[0].milliStrk'],
  ['a time that is none', withDepositField(withDeposit(calm), 0, { name: 'atUs', text: 'soon' }), 'deposits[0].atUs'],
] as const)('lists: %s is refused at its place', (_, tree, at) => {
  expect(specFromJson(tree)).toEqual({ ok: false, error: { code: 'WrongShape', at } });
});

test('lists: a setting that changes at a height comes first and is sound', () => {
  const spec = withChange(CALM_SPEC, { kind: 'quorum', quorum: 'honest' }, 3);
  expect(spec.interventions[0]).toEqual({
    t: 0,
    kind: 'configure',
    fromHeight: 3,
    validators: null,
    change: { kind: 'quorum', quorum: 'honest' },
  });
  expect(specFromJson(specToJson(spec))).toEqual({ ok: true, value: spec });
});
