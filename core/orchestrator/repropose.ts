// Sending a valid value again in a later round. Source: SequencerConsensusContext::repropose, protocol.md 2.9.
// Timestamp and prices stay, so the commitment stays; the batcher is not asked, and receivers validate it as a new proposal. Apollo's task ends at once
// here, since nothing on an outbound stream waits.
import { freeze } from '../base/plain.ts';
import type { ManagerEffect } from '../consensus/messages.ts';
import type { StreamId } from '../types/consensus.ts';
import { makeFin } from './build.ts';
import { feeActualAt, nextL2Price } from './prices.ts';
import { type Draft, report, storeProposal, storedProposal } from './state.ts';

/** Asserts where Apollo panics: nothing stored at the valid round, or another commitment. The active task must have ended. */
export const repropose = (draft: Draft, call: ManagerEffect & { readonly kind: 'repropose' }): void => {
  const { height, round, validRound, value, proposer } = call;
  const { settings, converter } = draft.config;
  const stored = storedProposal(draft.state, height, validRound, value);
  const init = freeze({ ...stored.init, round, proposer, validRound });
  storeProposal(draft, { ...stored, init });
  report(draft, { kind: 'reproposed', height, round, validRound, value });
  const streamId: StreamId = { height, round };
  draft.effects.push({ kind: 'send_part', streamId, part: { kind: 'init', init } });
  for (const batch of stored.batches) {
    const transactions = batch.map((tx) => converter.toNetwork(tx));
    // A conversion error only ends the stream without its Fin.
    if (transactions.some((tx) => !tx.ok)) {
      draft.effects.push({ kind: 'close_stream', streamId });
      return;
    }
    const values = transactions.flatMap((tx) => (tx.ok ? [tx.value] : []));
    draft.effects.push({ kind: 'send_part', streamId, part: { kind: 'transactions', transactions: values } });
  }
  const price = draft.state.l2GasPriceFri;
  const feeActual = feeActualAt(draft.state, height, settings);
  const fin = makeFin(value, stored.info, nextL2Price({ height, price, used: stored.info.l2GasUsed, feeActual }, settings));
  draft.effects.push({ kind: 'send_part', streamId, part: { kind: 'fin', fin } });
  draft.effects.push({ kind: 'close_stream', streamId });
};
