// Hints of segments, points, printing, syscalls, and the arcs of a felt comparison. Source: execution.md 3.1 and 3.2.
import { FELT_PRIME } from '../../base/felt.ts';
import { type Cell, cellOf } from '../cell.ts';
import { hintFault } from '../fault.ts';
import { addToPointer, movePointer } from '../arithmetic.ts';
import { type HintDefinition, defineHint } from './definition.ts';
import type { HintContext } from './hint.ts';

/** What a point draws on our own step limit: as much as an ec_op. */
const POINT_UNITS = 40;
/** Ceilings of P / 3 and P / 2 over 2^128: they split the two short arcs into range-checked parts. */
const THIRD = 3544607988759775765608368578435044694n;
const HALF = 5316911983139663648412552867652567041n;

/** The three arcs that 0, a and b cut the field into, shortest first, each with its number. */
const arcsOf = (a: Cell, b: Cell): readonly (readonly [bigint, number])[] => {
  const [start, end] = [BigInt(a), BigInt(b)];
  const middle = end >= start ? end - start : end - start + FELT_PRIME;
  const arcs: readonly (readonly [bigint, number])[] = [
    [start, 0],
    [middle, 1],
    [FELT_PRIME - 1n - end, 2],
  ];
  return arcs.toSorted((x, y) => (x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] - y[1]));
};

const excludedArc = (run: HintContext): number => {
  const { excludedArc: arc } = run.hintState;
  if (arc === null) throw hintFault('Variable excluded_arc not present in current execution scope');
  return arc;
};

export const MEMORY_HINTS: Readonly<Record<string, HintDefinition>> = {
  AllocSegment: defineHint(
    { dst: 'cell' },
    ({ dst }) =>
      (run) =>
        dst(run, run.memory.addSegment()),
  ),
  AllocConstantSize: defineHint({ size: 'val', dst: 'cell' }, ({ size, dst }) => (run) => {
    const cells = size(run);
    const start = run.hintState.constants ?? run.memory.addSegment();
    run.hintState.constants = addToPointer(start, cells);
    dst(run, start);
  }),
  AssertLeFindSmallArcs: defineHint({ range_check_ptr: 'buffer', a: 'val', b: 'val' }, (o) => (run) => {
    const [first, second, longest] = arcsOf(o.a(run), o.b(run));
    const [short, middle] = [first?.[0] ?? 0n, second?.[0] ?? 0n];
    run.hintState.excludedArc = longest?.[1] ?? null;
    const rangeCheck = o.range_check_ptr(run);
    [short % THIRD, short / THIRD, middle % HALF, middle / HALF].forEach((part, i) => {
      run.memory.set(movePointer(rangeCheck, i), cellOf(part));
    });
  }),
  AssertLeIsFirstArcExcluded: defineHint({ skip_exclude_a_flag: 'cell' }, (o) => (run) => {
    o.skip_exclude_a_flag(run, excludedArc(run) === 0 ? 0 : 1);
  }),
  AssertLeIsSecondArcExcluded: defineHint({ skip_exclude_b_minus_a: 'cell' }, (o) => (run) => {
    o.skip_exclude_b_minus_a(run, excludedArc(run) === 1 ? 0 : 1);
  }),
  RandomEcPoint: defineHint({ x: 'cell', y: 'cell' }, ({ x, y }) => (run) => {
    run.takeUnits(POINT_UNITS);
    const point = run.randomPoint(run.hintState.draws++);
    x(run, cellOf(point.x));
    y(run, cellOf(point.y));
  }),
  DebugPrint: defineHint({ start: 'buffer', end: 'buffer' }, ({ start, end }) => (run) => {
    const last = end(run);
    for (let at = start(run); at !== last; at = movePointer(at, 1)) {
      run.takeUnits(1);
      run.memory.cellAt(at);
    }
  }),
  SystemCall: defineHint({ system: 'unused' }, () => (run) => run.syscall()),
};
