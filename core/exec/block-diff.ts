// Net changes of a whole block: its start, its transactions in order, its end. Source: execution.md 7.1, 7.11, 8.1.
import { mergeDiffs, netDiff } from '../state/diff.ts';
import { applyDiff, createOverlay } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { StateDiff } from '../types/block.ts';
import type { BlockContext, ExecutionEngine } from './engine.ts';

/** `diffs`: the start of the block, then its transactions; `base`: the state of the parent. */
export const blockDiff = (
  engine: ExecutionEngine,
  { context, base, diffs }: { readonly context: BlockContext; readonly base: StateReader; readonly diffs: readonly StateDiff[] },
): StateDiff => {
  const overlay = createOverlay();
  for (const diff of diffs) applyDiff(overlay, diff);
  const soFar = netDiff(base, overlay);
  return netDiff(base, mergeDiffs(soFar, engine.endOfBlock(context, soFar, base)));
};
