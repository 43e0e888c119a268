// An engine with a bug, for learning what happens when one batcher disagrees: at the end of a block it writes one storage cell that no correct engine
// writes, so that its state diff and every commitment over it differ. It is a row of its own; the correct engine knows nothing of it.
import { feltFromAscii, feltToHex, toFelt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import { mergeDiffs } from '../../state/diff.ts';
import { STRK_ADDRESS } from '../../types/genesis.ts';
import type { StateDiff } from '../../types/block.ts';
import type { ExecutionEngine } from '../engine.ts';

const CELL = feltFromAscii('MISCOUNTED');
const ONE = toFelt(1n);

const BUG: StateDiff = freeze({
  storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(CELL), ONE]])]]),
  nonces: new Map(),
  deployed: new Map(),
  declared: new Map(),
});

/** `correct` with the bug, at the heights that `isAt` names. */
export const createMiscountingEngine = (correct: ExecutionEngine, isAt: (height: number) => boolean): ExecutionEngine => ({
  ...correct,
  name: `${correct.name}, miscounting`,
  endOfBlock: (context, blockDiff, state) => {
    const end = correct.endOfBlock(context, blockDiff, state);
    return isAt(context.info.height) ? mergeDiffs(end, BUG) : end;
  },
});
