// Blocks and what belongs to them in Apollo's names: BlockInfo, BlockHeaderCommitments, ThinStateDiff, SyncBlock, bouncer weights, execution infos.
import { feltToHex } from '../../base/felt.ts';
import type {
  BlockHeaderCommitments,
  BlockInfo,
  BouncerWeights,
  GasPrices,
  GasVector,
  Receipt,
  StateDiff,
  SyncBlock,
} from '../../types/block.ts';
import { hexOf, type Json, mapToJson } from './json.ts';

const pricesToJson = (prices: GasPrices, unit: 'wei' | 'fri'): Json => ({
  l1_gas_price: hexOf(prices.l1Gas[unit]),
  l1_data_gas_price: hexOf(prices.l1DataGas[unit]),
  l2_gas_price: hexOf(prices.l2Gas[unit]),
});

export const blockInfoToJson = (info: BlockInfo): Json => ({
  block_number: info.height,
  block_timestamp: info.timestamp,
  starknet_version: info.starknetVersion,
  sequencer_address: feltToHex(info.sequencer),
  gas_prices: { eth_gas_prices: pricesToJson(info.gasPrices, 'wei'), strk_gas_prices: pricesToJson(info.gasPrices, 'fri') },
  use_kzg_da: info.l1DaMode === 'blob',
});

export const commitmentsToJson = (commitments: BlockHeaderCommitments): Json => ({
  transaction_commitment: feltToHex(commitments.transactionCommitment),
  event_commitment: feltToHex(commitments.eventCommitment),
  receipt_commitment: feltToHex(commitments.receiptCommitment),
  state_diff_commitment: feltToHex(commitments.stateDiffCommitment),
  concatenated_counts: feltToHex(commitments.concatenatedCounts),
});

/** ThinStateDiff; classes of Cairo 0 do not occur. */
export const stateDiffToJson = (diff: StateDiff): Json => ({
  deployed_contracts: mapToJson(diff.deployed, feltToHex),
  storage_diffs: mapToJson(diff.storage, (values) => mapToJson(values, feltToHex)),
  class_hash_to_compiled_class_hash: mapToJson(diff.declared, feltToHex),
  deprecated_declared_classes: [],
  nonces: mapToJson(diff.nonces, feltToHex),
});

export const bouncerToJson = (weights: BouncerWeights): Json => ({
  l1_gas: weights.l1Gas,
  message_segment_length: weights.messageSegmentLength,
  n_events: weights.nEvents,
  n_txs: weights.nTxs,
  state_diff_size: weights.stateDiffSize,
  sierra_gas: weights.sierraGas,
  proving_gas: weights.provingGas,
  receipt_l2_gas: weights.receiptL2Gas,
});

const gasToJson = (gas: GasVector): Json => ({ l1_gas: gas.l1Gas, l1_data_gas: gas.l1DataGas, l2_gas: gas.l2Gas });

/** Execution infos by transaction hash, in block order. */
export const receiptsToJson = (receipts: readonly Receipt[]): Json =>
  Object.fromEntries(
    receipts.map((receipt) => [
      feltToHex(receipt.transactionHash),
      {
        revert_error: receipt.status.kind === 'reverted' ? receipt.status.reason : null,
        receipt: { fee: hexOf(receipt.actualFee), gas: gasToJson(receipt.gas), da_gas: gasToJson(receipt.daGas) },
      },
    ]),
  );

export const syncBlockToJson = (block: SyncBlock): Json => ({
  state_diff: stateDiffToJson(block.stateDiff),
  account_transaction_hashes: block.accountTransactionHashes.map((hash) => feltToHex(hash)),
  l1_transaction_hashes: block.l1TransactionHashes.map((hash) => feltToHex(hash)),
  block_header_without_hash: {
    block_number: block.info.height,
    timestamp: block.info.timestamp,
    sequencer: feltToHex(block.info.sequencer),
    l1_gas_price: priceToJson(block.info.gasPrices.l1Gas),
    l1_data_gas_price: priceToJson(block.info.gasPrices.l1DataGas),
    l2_gas_price: priceToJson(block.info.gasPrices.l2Gas),
    l2_gas_consumed: block.l2GasConsumed,
    next_l2_gas_price: hexOf(block.nextL2GasPriceFri),
    l1_da_mode: block.info.l1DaMode === 'blob' ? 'BLOB' : 'CALLDATA',
    starknet_version: block.info.starknetVersion,
    fee_proposal_fri: block.feeProposalFri === null ? null : hexOf(block.feeProposalFri),
  },
  block_header_commitments: block.commitments === null ? null : commitmentsToJson(block.commitments),
});

const priceToJson = (price: { readonly wei: bigint; readonly fri: bigint }): Json => ({
  price_in_fri: hexOf(price.fri),
  price_in_wei: hexOf(price.wei),
});
