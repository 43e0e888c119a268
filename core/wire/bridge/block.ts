// Block infos, header commitments, state diffs and sync blocks <-> messages of bridge.proto. Order of map entries is kept, so that a value that has
// crossed equals the one that was sent. The schema is this project's (world.md 11); nothing public is followed.
import { type Felt, feltFromHex, feltToHex } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import type { BlockHeaderCommitments, BlockInfo, GasPricePair, StateDiff, SyncBlock } from '../../types/block.ts';
import { readL1DaMode, writeL1DaMode } from '../da-mode.ts';
import type {
  BridgeBlockInfoIn,
  BridgeBlockInfoOut,
  BridgeStateDiffIn,
  BridgeStateDiffOut,
  BridgeSyncBlockIn,
  BridgeSyncBlockOut,
  FeltPairIn,
  FeltPairOut,
  HashOut,
  HeaderCommitmentsIn,
  HeaderCommitmentsOut,
  PricePairIn,
  PricePairOut,
} from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { readStarknetVersion } from '../starknet-version.ts';
import { writeFelt, writeU128 } from '../writing.ts';

const writePair = ({ wei, fri }: GasPricePair): PricePairIn => ({ wei: writeU128(wei), fri: writeU128(fri) });

const readPair = (message: PricePairOut | null, field: string, reading: Reading): GasPricePair => {
  const { wei, fri } = reading.present(message, field);
  return freeze({ wei: reading.u128(wei, `${field}::wei`), fri: reading.u128(fri, `${field}::fri`) });
};

export const writeBlockInfo = (info: BlockInfo): BridgeBlockInfoIn => ({
  height: info.height,
  timestamp: info.timestamp,
  sequencer: writeFelt(info.sequencer),
  l1Gas: writePair(info.gasPrices.l1Gas),
  l1DataGas: writePair(info.gasPrices.l1DataGas),
  l2Gas: writePair(info.gasPrices.l2Gas),
  l1DaMode: writeL1DaMode(info.l1DaMode),
  starknetVersion: info.starknetVersion,
});

export const readBlockInfo = (message: BridgeBlockInfoOut | null, reading: Reading): BlockInfo => {
  const info = reading.present(message, 'block_info');
  return freeze({
    height: reading.height(info.height),
    timestamp: reading.count(info.timestamp, 'timestamp'),
    sequencer: reading.felt(info.sequencer, 'sequencer'),
    gasPrices: freeze({
      l1Gas: readPair(info.l1Gas, 'l1_gas', reading),
      l1DataGas: readPair(info.l1DataGas, 'l1_data_gas', reading),
      l2Gas: readPair(info.l2Gas, 'l2_gas', reading),
    }),
    l1DaMode: readL1DaMode(info.l1DaMode, 'l1_da_mode'),
    starknetVersion: readStarknetVersion(reading, info.starknetVersion, 'starknet_version'),
  });
};

export const writeCommitments = (commitments: BlockHeaderCommitments): HeaderCommitmentsIn => ({
  transaction: writeFelt(commitments.transactionCommitment),
  event: writeFelt(commitments.eventCommitment),
  receipt: writeFelt(commitments.receiptCommitment),
  stateDiff: writeFelt(commitments.stateDiffCommitment),
  concatenatedCounts: writeFelt(commitments.concatenatedCounts),
});

export const readCommitments = (message: HeaderCommitmentsOut | null, reading: Reading): BlockHeaderCommitments => {
  const { transaction, event, receipt, stateDiff, concatenatedCounts } = reading.present(message, 'commitments');
  return freeze({
    transactionCommitment: reading.hash(transaction, 'transaction'),
    eventCommitment: reading.hash(event, 'event'),
    receiptCommitment: reading.hash(receipt, 'receipt'),
    stateDiffCommitment: reading.hash(stateDiff, 'state_diff'),
    concatenatedCounts: reading.felt(concatenatedCounts, 'concatenated_counts'),
  });
};

const writeMap = (map: ReadonlyMap<string, Felt>): FeltPairIn[] =>
  [...map].map(([key, value]) => ({ key: writeFelt(feltFromHex(key)), value: writeFelt(value) }));

const readMap = (pairs: readonly FeltPairOut[], field: string, reading: Reading): ReadonlyMap<string, Felt> =>
  new Map(pairs.map(({ key, value }) => [feltToHex(reading.felt(key, field)), reading.felt(value, field)]));

export const writeStateDiff = (diff: StateDiff): BridgeStateDiffIn => ({
  storage: [...diff.storage].map(([address, entries]) => ({ address: writeFelt(feltFromHex(address)), entries: writeMap(entries) })),
  nonces: writeMap(diff.nonces),
  deployed: writeMap(diff.deployed),
  declared: writeMap(diff.declared),
});

export const readStateDiff = (message: BridgeStateDiffOut | null, reading: Reading): StateDiff => {
  const { storage, nonces, deployed, declared } = reading.present(message, 'state_diff');
  return freeze({
    storage: new Map(
      storage.map(({ address, entries }) => [feltToHex(reading.felt(address, 'storage')), readMap(entries, 'storage', reading)]),
    ),
    nonces: readMap(nonces, 'nonces', reading),
    deployed: readMap(deployed, 'deployed', reading),
    declared: readMap(declared, 'declared', reading),
  });
};

export const readHashes = (messages: readonly HashOut[], field: string, reading: Reading): readonly Felt[] =>
  freeze(messages.map((message) => reading.hash(message, field)));

export const writeSyncBlock = (block: SyncBlock): BridgeSyncBlockIn => ({
  info: writeBlockInfo(block.info),
  stateDiff: writeStateDiff(block.stateDiff),
  accountTransactionHashes: block.accountTransactionHashes.map((hash) => writeFelt(hash)),
  l1TransactionHashes: block.l1TransactionHashes.map((hash) => writeFelt(hash)),
  commitments: block.commitments === null ? null : writeCommitments(block.commitments),
  l2GasConsumed: block.l2GasConsumed,
  nextL2GasPriceFri: writeU128(block.nextL2GasPriceFri),
  feeProposalFri: block.feeProposalFri === null ? null : writeU128(block.feeProposalFri),
});

export const readSyncBlock = (message: BridgeSyncBlockOut | null, reading: Reading): SyncBlock => {
  const block = reading.present(message, 'sync_block');
  return freeze({
    info: readBlockInfo(block.info, reading),
    stateDiff: readStateDiff(block.stateDiff, reading),
    accountTransactionHashes: readHashes(block.accountTransactionHashes, 'account_transaction_hashes', reading),
    l1TransactionHashes: readHashes(block.l1TransactionHashes, 'l1_transaction_hashes', reading),
    commitments: block.commitments === null ? null : readCommitments(block.commitments, reading),
    l2GasConsumed: reading.count(block.l2GasConsumed, 'l2_gas_consumed'),
    nextL2GasPriceFri: reading.u128(block.nextL2GasPriceFri, 'next_l2_gas_price_fri'),
    feeProposalFri: block.feeProposalFri === null ? null : reading.u128(block.feeProposalFri, 'fee_proposal_fri'),
  });
};
