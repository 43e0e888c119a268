// A block of the state-sync store as the messages of the sync protocols, and the messages put together to a block again.
// Source: crates/apollo_state_sync, apollo_p2p_sync; protocol.md 5.1-5.2. A block that was decided locally has placeholders, as in Apollo: the block hash of
// its header is the block number, its signature is zero, its state root and parent hash are zero. The counts of events come from the commitment of counts.
import { FELT_ZERO, type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { BlockHeaderCommitments, StateDiff, SyncBlock } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { SyncHeader } from '../wire/cold/header.ts';
import type { StateDiffChunk } from '../wire/cold/state-diff.ts';

/** What the transactions protocol says of one transaction that matters here; `body` null where only the hash is known. */
export type SyncTransaction = { readonly hash: Felt; readonly isL1Handler: boolean; readonly body: HashedTransaction | null };

const PLACEHOLDER_SIGNATURE = [{ r: FELT_ZERO, s: FELT_ZERO }];
const COUNT_BITS = 64n;

/** Events of a block, from the felt that holds all its counts. */
const eventCountOf = ({ concatenatedCounts }: BlockHeaderCommitments): number =>
  Number(BigInt.asUintN(64, concatenatedCounts >> (2n * COUNT_BITS)));

/** state_diff_length: every changed cell, nonce, contract and class. */
const stateDiffLength = ({ storage, nonces, deployed, declared }: StateDiff): number =>
  [...storage.values()].reduce((sum, cells) => sum + cells.size, 0) + nonces.size + deployed.size + declared.size;

/** The header of a stored block; null when its commitments are missing, which consensus would refuse. */
export const headerOf = (block: SyncBlock): SyncHeader | null => {
  const { info, commitments } = block;
  if (commitments === null) return null;
  return freeze({
    blockHash: toFelt(BigInt(info.height)),
    parentHash: FELT_ZERO,
    height: info.height,
    timestamp: info.timestamp,
    sequencer: info.sequencer,
    stateRoot: FELT_ZERO,
    stateDiff: { count: stateDiffLength(block.stateDiff), root: commitments.stateDiffCommitment },
    transactions: {
      count: block.accountTransactionHashes.length + block.l1TransactionHashes.length,
      root: commitments.transactionCommitment,
    },
    events: { count: eventCountOf(commitments), root: commitments.eventCommitment },
    receipts: commitments.receiptCommitment,
    starknetVersion: info.starknetVersion,
    gasPrices: info.gasPrices,
    l2GasConsumed: BigInt(block.l2GasConsumed),
    nextL2GasPriceFri: block.nextL2GasPriceFri,
    l1DaMode: info.l1DaMode,
    signatures: PLACEHOLDER_SIGNATURE,
    feeProposalFri: block.feeProposalFri,
  });
};

const feltOf = (hex: string): Felt => toFelt(BigInt(hex));

/** The chunks of a state diff: one per contract, one per class. */
export const chunksOf = ({ storage, nonces, deployed, declared }: StateDiff): readonly StateDiffChunk[] => {
  const addresses = new Set([...storage.keys(), ...nonces.keys(), ...deployed.keys()]);
  return [
    ...[...addresses].map((address): StateDiffChunk => ({
      kind: 'contract_diff',
      address: feltOf(address),
      classHash: deployed.get(address) ?? null,
      nonce: nonces.get(address) ?? null,
      values: [...(storage.get(address) ?? [])].map(([key, value]) => [feltOf(key), value] as const),
    })),
    ...[...declared].map(([classHash, compiledClassHash]): StateDiffChunk => ({
      kind: 'declared_class',
      classHash: feltOf(classHash),
      compiledClassHash,
    })),
  ];
};

/** Transactions of a block: with their bodies in the order of the block where those are known, else hashes, those of accounts first. */
export const transactionsOf = (block: SyncBlock, bodies: readonly HashedTransaction[] | null): readonly SyncTransaction[] =>
  bodies?.map((body) => ({ hash: body.hash, isL1Handler: body.tx.kind === 'l1_handler', body })) ?? [
    ...block.accountTransactionHashes.map((hash) => ({ hash, isL1Handler: false, body: null })),
    ...block.l1TransactionHashes.map((hash) => ({ hash, isL1Handler: true, body: null })),
  ];

/** Items of a chunk, as state_diff_length counts them. */
export const lengthOfChunk = (chunk: StateDiffChunk): number => {
  if (chunk.kind !== 'contract_diff') return chunk.kind === 'fin' ? 0 : 1;
  return chunk.values.length + (chunk.nonce === null ? 0 : 1) + (chunk.classHash === null ? 0 : 1);
};

/** The state diff that chunks add up to. */
const diffOf = (chunks: readonly StateDiffChunk[]): StateDiff => {
  const storage = new Map<string, ReadonlyMap<string, Felt>>();
  const [nonces, deployed, declared] = [new Map<string, Felt>(), new Map<string, Felt>(), new Map<string, Felt>()];
  for (const chunk of chunks) {
    if (chunk.kind === 'declared_class') declared.set(feltToHex(chunk.classHash), chunk.compiledClassHash);
    if (chunk.kind !== 'contract_diff') continue;
    const address = feltToHex(chunk.address);
    if (chunk.values.length > 0) storage.set(address, new Map(chunk.values.map(([key, value]) => [feltToHex(key), value])));
    if (chunk.nonce !== null) nonces.set(address, chunk.nonce);
    if (chunk.classHash !== null) deployed.set(address, chunk.classHash);
  }
  return freeze({ storage, nonces, deployed, declared });
};

/** What a block is made of once all its parts are there; `counts` is the felt of its counts. Null when the header lacks a root that is needed. */
export const blockOf = (header: SyncHeader, chunks: readonly StateDiffChunk[], txs: readonly SyncTransaction[]): SyncBlock | null => {
  const { stateDiff, transactions, events, receipts, gasPrices, l1DaMode } = header;
  if (stateDiff.root === null || transactions.root === null || events.root === null || receipts === null) return null;
  const [nTxs, nEvents, length] = [transactions.count, events.count, stateDiff.count].map(BigInt);
  const counts = ((nTxs ?? 0n) << 192n) + ((nEvents ?? 0n) << 128n) + ((length ?? 0n) << 64n) + (l1DaMode === 'blob' ? 1n << 63n : 0n);
  return freeze({
    info: {
      height: header.height,
      timestamp: header.timestamp,
      sequencer: header.sequencer,
      gasPrices,
      l1DaMode,
      starknetVersion: header.starknetVersion,
    },
    stateDiff: diffOf(chunks),
    accountTransactionHashes: txs.filter(({ isL1Handler }) => !isL1Handler).map(({ hash }) => hash),
    l1TransactionHashes: txs.filter(({ isL1Handler }) => isL1Handler).map(({ hash }) => hash),
    commitments: {
      transactionCommitment: transactions.root,
      eventCommitment: events.root,
      receiptCommitment: receipts,
      stateDiffCommitment: stateDiff.root,
      concatenatedCounts: toFelt(counts),
    },
    l2GasConsumed: Number(header.l2GasConsumed),
    nextL2GasPriceFri: header.nextL2GasPriceFri,
    feeProposalFri: header.feeProposalFri,
  });
};
