// Runs common instructions quickly. Every case does what `stepOnce` does, restricted to operands in the execution segment (and one load through a
// pointer) that are known or simply deduced; whatever is unusual, and everything that ends in an error, is left to `stepOnce`, before anything is
// changed. A test runs random programs both ways. Source: execution.md 1.3 and 11.3.
import { FELT_PRIME } from '../base/felt.ts';
import { VM_CELLS_MAX } from '../base/limits.ts';
import { divFelts, mulFelts, tryAdd, trySub } from './arithmetic.ts';
import { type Cell, SMALL_END, cellOf, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { ADD, ADD_IMMEDIATE, CALL, COPY, JNZ, JUMP, LOAD, MOVE_AP, MUL, MUL_IMMEDIATE, RET, SET } from './instruction.ts';
import type { Machine } from './machine.ts';
import { EXECUTION, LIMIT_MARGIN } from './memory.ts';

const trySum = (a: Cell, b: Cell): Cell | undefined => {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const sum = a + b;
    return sum < FELT_PRIME ? sum : cellOf(sum - FELT_PRIME);
  }
  return tryAdd(a, b);
};

const tryProduct = (a: Cell, b: Cell): Cell | undefined => (isPointer(a) || isPointer(b) ? undefined : mulFelts(a, b));

const tryQuotient = (a: Cell, b: Cell): Cell | undefined => (isPointer(a) || isPointer(b) || b === 0 ? undefined : divFelts(a, b));

/**
 * Executes at most `limit` instructions from pc, which is inside the bytecode, and returns how many. Stops before one that has hints, unless it is the
 * first one and `hintsDone`, and before one that it does not know.
 */
// oxlint-disable-next-line max-lines-per-function, complexity -- one switch over local variables: anything else costs half the speed
export const runFast = (machine: Machine, limit: number, hintsDone: boolean): number => {
  const { memory, countsHoles } = machine;
  const { code } = machine.program;
  const cells = memory.segments[EXECUTION] ?? [];
  // The execution segment may grow up to here; other segments grow only in `stepOnce` and hints, and by `set` below.
  let room = VM_CELLS_MAX - memory.othersSet - LIMIT_MARGIN;
  let left = limit;
  let { ap, fp } = machine;
  let pc = offsetOf(machine.pc);
  let instruction = code[pc];
  let mayHaveHints = hintsDone;
  loop: while (left > 0 && instruction !== undefined && (!instruction.hinted || mayHaveHints)) {
    mayHaveHints = false;
    const dstAt = (instruction.dstFp ? fp : ap) + instruction.off0;
    const op0At = (instruction.op0Fp ? fp : ap) + instruction.off1;
    if (dstAt < 0 || op0At < 0 || dstAt >= room || op0At >= room) break;
    const dst = cells[dstAt];
    const op0 = cells[op0At];
    // Where op1 stands: the word after the instruction unless a case says otherwise.
    let op1Segment = 0;
    let op1At = pc + 1;
    switch (instruction.kind) {
      case SET: {
        if (op0 === undefined) break loop;
        if (dst === undefined) cells[dstAt] = instruction.immediate;
        else if (dst !== instruction.immediate) break loop;
        pc += 2;
        break;
      }
      case COPY: {
        op1Segment = EXECUTION;
        op1At = (instruction.op1Fp ? fp : ap) + instruction.off2;
        if (op0 === undefined || op1At < 0 || op1At >= room) break loop;
        const op1 = cells[op1At];
        if (op1 === undefined) {
          if (dst === undefined) break loop;
          cells[op1At] = dst;
        } else if (dst === undefined) cells[dstAt] = op1;
        else if (dst !== op1) break loop;
        pc += 1;
        break;
      }
      case LOAD: {
        if (op0 === undefined || !isPointer(op0)) break loop;
        op1Segment = segmentOf(op0);
        op1At = offsetOf(op0) + instruction.off2;
        if (op1At < 0) break loop;
        const op1 = memory.getAt(op1Segment, op1At);
        if (op1 === undefined) {
          if (dst === undefined || !memory.trySet(op1Segment, op1At, dst)) break loop;
          room--;
        } else if (dst === undefined) cells[dstAt] = op1;
        else if (dst !== op1) break loop;
        pc += 1;
        break;
      }
      case ADD_IMMEDIATE: {
        const { small } = instruction;
        let sum: Cell | undefined;
        if (op0 === undefined) {
          if (dst === undefined) break loop;
          const rest = trySub(dst, instruction.immediate);
          if (rest === undefined) break loop;
          cells[op0At] = rest;
        } else {
          if (typeof op0 === 'number' && op0 >= 0) {
            sum = op0 + small;
            // A comparison with NaN is false.
            if (!(sum >= 0 && sum < SMALL_END)) sum = tryAdd(op0, instruction.immediate);
          } else sum = trySum(op0, instruction.immediate);
          if (sum === undefined) break loop;
          if (dst === undefined) cells[dstAt] = sum;
          else if (dst !== sum) break loop;
        }
        pc += 2;
        break;
      }
      case ADD: {
        op1Segment = EXECUTION;
        op1At = (instruction.op1Fp ? fp : ap) + instruction.off2;
        if (op1At < 0 || op1At >= room) break loop;
        const op1 = cells[op1At];
        if (op0 !== undefined && op1 !== undefined) {
          const sum = trySum(op0, op1);
          if (sum === undefined) break loop;
          if (dst === undefined) cells[dstAt] = sum;
          else if (dst !== sum) break loop;
        } else {
          const known = op0 ?? op1;
          if (dst === undefined || known === undefined) break loop;
          const rest = trySub(dst, known);
          if (rest === undefined) break loop;
          cells[op0 === undefined ? op0At : op1At] = rest;
        }
        pc += 1;
        break;
      }
      case MUL_IMMEDIATE: {
        if (op0 === undefined) {
          const rest = dst === undefined ? undefined : tryQuotient(dst, instruction.immediate);
          if (rest === undefined) break loop;
          cells[op0At] = rest;
        } else {
          const product = tryProduct(op0, instruction.immediate);
          if (product === undefined) break loop;
          if (dst === undefined) cells[dstAt] = product;
          else if (dst !== product) break loop;
        }
        pc += 2;
        break;
      }
      case MUL: {
        op1Segment = EXECUTION;
        op1At = (instruction.op1Fp ? fp : ap) + instruction.off2;
        if (op1At < 0 || op1At >= room) break loop;
        const op1 = cells[op1At];
        if (op0 !== undefined && op1 !== undefined) {
          const product = tryProduct(op0, op1);
          if (product === undefined) break loop;
          if (dst === undefined) cells[dstAt] = product;
          else if (dst !== product) break loop;
        } else {
          const known = op0 ?? op1;
          if (dst === undefined || known === undefined) break loop;
          const rest = tryQuotient(dst, known);
          if (rest === undefined) break loop;
          cells[op0 === undefined ? op0At : op1At] = rest;
        }
        pc += 1;
        break;
      }
      case JNZ: {
        if (op0 === undefined || dst === undefined) break loop;
        if (dst === 0) pc += 2;
        else {
          if (pc + instruction.small < 0) break loop;
          pc += instruction.small;
        }
        break;
      }
      case JUMP: {
        if (op0 === undefined || dst === undefined || pc + instruction.small < 0) break loop;
        pc += instruction.small;
        break;
      }
      case CALL: {
        if (op0 !== undefined || dst !== undefined || pc + instruction.small < 0) break loop;
        cells[dstAt] = pointerTo(EXECUTION, fp);
        cells[op0At] = pointerTo(0, pc + 2);
        ap += 2;
        fp = ap;
        pc += instruction.small;
        break;
      }
      case RET: {
        op1Segment = EXECUTION;
        op1At = fp - 1;
        const target = op1At < 0 ? undefined : cells[op1At];
        if (op0 === undefined || dst === undefined || target === undefined || !isPointer(dst) || !isPointer(target)) break loop;
        if (segmentOf(target) !== 0) break loop;
        fp = offsetOf(dst);
        pc = offsetOf(target);
        break;
      }
      case MOVE_AP: {
        const moved = ap + instruction.small;
        if (op0 === undefined || dst === undefined || moved < 0 || moved >= room) break loop;
        ap = moved;
        pc += 2;
        break;
      }
      default:
        break loop;
    }
    if (countsHoles) {
      memory.markAt(EXECUTION, dstAt);
      memory.markAt(EXECUTION, op0At);
      memory.markAt(op1Segment, op1At);
    }
    ap += instruction.apStep;
    left--;
    instruction = code[pc];
  }
  machine.pc = pointerTo(0, pc);
  machine.ap = ap;
  machine.fp = fp;
  machine.steps += limit - left;
  return limit - left;
};
