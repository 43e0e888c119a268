// S-23: the timeouts of the reference, in microseconds.
import { expect, test } from 'vitest';
import type { Timeouts } from '../types/consensus.ts';
import { toRound } from '../types/ids.ts';
import { timeoutUs } from './timeouts.ts';

const TIMEOUTS: Timeouts = {
  propose: { baseUs: 9_100_000, deltaUs: 0, maxUs: 15_000_000 },
  prevote: { baseUs: 300_000, deltaUs: 100_000, maxUs: 1_000_000 },
  precommit: { baseUs: 1_000_000, deltaUs: 500_000, maxUs: 5_000_000 },
};

test('timeouts: S-23, they grow with the round up to their maximum', () => {
  const at = (step: 'propose' | 'prevote' | 'precommit', rounds: readonly number[]): readonly number[] =>
    rounds.map((round) => timeoutUs(TIMEOUTS, step, toRound(round)));
  expect(at('prevote', [0, 3, 7, 50])).toEqual([300_000, 600_000, 1_000_000, 1_000_000]);
  expect(at('precommit', [0, 8, 9])).toEqual([1_000_000, 5_000_000, 5_000_000]);
  expect(at('propose', [0, 1, 50])).toEqual([9_100_000, 9_100_000, 9_100_000]);
});
