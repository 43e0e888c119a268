// Learning a height instead of deciding it: try_sync reads the validator's own state-sync store.
// Source: SequencerConsensusContext::try_sync and network_tip, protocol.md 2.11. Fetching blocks from peers is a later part of the project.
import type { BatcherAnswer } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import { type Height, toHeight } from '../types/ids.ts';
import { expectAnswer } from './errors.ts';
import { noteReceived } from './recorder.ts';
import { type Draft, type OrchestratorState, callBatcher, patch, unixSeconds } from './state.ts';
import { constantsOf } from './versions.ts';

/** Highest block of the own store; null when it is empty. */
const networkTip = (state: OrchestratorState): Height | null => {
  let tip: number | null = null;
  for (const height of state.store.keys()) if (tip === null || height > tip) tip = height;
  return tip === null ? null : toHeight(tip);
};

const answer = (draft: Draft, height: Height, synced: boolean): void => {
  draft.effects.push({ kind: 'manager', input: { kind: 'sync_result', height, synced, networkTip: networkTip(draft.state) } });
};

/** True when there is an acceptable block: then the active task must be interrupted and `addSyncBlock` called. Otherwise consensus is answered. */
export const findSyncBlock = (draft: Draft, height: Height): boolean => {
  const block = draft.state.store.get(height);
  if (block === undefined) {
    answer(draft, height, false);
    return false;
  }
  const min = constantsOf(draft.config.settings.starknetVersion).minGasPriceFri;
  patch(draft, { l2GasPriceFri: block.nextL2GasPriceFri > min ? block.nextL2GasPriceFri : min });
  if (!isAcceptable(draft, block, height)) {
    answer(draft, height, false);
    return false;
  }
  const { timestamp, gasPrices } = block.info;
  patch(draft, {
    feeWindow: new Map(draft.state.feeWindow).set(height, block.feeProposalFri),
    previous: { timestamp, l1Gas: gasPrices.l1Gas, l1DataGas: gasPrices.l1DataGas },
  });
  return true;
};

const isAcceptable = (draft: Draft, block: SyncBlock, height: Height): boolean => {
  const { timestamp } = block.info;
  const latest = unixSeconds(draft) + draft.config.settings.blockTimestampWindowSeconds;
  return block.info.height === height && timestamp >= (draft.state.previous?.timestamp ?? 0) && timestamp <= latest;
};

/** Hands the block to the batcher. The active task must have ended. */
export const addSyncBlock = (draft: Draft, height: Height): void => {
  const block = draft.state.store.get(height);
  if (block === undefined) {
    answer(draft, height, false);
    return;
  }
  const callId = callBatcher(draft, { kind: 'add_sync_block', block });
  patch(draft, { awaited: { kind: 'adding_sync_block', height, callId } });
};

/** A refusal of the batcher means: not synced. No blob is made for a synced block. */
export const onSyncBlockAdded = (draft: Draft, height: Height, batcherAnswer: BatcherAnswer): void => {
  const { ok } = expectAnswer(batcherAnswer, 'done');
  patch(draft, { awaited: null });
  if (ok) patch(draft, { recorder: noteReceived(draft.state.recorder, height - 1) });
  answer(draft, height, ok);
};
