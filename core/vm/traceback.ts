// The call instructions that led to pc, by following the frames of the execution segment. Source: execution.md 7.9; cairo-vm get_traceback_entries.
import { type Pointer, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { decodeInstruction } from './instruction.ts';
import type { Machine } from './machine.ts';
import { VmFault } from './fault.ts';
import { EXECUTION, type Memory } from './memory.ts';

const ENTRIES_MAX = 20;

const back = (address: Pointer, steps: number): Pointer | null => {
  const offset = offsetOf(address);
  return offset >= steps ? pointerTo(segmentOf(address), offset - steps) : null;
};

const isCall = (memory: Memory, address: Pointer): boolean => {
  const word = memory.get(address);
  if (word === undefined || isPointer(word)) return false;
  try {
    return decodeInstruction(BigInt(word)).opcode === 'call';
  } catch (thrown) {
    if (thrown instanceof VmFault) return false;
    throw thrown;
  }
};

/** The call before a return address: its word is one or two cells back. */
const callBefore = (memory: Memory, returnPc: Pointer): Pointer | null => {
  for (const size of [1, 2]) {
    const address = back(returnPc, size);
    if (address === null || memory.get(address) === undefined) return null;
    if (isCall(memory, address)) return address;
  }
  return null;
};

/** Addresses of call instructions, outermost first, at most the 20 innermost. */
export const tracebackOf = ({ memory, fp }: Machine): readonly Pointer[] => {
  const calls: Pointer[] = [];
  let frame = pointerTo(EXECUTION, fp);
  while (calls.length < ENTRIES_MAX) {
    const [returnAt, frameAt] = [back(frame, 1), back(frame, 2)];
    const returnPc = returnAt === null ? undefined : memory.get(returnAt);
    const caller = frameAt === null ? undefined : memory.get(frameAt);
    if (returnPc === undefined || !isPointer(returnPc) || caller === undefined || !isPointer(caller) || caller === frame) break;
    frame = caller;
    const call = callBefore(memory, returnPc);
    if (call === null) break;
    calls.push(call);
  }
  return calls.toReversed();
};
