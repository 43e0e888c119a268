import { expect, test } from 'vitest';
import { stakingOf } from '../sim/world.ts';
import { CALM_SPEC, NO_SETTINGS, worldOfSpec } from './spec-world.ts';
import { createStandardWorld } from './worlds.ts';

test('spec: the calm spec is the standard world', () => {
  expect(worldOfSpec(CALM_SPEC, 7)).toEqual(createStandardWorld({ seed: 7, validators: 4 }));
});

test('spec: what it says arrives in the world', () => {
  const world = worldOfSpec(
    {
      ...CALM_SPEC,
      validators: 3,
      weights: [5, 0, 2],
      preset: 'mainnet',
      bridge: { preset: 'remote', transport: 'seed-stream' },
      settings: {
        ...NO_SETTINGS,
        quorum: 'byzantine',
        nTxs: 3,
        timeouts: { propose: { baseUs: 1, deltaUs: 2, maxUs: 3 }, prevote: null, precommit: null },
      },
      followers: ['re_execute'],
      l1DelayUs: [0, 9],
      l1BaseFeeSlopeWei: -5n,
      traffic: { everyUs: 0, untilUs: 0 },
    },
    7,
  );
  expect(world).toMatchObject({ validators: 3, weights: [5n, 0n, 2n], followers: ['re_execute'], inputs: [], l1: { delayUs: [0, 9] } });
  expect(world.l1.baseFeeWei.slopePerBlock).toBe(-5n);
  expect(world.settings).toMatchObject({ preset: 'mainnet', bridge: { preset: 'remote', transport: 'seed-stream' } });
  expect(world.settings.consensus.timeouts.propose).toEqual({ baseUs: 1, deltaUs: 2, maxUs: 3 });
  expect(world.settings.batcher.bouncerCapacity.nTxs).toBe(3);
  expect(world.overrides).toEqual(['quorum', 'nTxs', 'timeout_propose', 'bridge remote', 'bridge seed-stream']);
});

test('spec: stakes per epoch become the stakers of that epoch and of later ones', () => {
  const epochs = [
    { fromEpoch: 0, stakes: [{ validator: 0, weight: 1, canPropose: true }] },
    { fromEpoch: 2, stakes: [{ validator: 1, weight: 9, canPropose: false }] },
  ];
  const { stakersAt, epochLength, committeeSize } = stakingOf(
    worldOfSpec({ ...CALM_SPEC, staking: { epochLength: 4, committeeSize: 2, epochs } }, 1),
  );
  expect([epochLength, committeeSize]).toEqual([4, 2]);
  expect(
    [0, 1, 2, 5].map((epoch) => stakersAt(epoch).map(({ id, weight, canPropose }) => [Number(id), Number(weight), canPropose])),
  ).toEqual([[[100, 1, true]], [[100, 1, true]], [[101, 9, false]], [[101, 9, false]]]);
});
