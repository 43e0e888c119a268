// Families of vectors about tries, block commitments and block hashes: each turns an input into the value that core/ computes for it.
import { type Felt, feltToHex } from '../core/base/felt.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import {
  type CommittedReceipt,
  type EmittedEvent,
  type SignedHash,
  concatenatedCounts,
  eventCommitment,
  eventLeaf,
  messagesHash,
  receiptCommitment,
  receiptLeaf,
  statusFelt,
  transactionCommitment,
  transactionLeaf,
} from '../core/hashes/block-commitments.ts';
import { blockHash, gasPricesHash, partialBlockHash, proposalCommitment } from '../core/hashes/block-hash.ts';
import { commitmentTreeRoot } from '../core/hashes/commitment-tree.ts';
import {
  type Json,
  RpcShapeError,
  countIn,
  feltIn,
  feltsIn,
  integerIn,
  listIn,
  objectIn,
  textIn,
  toFeltAt,
  toJson,
  toList,
  toText,
} from '../core/hashes/rpc-reading.ts';
import { isVersionAtLeast } from '../core/hashes/starknet-version.ts';
import { stateDiffCommitment } from '../core/hashes/state-diff-commitment.ts';
import {
  applyStateDiff,
  classLeaf,
  contractLeaf,
  emptyStateTries,
  globalStateRoot,
  globalStateRootBefore014,
} from '../core/state/commitment.ts';
import { type TrieHash, binaryHash, edgeHash, emptyTrie, hasherOf, rootHash, setLeaves } from '../core/trie/trie.ts';
import type { GasPrices, L1DaMode, L2ToL1Message, PartialBlockHashComponents, TransactionStatus } from '../core/types/block.ts';
import { toHeight } from '../core/types/ids.ts';
import type { Family } from './vectors-runner.ts';

const trieHash = (input: Json): TrieHash => {
  const hash = textIn(input, 'hash');
  if (hash !== 'pedersen' && hash !== 'poseidon') throw new RpcShapeError('hash: expected pedersen or poseidon');
  return hash;
};

/** [key, item] pairs. */
const pairsIn = (json: Json, key: string): readonly (readonly [Felt, unknown])[] =>
  listIn(json, key).map((item) => {
    const [first, second] = toList(item, key);
    return [toFeltAt(first, key), second];
  });
const feltMap = (pairs: readonly (readonly [Felt, unknown])[]): ReadonlyMap<string, Felt> =>
  new Map(pairs.map(([key, value]) => [feltToHex(key), toFeltAt(value, feltToHex(key))]));

const trieRoot = (kernel: Kernel, input: Json): Felt => {
  const entries = pairsIn(input, 'leaves').map(([key, value]) => ({ key, value: toFeltAt(value, 'leaves') }));
  return rootHash(setLeaves(kernel, emptyTrie(countIn(input, 'height'), trieHash(input)), entries));
};

const commitmentTree = (kernel: Kernel, input: Json): Felt => {
  const values = feltsIn(input, 'values');
  if (trieHash(input) === 'poseidon') return commitmentTreeRoot(kernel, values);
  const entries = values.map((value, i) => ({ key: BigInt(i), value }));
  return rootHash(setLeaves(kernel, emptyTrie(64, 'pedersen'), entries));
};

const stateTries = (kernel: Kernel, input: Json): Readonly<Record<string, Felt>> => {
  const contracts = listIn(input, 'contracts').map((item) => toJson(item, 'contracts'));
  const byAddress = <T>(value: (contract: Json) => T): ReadonlyMap<string, T> =>
    new Map(contracts.map((contract) => [feltToHex(feltIn(contract, 'address')), value(contract)]));
  const { contractsRoot, classesRoot } = applyStateDiff(kernel, emptyStateTries(), {
    storage: byAddress((contract) => feltMap(pairsIn(contract, 'storage'))),
    nonces: byAddress((contract) => feltIn(contract, 'nonce')),
    deployed: byAddress((contract) => feltIn(contract, 'class_hash')),
    declared: feltMap(pairsIn(input, 'classes')),
  });
  return { contracts_trie_root: contractsRoot, classes_trie_root: classesRoot };
};

const globalRoot = (kernel: Kernel, input: Json): Felt => {
  const rule = isVersionAtLeast(textIn(input, 'starknet_version'), '0.14.0') ? globalStateRoot : globalStateRootBefore014;
  return rule(kernel, feltIn(input, 'contracts_trie_root'), feltIn(input, 'classes_trie_root'));
};

const stateDiff = (kernel: Kernel, input: Json): Readonly<Record<string, Felt | number>> => {
  const storage = pairsIn(input, 'storage_diffs').map(
    ([address, cells]) => [feltToHex(address), feltMap(pairsIn({ cells }, 'cells'))] as const,
  );
  const diff = {
    storage: new Map(storage),
    nonces: feltMap(pairsIn(input, 'nonces')),
    deployed: feltMap(pairsIn(input, 'deployed_contracts')),
    declared: feltMap(pairsIn(input, 'declared_classes')),
  };
  const { commitment, length } = stateDiffCommitment(kernel, diff, feltsIn(input, 'deprecated_declared_classes'));
  return { state_diff_commitment: commitment, state_diff_length: length };
};

const signedHash = (hash: unknown, signature: unknown): SignedHash => ({
  hash: toFeltAt(hash, 'transaction_hash'),
  signature: feltsIn({ signature }, 'signature'),
});

const emittedEvent = (json: Json): EmittedEvent => ({
  transactionHash: feltIn(json, 'transaction_hash'),
  event: { from: feltIn(json, 'from_address'), keys: feltsIn(json, 'keys'), data: feltsIn(json, 'data') },
});

const messages = (json: Json): readonly L2ToL1Message[] =>
  listIn(json, 'messages').map((item) => {
    const message = toJson(item, 'messages');
    return { from: feltIn(message, 'from_address'), to: feltIn(message, 'to_address'), payload: feltsIn(message, 'payload') };
  });

const status = (json: Json): TransactionStatus => {
  const reason = json['revert_reason'];
  return reason === null || reason === undefined ? { kind: 'succeeded' } : { kind: 'reverted', reason: toText(reason, 'revert_reason') };
};

const receipt = (json: Json): CommittedReceipt => ({
  transactionHash: feltIn(json, 'transaction_hash'),
  actualFee: integerIn(json, 'actual_fee'),
  messages: messages(json),
  status: status(json),
  gas: { l1Gas: countIn(json, 'l1_gas'), l1DataGas: countIn(json, 'l1_data_gas') },
});

const daMode = (json: Json): L1DaMode => {
  const mode = textIn(json, 'l1_da_mode');
  if (mode !== 'BLOB' && mode !== 'CALLDATA') throw new RpcShapeError('l1_da_mode: expected BLOB or CALLDATA');
  return mode === 'BLOB' ? 'blob' : 'calldata';
};

const gasPrices = (json: Json): GasPrices => {
  const pair = (key: string) => {
    const price = objectIn(json, key);
    return { wei: integerIn(price, 'price_in_wei'), fri: integerIn(price, 'price_in_fri') };
  };
  return { l1Gas: pair('l1_gas_price'), l1DataGas: pair('l1_data_gas_price'), l2Gas: pair('l2_gas_price') };
};

const components = (json: Json): PartialBlockHashComponents => ({
  info: {
    height: toHeight(countIn(json, 'block_number')),
    timestamp: countIn(json, 'timestamp'),
    sequencer: feltIn(json, 'sequencer_address'),
    gasPrices: gasPrices(json),
    // Not hashed itself: it is a bit of the concatenated counts.
    l1DaMode: 'blob',
    starknetVersion: textIn(json, 'starknet_version'),
  },
  commitments: {
    transactionCommitment: feltIn(json, 'transaction_commitment'),
    eventCommitment: feltIn(json, 'event_commitment'),
    receiptCommitment: feltIn(json, 'receipt_commitment'),
    stateDiffCommitment: feltIn(json, 'state_diff_commitment'),
    concatenatedCounts: feltIn(json, 'concatenated_counts'),
  },
});

export const BLOCK_FAMILIES: Readonly<Record<string, Family>> = {
  contract_leaf: (kernel, input) =>
    contractLeaf(kernel, {
      classHash: feltIn(input, 'class_hash'),
      storageRoot: feltIn(input, 'storage_root'),
      nonce: feltIn(input, 'nonce'),
    }),
  class_leaf: (kernel, input) => classLeaf(kernel, feltIn(input, 'compiled_class_hash')),
  trie_binary_node: (kernel, input) => binaryHash(hasherOf(kernel, trieHash(input)), feltIn(input, 'left'), feltIn(input, 'right')),
  trie_edge_node: (kernel, input) =>
    edgeHash(hasherOf(kernel, trieHash(input)), feltIn(input, 'bottom'), {
      path: integerIn(input, 'path'),
      length: countIn(input, 'length'),
    }),
  commitment_tree_64: commitmentTree,
  trie_root: trieRoot,
  state_tries: stateTries,
  global_state_root: globalRoot,
  state_diff_commitment: stateDiff,
  transaction_leaf: (kernel, input) =>
    transactionLeaf(kernel, signedHash(input['transaction_hash'], input['signature']), textIn(input, 'starknet_version')),
  transaction_commitment: (kernel, input) => {
    const txs = pairsIn(input, 'transactions').map(([hash, signature]) => signedHash(feltToHex(hash), signature));
    return transactionCommitment(kernel, txs, textIn(input, 'starknet_version'));
  },
  event_hash: (kernel, input) => eventLeaf(kernel, emittedEvent(input)),
  event_commitment: (kernel, input) =>
    eventCommitment(
      kernel,
      listIn(input, 'events').map((event) => emittedEvent(toJson(event, 'events'))),
    ),
  messages_hash: (kernel, input) => messagesHash(kernel, messages(input)),
  revert_reason_hash: (_, input) => statusFelt(status(input)),
  receipt_hash: (kernel, input) => receiptLeaf(kernel, receipt(input)),
  receipt_commitment: (kernel, input) =>
    receiptCommitment(
      kernel,
      listIn(input, 'receipts').map((item) => receipt(toJson(item, 'receipts'))),
    ),
  concat_counts: (_, input) =>
    concatenatedCounts({
      nTxs: countIn(input, 'transaction_count'),
      nEvents: countIn(input, 'event_count'),
      stateDiffLength: countIn(input, 'state_diff_length'),
      l1DaMode: daMode(input),
    }),
  gas_prices_hash: (kernel, input) => gasPricesHash(kernel, gasPrices(input)),
  block_hash: (kernel, input) =>
    blockHash(kernel, components(input), { stateRoot: feltIn(input, 'state_root'), parentHash: feltIn(input, 'parent_block_hash') }),
  partial_block_hash: (kernel, input) => partialBlockHash(kernel, components(input)),
  proposal_commitment: (kernel, input) =>
    proposalCommitment(
      kernel,
      feltIn(input, 'partial_block_hash'),
      input['fee_proposal_fri'] === null || input['fee_proposal_fri'] === undefined ? null : integerIn(input, 'fee_proposal_fri'),
    ),
};
