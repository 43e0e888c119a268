// The ten syscalls on secp256k1 and secp256r1. A point is a handle: a pointer into a segment where nothing stands, six cells per point of the call.
// Source: execution.md 5.3.
import { addSecp, isOnSecp, multiplySecp, SECP256K1, SECP256R1, type SecpCurve, type SecpPoint, secpFromX } from '../../crypto/secp.ts';
import { cellText, offsetOf, type Pointer, pointerTo, segmentOf } from '../../vm/cell.ts';
import type { SyscallName } from '../constants-table.ts';
import { INVALID_ARGUMENT } from '../felts.ts';
import { SyscallAbort } from './cursor.ts';
import { type CallState, feltCells, type SecpHandles } from './frame-state.ts';
import type { Response, SyscallRow } from './syscall-rows.ts';

const CELLS_PER_POINT = 6;
const LIMB = (1n << 128n) - 1n;
const INVALID: Response = { kind: 'failure', data: [INVALID_ARGUMENT] };

const handlesOf = (state: CallState): SecpHandles => {
  state.secp ??= { base: state.run.memory.addSegment(), points: [] };
  return state.secp;
};

const allocate = (state: CallState, curve: SecpCurve, point: SecpPoint): Pointer => {
  const { base, points } = handlesOf(state);
  const handle = pointerTo(segmentOf(base), CELLS_PER_POINT * points.length);
  points.push({ curve, point });
  return handle;
};

/** The point of a handle; before any point exists there is no segment, and the handle is unknown as well. */
const pointOf = (state: CallState, curve: SecpCurve, handle: Pointer): SecpPoint => {
  const { secp } = state;
  const isHere = secp !== null && segmentOf(handle) === segmentOf(secp.base) && offsetOf(handle) % CELLS_PER_POINT === 0;
  const row = isHere ? secp.points[offsetOf(handle) / CELLS_PER_POINT] : undefined;
  if (row?.curve !== curve) throw new SyscallAbort(`Invalid syscall input: ${cellText(handle)}; Invalid Secp point ID`);
  return row.point;
};

const answer = (state: CallState, curve: SecpCurve, point: SecpPoint): Response => ({
  kind: 'answer',
  value: [allocate(state, curve, point)],
});
/** An option: 0 and the point, or 1 and 0. */
const some = (state: CallState, curve: SecpCurve, point: SecpPoint): Response => ({
  kind: 'answer',
  value: [0, allocate(state, curve, point)],
});
const NONE: Response = { kind: 'answer', value: [1, 0] };

type Operation = 'New' | 'Add' | 'Mul' | 'GetXy' | 'GetPointFromX';

const rowsOf = (curve: SecpCurve): Readonly<Record<Operation, SyscallRow>> => ({
  New: (state) => {
    const x = state.cursor.takeU256();
    const y = state.cursor.takeU256();
    return {
      length: 0,
      run: () => {
        handlesOf(state);
        if (x >= curve.p || y >= curve.p) return INVALID;
        if (x === 0n && y === 0n) return some(state, curve, null);
        return isOnSecp(curve, x, y) ? some(state, curve, { x, y }) : NONE;
      },
    };
  },
  Add: (state) => {
    const left = state.cursor.takePointer();
    const right = state.cursor.takePointer();
    return {
      length: 0,
      run: () => answer(state, curve, addSecp(curve, pointOf(state, curve, left), pointOf(state, curve, right))),
    };
  },
  Mul: (state) => {
    const handle = state.cursor.takePointer();
    const factor = state.cursor.takeU256();
    return { length: 0, run: () => answer(state, curve, multiplySecp(curve, pointOf(state, curve, handle), factor)) };
  },
  GetXy: (state) => {
    const handle = state.cursor.takePointer();
    return {
      length: 0,
      run: () => {
        const { x, y } = pointOf(state, curve, handle) ?? { x: 0n, y: 0n };
        return { kind: 'answer', value: feltCells([x & LIMB, x >> 128n, y & LIMB, y >> 128n]) };
      },
    };
  },
  GetPointFromX: (state) => {
    const x = state.cursor.takeU256();
    const isOdd = state.cursor.takeBool('Invalid y parity');
    return {
      length: 0,
      run: () => {
        handlesOf(state);
        if (x >= curve.p) return INVALID;
        const point = secpFromX(curve, x, isOdd);
        return point === null ? NONE : some(state, curve, point);
      },
    };
  },
});

const K1 = rowsOf(SECP256K1);
const R1 = rowsOf(SECP256R1);

export const SECP_ROWS: Readonly<Record<Extract<SyscallName, `Secp${string}`>, SyscallRow>> = {
  Secp256k1New: K1.New,
  Secp256k1Add: K1.Add,
  Secp256k1Mul: K1.Mul,
  Secp256k1GetXy: K1.GetXy,
  Secp256k1GetPointFromX: K1.GetPointFromX,
  Secp256r1New: R1.New,
  Secp256r1Add: R1.Add,
  Secp256r1Mul: R1.Mul,
  Secp256r1GetXy: R1.GetXy,
  Secp256r1GetPointFromX: R1.GetPointFromX,
};
