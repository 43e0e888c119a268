// An engine with a bug, after the incident of 2026-01-05 (ecosystem.md 8): where a call fails and its caller goes on, what the call has written stays in
// the block's state. It is a row of its own; the correct engine knows nothing of it. It takes every such write; the bug on mainnet needed a certain
// combination of writes, failures and catches.
import { type Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import { ok } from '../../base/result.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { EMPTY_DIFF, mergeDiffs, netDiff } from '../../state/diff.ts';
import { checkpoint, type Overlay } from '../../state/overlay.ts';
import type { ClassStore } from '../class-store.ts';
import type { ExecutionEngine } from '../engine.ts';
import type { CairoCode } from '../phase.ts';
import { createCairoEngine } from './cairo.ts';

type Cells = Map<string, Map<string, Felt>>;

/** Values of the cells that were written since a checkpoint. */
const keepWrites = (into: Cells, overlay: Overlay, point: number): void => {
  for (const undo of overlay.undo.slice(point)) {
    if (undo.kind !== 'storage') continue;
    const value = overlay.storage.get(undo.address)?.get(undo.key);
    const cells = into.get(undo.address) ?? new Map<string, Felt>();
    if (value !== undefined) into.set(undo.address, cells.set(undo.key, value));
  }
};

/** `code` that notes what its failing inner calls wrote, just before the machine takes it back. */
const noting = (code: CairoCode, kept: Cells): CairoCode => ({
  ...code,
  run: (phase, frame, entry) => {
    const point = checkpoint(phase.overlay);
    const finish = code.run(phase, frame, entry);
    if (finish.kind === 'panic' && frame.depth > 1) keepWrites(kept, phase.overlay, point);
    return finish;
  },
});

/** The Cairo engine with the bug. */
export const createKeepingEngine = (kernel: Kernel, classes: ClassStore): ExecutionEngine => {
  const kept: Cells = new Map();
  const correct = createCairoEngine(kernel, {
    ...classes,
    codeOf: (classHash, state) => {
      const code = classes.codeOf(classHash, state);
      return code?.kind === 'cairo' ? noting(code, kept) : code;
    },
  });
  return {
    ...correct,
    name: 'cairo, keeps reverted writes',
    execute: (context, tx, state) => {
      kept.clear();
      const result = correct.execute(context, tx, state);
      if (!result.ok || kept.size === 0 || result.value.receipt.status.kind === 'reverted') return result;
      const storage = new Map([...kept].map(([address, cells]) => [address, new Map(cells)] as const));
      return ok(freeze({ ...result.value, stateDiff: netDiff(state, mergeDiffs({ ...EMPTY_DIFF, storage }, result.value.stateDiff)) }));
    },
  };
};
