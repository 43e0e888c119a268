// One transaction of a committed block, executed again from what the log says: the state before the block, its start, the transactions before it.
// Pure: equal inputs give the result that consensus agreed on, or the caller sees that they differ.
import { required } from '../base/assert.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { cairoRunner } from '../exec/cairo/run-entry.ts';
import type { RunObserver } from '../exec/cairo/observe.ts';
import type { ClassStore } from '../exec/class-store.ts';
import type { ExecutedTransaction, TransactionRejection } from '../exec/engine.ts';
import { createCairoEngine } from '../exec/engines/cairo.ts';
import type { Result } from '../base/result.ts';
import { commitDiff, committedReader, EMPTY_STATE } from '../state/layers.ts';
import { applyDiff, createOverlay, overlayReader } from '../state/overlay.ts';
import { freezeDiff } from '../state/diff.ts';
import type { StateReader } from '../state/reader.ts';
import type { StateDiff } from '../types/block.ts';
import type { InspectInput } from './types.ts';

/** What executes: all classes of the network, and what block 0 wrote. */
export type InspectMeans = { readonly kernel: Kernel; readonly classes: ClassStore; readonly genesis: StateDiff };

/** The transaction's turn: everything before it is done. */
export type Prepared = {
  /** What it reads. */
  readonly state: StateReader;
  readonly execute: (observer: RunObserver) => Result<ExecutedTransaction, TransactionRejection>;
};

/** Asserts at least one transaction. */
export const prepare = ({ kernel, classes, genesis }: InspectMeans, input: InspectInput): Prepared => {
  const tx = required(input.txs.at(-1), 'prepare: a transaction');
  const context = { info: input.info, chainId: input.chainId };
  let committed = EMPTY_STATE;
  for (const diff of [genesis, ...input.before]) committed = commitDiff(committed, freezeDiff(diff));
  const overlay = createOverlay();
  applyDiff(overlay, input.start);
  const state = overlayReader(committedReader(committed), overlay);
  const engine = createCairoEngine(kernel, classes);
  for (const earlier of input.txs.slice(0, -1)) {
    const executed = engine.execute(context, earlier, state);
    if (executed.ok) applyDiff(overlay, executed.value.stateDiff);
  }
  return { state, execute: (observer) => createCairoEngine(kernel, observed(classes, observer)).execute(context, tx, state) };
};

const observed = (classes: ClassStore, observer: RunObserver): ClassStore => {
  const run = cairoRunner(observer);
  return {
    ...classes,
    codeOf: (classHash, state) => {
      const code = classes.codeOf(classHash, state);
      return code?.kind === 'cairo' ? { ...code, run } : code;
    },
  };
};
