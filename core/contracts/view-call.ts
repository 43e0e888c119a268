// A view call at a committed state that the log tells: block 0 and the state differences of the blocks after it, the network's classes, the Cairo engine.
// Pure: it asks nobody and changes nothing. Source: execution.md 7.9 (calls), core/exec/flow-call.ts.
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { CairoEngines } from '../sim/engines.ts';
import { freezeDiff } from '../state/diff.ts';
import { commitDiff, committedReader, EMPTY_STATE } from '../state/layers.ts';
import type { BlockInfo, StateDiff } from '../types/block.ts';
import { toHeight } from '../types/ids.ts';

/** `info`: of the last block of `diffs`, which are those of blocks 1, 2, 3, …; the call runs at the height after it. */
export type ViewRequest = {
  readonly info: BlockInfo;
  readonly chainId: Felt;
  readonly diffs: readonly StateDiff[];
  readonly address: Felt;
  readonly selector: Felt;
  readonly calldata: readonly Felt[];
};

/** The returned felts, or why it failed, in the words of the engine. */
export const callView = (
  kernel: Kernel,
  cairo: CairoEngines,
  { info, chainId, diffs, ...request }: ViewRequest,
): Result<readonly Felt[], string> => {
  let committed = EMPTY_STATE;
  for (const diff of [cairo.genesis.stateDiff, ...diffs]) committed = commitDiff(committed, freezeDiff(diff));
  const context = { info: { ...info, height: toHeight(info.height + 1) }, chainId };
  return cairo.create('cairo', kernel).call(context, request, committedReader(committed));
};
