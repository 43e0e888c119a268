// An instance that was away gets the blocks it missed from the validator's own state-sync store, one AddSyncBlock after another, then the present height.
// A batcher only starts a height equal to its own storage marker (seed.md 5.4).
import type { BatcherAnswer } from '../types/batcher.ts';
import { type Height, toHeight } from '../types/ids.ts';
import { sendTo } from './batchers-calls.ts';
import type { Purpose } from './batchers-state.ts';
import { type Run, log } from './consensus-state.ts';

/** Takes an instance whose first missing block is `from` a step further; a block that the store lacks ends the attempt until the next height. */
export const catchUp = (run: Run, slot: number, from: number): void => {
  const { batchers, orchestrator } = run.state;
  const { height } = orchestrator;
  if (height === null || batchers.ready.has(slot)) return;
  if (!batchers.catching.has(slot)) batchers.catching.set(slot, 0);
  if (from === height) {
    sendTo(run, { slot, request: { kind: 'start_height', height }, purpose: { kind: 'join', height } });
    return;
  }
  const block = orchestrator.store.get(from);
  if (block === undefined || from > height) {
    batchers.catching.delete(slot);
    return;
  }
  sendTo(run, { slot, request: { kind: 'add_sync_block', block }, purpose: { kind: 'catch_up', height: toHeight(from) } });
};

/** A block is there, or the instance says where it stands. */
export const onCaughtUp = (
  run: Run,
  slot: number,
  purpose: Purpose & { readonly kind: 'catch_up' | 'follow' },
  answer: BatcherAnswer,
): void => {
  const { catching } = run.state.batchers;
  if (answer.ok) {
    if (purpose.kind === 'follow') return;
    catching.set(slot, (catching.get(slot) ?? 0) + 1);
    catchUp(run, slot, purpose.height + 1);
    return;
  }
  if (answer.error.kind !== 'batcher_error' || answer.error.error.code !== 'StorageHeightMarkerMismatch') {
    catching.delete(slot);
    return;
  }
  catchUp(run, slot, answer.error.error.markerHeight);
};

/** It has started the height, which may have passed meanwhile. */
export const onJoined = (run: Run, slot: number, height: Height, answer: BatcherAnswer): void => {
  const { batchers, orchestrator } = run.state;
  const caughtUp = batchers.catching.get(slot) ?? 0;
  const isThere = answer.ok || (answer.error.kind === 'batcher_error' && answer.error.error.code === 'HeightInProgress');
  if (isThere && orchestrator.height === height) {
    batchers.catching.delete(slot);
    batchers.ready.add(slot);
    log(run, { kind: 'batcher_ready', slot, height, caughtUp });
  } else if (isThere) {
    catchUp(run, slot, height);
  } else if (answer.error.kind === 'batcher_error' && answer.error.error.code === 'StorageHeightMarkerMismatch') {
    catchUp(run, slot, answer.error.error.markerHeight);
  } else {
    batchers.catching.delete(slot);
  }
};
