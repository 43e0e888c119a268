// ec_op against the points of @scure/starknet, whose arithmetic is independent of ours, and against the definition for what must fail.
import { Point } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { CURVE_ORDER, GENERATOR } from './parameters.ts';
import { createEcOp } from './ec-op.ts';
import { createEcOpSums } from './ec-sums.ts';
import type { CurvePoint } from './kernel.ts';

const ecOp = createEcOp(createEcOpSums());
const multiple = (k: bigint): CurvePoint => {
  const { x, y } = Point.BASE.multiply(k).toAffine();
  return { x: toFelt(x), y: toFelt(y) };
};
const scalar = fc.bigInt({ min: 1n, max: CURVE_ORDER - 1n });
const EDGES = [1n, 2n, 3n, 2n ** 128n, 2n ** 251n - 1n, 2n ** 251n, CURVE_ORDER - 1n, CURVE_ORDER, FELT_PRIME - 1n];
const felt = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n })).map(toFelt);

/** p G + m (q G) round by round over the scalars themselves: what the builtin says. */
const expected = (p: bigint, q: bigint, m: Felt): CurvePoint | null => {
  let [sum, doubled] = [p, q];
  for (let rest: bigint = m; rest > 0n; rest >>= 1n) {
    if (sum === doubled || sum + doubled === CURVE_ORDER) return null;
    if (rest % 2n === 1n) sum = (sum + doubled) % CURVE_ORDER;
    doubled = (doubled * 2n) % CURVE_ORDER;
  }
  return multiple(sum);
};
const check = (p: bigint, q: bigint, m: Felt): void => {
  const want = expected(p, q, m);
  expect(ecOp(multiple(p), multiple(q), m)).toEqual(want === null ? { ok: false, error: { code: 'EqualX' } } : { ok: true, value: want });
};

test('ec_op: sums of random points and scalars equal the library', () => {
  fc.assert(fc.property(scalar, scalar, felt, check), { numRuns: 40 });
});

test('ec_op: small multiples, where rounds often meet equal x coordinates, exhaustively', () => {
  const outcomes = { sums: 0, failures: 0 };
  for (const p of [1n, 2n, 3n, 4n, 7n, 8n, CURVE_ORDER - 1n, CURVE_ORDER - 4n]) {
    for (const q of [1n, 2n, 3n, CURVE_ORDER - 1n]) {
      for (let m = 0n; m < 20n; m++) {
        check(p, q, toFelt(m));
        outcomes[expected(p, q, toFelt(m)) === null ? 'failures' : 'sums']++;
      }
    }
  }
  expect(outcomes.sums).toBeGreaterThan(100);
  expect(outcomes.failures).toBeGreaterThan(100);
});

test('ec_op: an equal x fails in the last round too, and when its bit is 0', () => {
  const q = multiple(1n);
  // Sum 8 in the round of 2^3, whose bit is 0; the number goes on to bit 4.
  expect(ecOp(multiple(8n), q, toFelt(0b10000n))).toEqual({ ok: false, error: { code: 'EqualX' } });
  // The same without that round: bit length 3.
  expect(ecOp(multiple(1n), multiple(2n), toFelt(0b100n))).toEqual({ ok: true, value: multiple(9n) });
  expect(ecOp(multiple(CURVE_ORDER - 8n), multiple(8n), toFelt(1n))).toEqual({ ok: false, error: { code: 'EqualX' } });
});

test('ec_op: points that are not on the curve are refused by name', () => {
  const off: CurvePoint = { x: toFelt(GENERATOR.x), y: toFelt(GENERATOR.y + 1n) };
  const on = multiple(1n);
  expect(ecOp(off, on, toFelt(1n))).toEqual({ ok: false, error: { code: 'NotOnCurve', point: 'p' } });
  expect(ecOp(on, off, toFelt(0n))).toEqual({ ok: false, error: { code: 'NotOnCurve', point: 'q' } });
  expect(ecOp({ x: toFelt(0n), y: toFelt(0n) }, on, toFelt(0n))).toEqual({ ok: false, error: { code: 'NotOnCurve', point: 'p' } });
});

test('ec_op: results do not depend on which doublings are kept', () => {
  for (let round = 0; round < 2; round++) for (let q = 1n; q <= 40n; q++) check(CURVE_ORDER - 1_000n, q, toFelt(0xabcdefn));
});
