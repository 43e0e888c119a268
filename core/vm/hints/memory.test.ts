// Hints of segments, arcs, points, printing. Source: execution.md 3.1.
import { Point } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../base/felt.ts';
import { type Cell, cellText, pointerTo } from '../cell.ts';
import { arg, at, deref, imm, tryHints } from './try-hint.ts';

const P = FELT_PRIME;
const PREFIX = 'Got an exception while executing a hint: ';

test('hint: AllocSegment gives the next segment', () => {
  const { cells, run } = tryHints([{ AllocSegment: { dst: at(0) } }, { AllocSegment: { dst: at(1) } }]);
  // 2 is the costs', 3 the end's.
  expect([cells, run.memory.segmentCount]).toEqual([['4:0', '5:0'], 6]);
});

test('hint: AllocConstantSize moves on in one segment of the run', () => {
  const hints = [3, 0, 5].map((size, i) => ({ AllocConstantSize: { size: imm(size), dst: at(i) } }));
  const { cells, run } = tryHints([...hints, { AllocConstantSize: { size: imm(0), dst: at(3) } }]);
  expect([cells, run.memory.segmentCount]).toEqual([['4:0', '4:3', '4:3', '4:8'], 5]);
  expect(tryHints([{ AllocConstantSize: { size: imm(-1), dst: at(0) } }]).failure).toContain('maximum offset value exceeded');
});

test('hint: AssertLeFindSmallArcs writes the two short arcs in parts, and the flags name the longest', () => {
  const felt = fc.oneof(fc.constantFrom(0n, 1n, P / 3n, P / 2n, P - 1n), fc.bigInt({ min: 0n, max: P - 1n }));
  const [third, half] = [3544607988759775765608368578435044694n, 5316911983139663648412552867652567041n];
  // The ceilings of P / 3 and P / 2 over 2^128.
  expect([third, half]).toEqual([3n, 2n].map((parts) => (P + parts * 2n ** 128n - 1n) / (parts * 2n ** 128n)));
  fc.assert(
    fc.property(felt, felt, (x, y) => {
      const [a, b] = x <= y ? [x, y] : [y, x];
      const { failure, run, cells } = tryHints(
        [
          { AssertLeFindSmallArcs: { range_check_ptr: deref(arg(0)), a: imm(a), b: imm(b) } },
          { AssertLeIsFirstArcExcluded: { skip_exclude_a_flag: at(0) } },
          { AssertLeIsSecondArcExcluded: { skip_exclude_b_minus_a: at(1) } },
        ],
        { builtins: ['range_check'], args: () => [pointerTo(2, 0)] },
      );
      expect(failure).toBeNull();
      const [p0 = 0n, p1 = 0n, p2 = 0n, p3 = 0n] = [0, 1, 2, 3].map((i) => BigInt(run.memory.getAt(2, i) ?? -1));
      const arcs = [a, b - a, P - 1n - b];
      const [short, middle] = [p0 + p1 * third, p2 + p3 * half];
      const excluded = cells[0] === '0' ? 0 : cells[1] === '0' ? 1 : 2;
      const kept = arcs.filter((_, i) => i !== excluded).toSorted((m, n) => (m < n ? -1 : 1));
      expect([short, middle]).toEqual(kept);
      expect(arcs[excluded] ?? 0n).toBeGreaterThanOrEqual(middle);
      // The parts pass the range checks only because the arcs are short.
      expect([p0, p1, p2, p3].every((part) => part < 2n ** 128n)).toBe(true);
    }),
  );
});

test('hint: of equally long arcs the later one is excluded; a > b wraps around', () => {
  const excludedOf = (a: bigint, b: bigint): readonly string[] =>
    tryHints(
      [
        { AssertLeFindSmallArcs: { range_check_ptr: deref(arg(0)), a: imm(a), b: imm(b) } },
        { AssertLeIsFirstArcExcluded: { skip_exclude_a_flag: at(0) } },
        { AssertLeIsSecondArcExcluded: { skip_exclude_b_minus_a: at(1) } },
      ],
      { args: ({ memory }) => [memory.addSegment()] },
    ).cells;
  expect(excludedOf(0n, (P - 1n) / 2n)).toEqual(['1', '1']);
  expect(excludedOf((P - 1n) / 2n, P - 1n)).toEqual(['1', '0']);
  expect(excludedOf(P - 1n, P - 1n)).toEqual(['0', '1']);
  expect(excludedOf(5n, 4n)).toEqual(['1', '0']);
});

test('hint: the arc flags need the arcs', () => {
  for (const hint of [
    { AssertLeIsFirstArcExcluded: { skip_exclude_a_flag: at(0) } },
    { AssertLeIsSecondArcExcluded: { skip_exclude_b_minus_a: at(0) } },
  ]) {
    expect(tryHints([hint]).failure).toContain('excluded_arc');
  }
});

test('hint: RandomEcPoint draws one point of the curve after the other', () => {
  const { cells } = tryHints([{ RandomEcPoint: { x: at(0), y: at(1) } }, { RandomEcPoint: { x: at(2), y: at(3) } }]);
  const [x0 = 0n, y0 = 0n, x1 = 0n, y1 = 0n] = cells.map(BigInt);
  const [first, second] = [Point.fromAffine({ x: x0, y: y0 }), Point.fromAffine({ x: x1, y: y1 })];
  first.assertValidity();
  expect(second.equals(first.add(Point.BASE))).toBe(true);
});

test('hint: points and square roots draw units', () => {
  const root = { FieldSqrt: { val: imm(4), sqrt: at(0) } };
  const point = { RandomEcPoint: { x: at(1), y: at(2) } };
  const attempt = (hint: unknown, units: number): string | null => tryHints([hint], { units }).failure;
  expect([attempt(root, 8), attempt(root, 7), attempt(point, 41), attempt(point, 39)]).toEqual([
    null,
    'Own step limit',
    null,
    'Own step limit',
  ]);
});

test('hint: DebugPrint reads felts up to its end and draws a unit for each', () => {
  const print = { DebugPrint: { start: deref(arg(1)), end: deref(arg(0)) } };
  const attempt = (cells: readonly Cell[], length: number, units: number): string | null =>
    tryHints([print], { units, args: ({ memory }) => [memory.loadSegment(cells), pointerTo(3, length)] }).failure;
  expect(attempt([1, 2, 3], 3, 4)).toBeNull();
  expect(attempt([1, 2, 3], 3, 2)).toBe('Own step limit');
  expect(attempt([1, pointerTo(0, 0)], 2, 9)).toBe(`${PREFIX}Expected integer at address 3:1`);
  expect(attempt([1], 2, 9)).toBe(`${PREFIX}Unknown memory cell at address 3:1`);
});

test("hint: the checks of the compiler's own debugging do nothing", () => {
  const idle = [
    'AssertCurrentAccessIndicesIsEmpty',
    { AssertAllAccessesUsed: { n_used_accesses: at(0) } },
    'AssertAllKeysUsed',
    'AssertLeAssertThirdArcExcluded',
    { AssertLtAssertValidInput: { a: imm(1), b: deref(at(7)) } },
  ];
  const { failure, cells, run } = tryHints(idle);
  expect([failure, cells, cellText(run.pc)]).toEqual([null, [], '3:0']);
});
