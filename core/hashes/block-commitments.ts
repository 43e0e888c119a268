// The five commitments of a block header over its transactions, events, receipts and state diff. Source: commitments.md 4.
// Roots of the state are not here: they come after the decision (core/state/commitment.ts).
import { assert } from '../base/assert.ts';
import { FELT_ZERO, type Felt, toFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { starknetKeccak } from '../crypto/keccak.ts';
import type {
  BlockHeaderCommitments,
  ContractEvent,
  L1DaMode,
  L2ToL1Message,
  Receipt,
  StateDiff,
  TransactionStatus,
} from '../types/block.ts';
import type { HashedTransaction, Transaction } from '../types/transaction.ts';
import { commitmentTreeRoot } from './commitment-tree.ts';
import { isVersionAtLeast } from './starknet-version.ts';
import { stateDiffCommitment } from './state-diff-commitment.ts';

/** A transaction as its commitment sees it; L1 handlers have no signature. */
export type SignedHash = { readonly hash: Felt; readonly signature: readonly Felt[] };

/** What a receipt's leaf covers. The fee's unit and the L2 gas are not committed. */
export type CommittedReceipt = {
  readonly transactionHash: Felt;
  readonly actualFee: bigint;
  readonly messages: readonly L2ToL1Message[];
  readonly status: TransactionStatus;
  readonly gas: { readonly l1Gas: number; readonly l1DataGas: number };
};

/** An event with the transaction that emitted it. */
export type EmittedEvent = { readonly transactionHash: Felt; readonly event: ContractEvent };

const signatureOf = (tx: Transaction): readonly Felt[] => (tx.kind === 'l1_handler' ? [] : tx.signature);

/** Leaf of a transaction; before 0.13.4 an empty signature counts as a single 0. */
export const transactionLeaf = (kernel: Kernel, tx: SignedHash, starknetVersion: string): Felt => {
  const padded = tx.signature.length === 0 && !isVersionAtLeast(starknetVersion, '0.13.4');
  return kernel.poseidonMany([tx.hash, ...(padded ? [FELT_ZERO] : tx.signature)]);
};

/** Root over the transactions in execution order. */
export const transactionCommitment = (kernel: Kernel, txs: readonly SignedHash[], starknetVersion: string): Felt =>
  commitmentTreeRoot(
    kernel,
    txs.map((tx) => transactionLeaf(kernel, tx, starknetVersion)),
  );

export const eventLeaf = (kernel: Kernel, { transactionHash, event }: EmittedEvent): Felt =>
  kernel.poseidonMany([event.from, transactionHash, toFelt(event.keys.length), ...event.keys, toFelt(event.data.length), ...event.data]);

/** Root over all events of all transactions in order. */
export const eventCommitment = (kernel: Kernel, events: readonly EmittedEvent[]): Felt =>
  commitmentTreeRoot(
    kernel,
    events.map((event) => eventLeaf(kernel, event)),
  );

/** Hash of the L2 -> L1 messages of one transaction. */
export const messagesHash = (kernel: Kernel, messages: readonly L2ToL1Message[]): Felt =>
  kernel.poseidonMany([
    toFelt(messages.length),
    ...messages.flatMap(({ from, to, payload }) => [from, to, toFelt(payload.length), ...payload]),
  ]);

/** 0 on success, Keccak of the reason's UTF-8 bytes on revert. */
export const statusFelt = (status: TransactionStatus): Felt =>
  status.kind === 'succeeded' ? FELT_ZERO : starknetKeccak(utf8ToBytes(status.reason));

export const receiptLeaf = (kernel: Kernel, receipt: CommittedReceipt): Felt =>
  kernel.poseidonMany([
    receipt.transactionHash,
    toFelt(receipt.actualFee),
    messagesHash(kernel, receipt.messages),
    statusFelt(receipt.status),
    // L2 gas is not committed: a constant stands in its place.
    FELT_ZERO,
    toFelt(receipt.gas.l1Gas),
    toFelt(receipt.gas.l1DataGas),
  ]);

/** Root over the receipts in execution order. */
export const receiptCommitment = (kernel: Kernel, receipts: readonly CommittedReceipt[]): Felt =>
  commitmentTreeRoot(
    kernel,
    receipts.map((receipt) => receiptLeaf(kernel, receipt)),
  );

export type BlockCounts = {
  readonly nTxs: number;
  readonly nEvents: number;
  readonly stateDiffLength: number;
  readonly l1DaMode: L1DaMode;
};

/** The three counts and the data availability mode in one felt, 64 bits each. */
export const concatenatedCounts = ({ nTxs, nEvents, stateDiffLength, l1DaMode }: BlockCounts): Felt =>
  toFelt((BigInt(nTxs) << 192n) + (BigInt(nEvents) << 128n) + (BigInt(stateDiffLength) << 64n) + (l1DaMode === 'blob' ? 1n << 63n : 0n));

export type BlockContent = {
  readonly txs: readonly HashedTransaction[];
  /** One per transaction, in the same order. */
  readonly receipts: readonly Receipt[];
  readonly stateDiff: StateDiff;
  readonly l1DaMode: L1DaMode;
  readonly starknetVersion: string;
};

/** All five commitments of a block. */
export const blockHeaderCommitments = (kernel: Kernel, content: BlockContent): BlockHeaderCommitments => {
  const { txs, receipts, stateDiff, l1DaMode, starknetVersion } = content;
  assert(
    txs.length === receipts.length && txs.every((tx, i) => tx.hash === receipts[i]?.transactionHash),
    'blockHeaderCommitments: one receipt per transaction, in order',
  );
  const signed = txs.map(({ hash, tx }) => ({ hash, signature: signatureOf(tx) }));
  const events = receipts.flatMap(({ transactionHash, events: emitted }) => emitted.map((event) => ({ transactionHash, event })));
  const diff = stateDiffCommitment(kernel, stateDiff);
  return {
    transactionCommitment: transactionCommitment(kernel, signed, starknetVersion),
    eventCommitment: eventCommitment(kernel, events),
    receiptCommitment: receiptCommitment(kernel, receipts),
    stateDiffCommitment: diff.commitment,
    concatenatedCounts: concatenatedCounts({ nTxs: txs.length, nEvents: events.length, stateDiffLength: diff.length, l1DaMode }),
  };
};
