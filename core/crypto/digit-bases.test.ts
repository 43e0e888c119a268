// Repeated doublings against the points of @scure/starknet.
import { Point } from '@scure/starknet';
import { expect, test } from 'vitest';
import { GENERATOR } from './parameters.ts';
import { digitBases } from './digit-bases.ts';

test.each([4, 8] as const)('digit bases: those of %i bits are the powers and doubles that the library finds', (bits) => {
  for (const multiple of [1n, 2n, 987_654_321n]) {
    const start = Point.BASE.multiply(multiple);
    const bases = digitBases(start.toAffine(), 64, bits);
    expect(bases).toHaveLength(64 / bits);
    bases.forEach((base, i) => {
      const power = start.multiplyUnsafe(2n ** BigInt(i * bits));
      expect(base.point).toEqual(power.toAffine());
      expect(base.doubled).toEqual(power.double().toAffine());
    });
  }
});

test('digit bases: the first is the point itself', () => {
  expect(digitBases(GENERATOR, 8, 8)[0]?.point).toEqual(GENERATOR);
});
