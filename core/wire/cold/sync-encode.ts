// The sync messages that a node sends: requests of the query protocols, and the responses of a server to them (crates/apollo_protobuf/src/converters).
// Blocks that were decided locally are served as Apollo serves them: transactions are their hash around an all-zero body, and receipts are empty. A body
// travels only from a server that keeps bodies for full nodes that execute again, an extension beyond Apollo.
import { FELT_ZERO, type Felt } from '../../base/felt.ts';
import type { Transaction } from '../../types/transaction.ts';
import { writeL1DaMode } from '../da-mode.ts';
import { encodeWith } from '../codec.ts';
import {
  BlockHeadersRequest,
  BlockHeadersResponse,
  type IterationIn,
  StateDiffsRequest,
  StateDiffsResponse,
  TransactionsRequest,
  type TransactionWithReceiptIn,
  TransactionsResponse,
} from '../generated/messages.ts';
import type { Codec } from '../message-codec.ts';
import { writeDeployAccount } from '../deploy-account.ts';
import { writeInvokeWithProof } from '../invoke.ts';
import { writeL1Handler } from '../l1-handler.ts';
import { writeFelt, writeU128, writeU64 } from '../writing.ts';
import type { SyncHeader } from './header.ts';
import type { StateDiffChunk } from './state-diff.ts';

const REQUESTS: Readonly<Record<'headers' | 'state_diffs' | 'transactions', Codec<{ readonly iteration: IterationIn }, unknown>>> = {
  headers: BlockHeadersRequest,
  state_diffs: StateDiffsRequest,
  transactions: TransactionsRequest,
};

/** A query for `limit` blocks from `start` on, forward, step 1. */
export const encodeSyncQuery = (what: keyof typeof REQUESTS, start: number, limit: number): Uint8Array =>
  encodeWith(REQUESTS[what], {
    iteration: { blockNumber: writeU64(BigInt(start)), direction: 0, limit: writeU64(BigInt(limit)), step: writeU64(1n) },
  });

const writeRoot = (root: Felt | null): { readonly elements: Uint8Array } | null => (root === null ? null : writeFelt(root));

/** One header; null is the end of the answer. */
export const encodeHeader = (header: SyncHeader | null): Uint8Array => {
  if (header === null) return encodeWith(BlockHeadersResponse, { fin: {} });
  const { gasPrices, stateDiff, transactions, events } = header;
  return encodeWith(BlockHeadersResponse, {
    header: {
      blockHash: writeFelt(header.blockHash),
      parentHash: writeFelt(header.parentHash),
      number: writeU64(BigInt(header.height)),
      time: writeU64(BigInt(header.timestamp)),
      sequencerAddress: writeFelt(header.sequencer),
      stateRoot: writeFelt(header.stateRoot),
      stateDiffCommitment: { stateDiffLength: writeU64(BigInt(stateDiff.count)), root: writeRoot(stateDiff.root) },
      transactions: { nLeaves: writeU64(BigInt(transactions.count)), root: writeRoot(transactions.root) },
      events: { nLeaves: writeU64(BigInt(events.count)), root: writeRoot(events.root) },
      receipts: writeRoot(header.receipts),
      protocolVersion: header.starknetVersion,
      l1GasPriceFri: writeU128(gasPrices.l1Gas.fri),
      l1GasPriceWei: writeU128(gasPrices.l1Gas.wei),
      l1DataGasPriceFri: writeU128(gasPrices.l1DataGas.fri),
      l1DataGasPriceWei: writeU128(gasPrices.l1DataGas.wei),
      l2GasPriceFri: writeU128(gasPrices.l2Gas.fri),
      l2GasPriceWei: writeU128(gasPrices.l2Gas.wei),
      l2GasConsumed: writeU64(header.l2GasConsumed),
      nextL2GasPrice: writeU128(header.nextL2GasPriceFri),
      l1DataAvailabilityMode: writeL1DaMode(header.l1DaMode),
      signatures: header.signatures.map(({ r, s }) => ({ r: writeFelt(r), s: writeFelt(s) })),
      feeProposalFri: header.feeProposalFri === null ? null : writeU128(header.feeProposalFri),
    },
  });
};

/** One chunk of a state diff, or its end. */
export const encodeStateDiffChunk = (chunk: StateDiffChunk): Uint8Array => {
  switch (chunk.kind) {
    case 'contract_diff': {
      const { address, nonce, classHash, values } = chunk;
      return encodeWith(StateDiffsResponse, {
        contractDiff: {
          address: writeFelt(address),
          nonce: nonce === null ? null : writeFelt(nonce),
          classHash: classHash === null ? null : writeFelt(classHash),
          values: values.map(([key, value]) => ({ key: writeFelt(key), value: writeFelt(value) })),
          domain: 0,
        },
      });
    }
    case 'declared_class':
      return encodeWith(StateDiffsResponse, {
        declaredClass: { classHash: writeFelt(chunk.classHash), compiledClassHash: writeFelt(chunk.compiledClassHash) },
      });
    case 'deprecated_class':
      return encodeWith(StateDiffsResponse, { declaredClass: { classHash: writeFelt(chunk.classHash) } });
    case 'fin':
      return encodeWith(StateDiffsResponse, { fin: {} });
  }
};

/** A transaction as a server knows it: its hash, and its body where it has kept that. */
export type SentTransaction = {
  readonly hash: Felt;
  readonly isL1Handler: boolean;
  readonly body: { readonly tx: Transaction } | null;
};
type WrittenFelt = ReturnType<typeof writeFelt>;

const NO_LIMITS = { maxAmount: 0n, maxPricePerUnit: 0n };
const EMPTY_INVOKE = {
  kind: 'invoke_v3',
  sender: FELT_ZERO,
  calldata: [],
  signature: [],
  nonce: FELT_ZERO,
  resourceBounds: { l1Gas: NO_LIMITS, l2Gas: NO_LIMITS, l1DataGas: NO_LIMITS },
  tip: 0n,
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(0),
} as const;
const EMPTY_L1_HANDLER = { kind: 'l1_handler', nonce: FELT_ZERO, address: FELT_ZERO, entryPointSelector: FELT_ZERO, calldata: [] } as const;

const EMPTY_RECEIPT = {
  actualFee: writeFelt(FELT_ZERO),
  priceUnit: 1,
  messagesSent: [],
  executionResources: { builtins: {}, steps: 0, memoryHoles: 0, daGasConsumed: {}, gasConsumed: {} },
} as const;
const EMPTY_HASH = { elements: new Uint8Array(32) };

/** One transaction of a block; null is the end of the answer. A body travels only where it is known and needs no class. */
export const encodeBlockTransaction = (tx: SentTransaction | null): Uint8Array => {
  if (tx === null) return encodeWith(TransactionsResponse, { fin: {} });
  const transactionHash = writeFelt(tx.hash);
  const body = tx.body?.tx ?? (tx.isL1Handler ? EMPTY_L1_HANDLER : EMPTY_INVOKE);
  return encodeWith(TransactionsResponse, { transactionWithReceipt: withReceipt(body, transactionHash) });
};

const withReceipt = (tx: Transaction, transactionHash: WrittenFelt): TransactionWithReceiptIn => {
  switch (tx.kind) {
    case 'invoke_v3':
      return {
        transaction: { invokeV3: writeInvokeWithProof(tx).invoke ?? null, transactionHash },
        receipt: { invoke: { common: EMPTY_RECEIPT } },
      };
    case 'deploy_account_v3':
      return {
        transaction: { deployAccountV3: writeDeployAccount(tx), transactionHash },
        receipt: { deployAccount: { common: EMPTY_RECEIPT, contractAddress: writeFelt(FELT_ZERO) } },
      };
    case 'l1_handler':
      return {
        transaction: { l1Handler: writeL1Handler(tx), transactionHash },
        receipt: { l1Handler: { common: EMPTY_RECEIPT, msgHash: EMPTY_HASH } },
      };
    // Its class would travel by the classes protocol, which is not served.
    case 'declare_v3':
      return withReceipt(EMPTY_INVOKE, transactionHash);
  }
};
