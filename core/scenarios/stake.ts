// Stake: seven stakers, a committee of the five heaviest, another one every four blocks. Who is not in it watches; virtual proposers are drawn by weight.
import { ofSpec } from './of-spec.ts';
import { NO_SETTINGS } from './spec-world.ts';
import type { Scenario } from './scenario.ts';
import type { SpecEpoch } from '../sim/spec.ts';

const stakes = (weights: readonly number[]): SpecEpoch['stakes'] =>
  weights.map((weight, validator) => ({ validator, weight, canPropose: true }));

export const stake: Scenario = ofSpec('stake', {
  validators: 7,
  settings: { ...NO_SETTINGS, useOnlyActualProposerSelection: false },
  staking: {
    epochLength: 4,
    committeeSize: 5,
    epochs: [
      { fromEpoch: 0, stakes: stakes([40, 30, 20, 10, 10, 5, 5]) },
      { fromEpoch: 1, stakes: stakes([5, 30, 20, 10, 10, 40, 5]) },
      { fromEpoch: 2, stakes: stakes([5, 5, 20, 10, 10, 40, 30]) },
    ],
  },
});
