// Block hash, partial block hash and proposal commitment for versions from 0.13.2. Source: commitments.md 5.
// The inputs of each hash are listed with a label and their origin, and the hashes are computed from these lists, so that a panel that shows a
// derivation cannot differ from what is voted on.
import { assert } from '../base/assert.ts';
import { FELT_ZERO, type Felt, feltFromAscii, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { ProposalCommitment } from '../types/consensus.ts';
import type { GasPrices, PartialBlockHashComponents } from '../types/block.ts';
import { isVersionAtLeast } from './starknet-version.ts';

/**
 * Where an input comes from: a constant of the protocol, the ProposalInit, the batcher's execution, computed from other inputs, a zero that stands
 * for what is known only later, or what was learned after the decision.
 */
type HashInputSource = 'constant' | 'init' | 'executed' | 'derived' | 'unknown_yet' | 'after_decision';
/** One input of a hash; the label is a stable name, not a text for the reader. */
export type HashInput = { readonly label: string; readonly value: Felt; readonly source: HashInputSource };

/** What is known of a block only after its decision. */
export type BlockRoots = { readonly stateRoot: Felt; readonly parentHash: Felt };

const HASH_0: Felt = feltFromAscii('STARKNET_BLOCK_HASH0');
const HASH_1: Felt = feltFromAscii('STARKNET_BLOCK_HASH1');
const GAS_PRICES: Felt = feltFromAscii('STARKNET_GAS_PRICES0');

const input = (label: string, value: bigint | number, source: HashInputSource): HashInput => ({ label, value: toFelt(value), source });
const hashOf = (kernel: Kernel, inputs: readonly HashInput[]): Felt => kernel.poseidonMany(inputs.map(({ value }) => value));

/** Prefix and six prices. The wei price of L2 gas is not on the wire but follows from the others. */
const gasPricesInputs = (prices: GasPrices): readonly HashInput[] => [
  input('prefix', GAS_PRICES, 'constant'),
  ...l1PriceInputs(prices),
  input('l2_gas_price_wei', prices.l2Gas.wei, 'derived'),
  input('l2_gas_price_fri', prices.l2Gas.fri, 'init'),
];

const l1PriceInputs = ({ l1Gas, l1DataGas }: GasPrices): readonly HashInput[] => [
  input('l1_gas_price_wei', l1Gas.wei, 'init'),
  input('l1_gas_price_fri', l1Gas.fri, 'init'),
  input('l1_data_gas_price_wei', l1DataGas.wei, 'init'),
  input('l1_data_gas_price_fri', l1DataGas.fri, 'init'),
];

export const gasPricesHash = (kernel: Kernel, prices: GasPrices): Felt => hashOf(kernel, gasPricesInputs(prices));

/** Inputs of the block hash in order; `roots` null for the partial hash, which has zeros there. Asserts a version of at least 0.13.2. */
const blockHashInputs = (
  kernel: Kernel,
  { info, commitments }: PartialBlockHashComponents,
  roots: BlockRoots | null,
): readonly HashInput[] => {
  assert(isVersionAtLeast(info.starknetVersion, '0.13.2'), `blockHashInputs: a version from 0.13.2, got ${info.starknetVersion}`);
  const joined = isVersionAtLeast(info.starknetVersion, '0.13.4');
  const rootSource = roots === null ? 'unknown_yet' : 'after_decision';
  return [
    input('prefix', joined ? HASH_1 : HASH_0, 'constant'),
    input('block_number', info.height, 'init'),
    input('state_root', roots?.stateRoot ?? FELT_ZERO, rootSource),
    input('sequencer', info.sequencer, 'init'),
    input('timestamp', info.timestamp, 'init'),
    input('concatenated_counts', commitments.concatenatedCounts, 'executed'),
    input('state_diff_commitment', commitments.stateDiffCommitment, 'executed'),
    input('transaction_commitment', commitments.transactionCommitment, 'executed'),
    input('event_commitment', commitments.eventCommitment, 'executed'),
    input('receipt_commitment', commitments.receiptCommitment, 'executed'),
    ...(joined ? [input('gas_prices', gasPricesHash(kernel, info.gasPrices), 'derived')] : l1PriceInputs(info.gasPrices)),
    input('starknet_version', feltFromAscii(info.starknetVersion), 'init'),
    input('zero', FELT_ZERO, 'constant'),
    input('parent_hash', roots?.parentHash ?? FELT_ZERO, rootSource),
  ];
};

/** The hash of a decided block once its state root is known. */
export const blockHash = (kernel: Kernel, components: PartialBlockHashComponents, roots: BlockRoots): Felt =>
  hashOf(kernel, blockHashInputs(kernel, components, roots));

/** The block hash with zeros for state root and parent hash: what batchers can agree on before the root is known. */
export const partialBlockHash = (kernel: Kernel, components: PartialBlockHashComponents): Felt =>
  hashOf(kernel, blockHashInputs(kernel, components, null));

const commitmentInputs = (partialHash: Felt, feeProposalFri: bigint): readonly HashInput[] => [
  input('partial_block_hash', partialHash, 'derived'),
  input('fee_proposal_fri', feeProposalFri, 'init'),
];

/** What votes carry: Poseidon of partial hash and fee proposal, or the bare partial hash where there is no fee proposal (before 0.14.3). */
export const proposalCommitment = (kernel: Kernel, partialHash: Felt, feeProposalFri: bigint | null): ProposalCommitment =>
  feeProposalFri === null ? partialHash : hashOf(kernel, commitmentInputs(partialHash, feeProposalFri));

/** A hash with everything that went into it. */
export type HashDerivation = { readonly label: string; readonly inputs: readonly HashInput[]; readonly hash: Felt };

const derive = (kernel: Kernel, label: string, inputs: readonly HashInput[]): HashDerivation => ({
  label,
  inputs,
  hash: hashOf(kernel, inputs),
});

/**
 * The proposal commitment step by step, innermost first: gas prices (from 0.13.4), partial block hash, and the commitment where there is a fee proposal.
 * The last step's hash is what is voted on.
 */
export const deriveProposalCommitment = (
  kernel: Kernel,
  components: PartialBlockHashComponents,
  feeProposalFri: bigint | null,
): readonly HashDerivation[] => {
  const { gasPrices, starknetVersion } = components.info;
  const partial = derive(kernel, 'partial_block_hash', blockHashInputs(kernel, components, null));
  return [
    ...(isVersionAtLeast(starknetVersion, '0.13.4') ? [derive(kernel, 'gas_prices', gasPricesInputs(gasPrices))] : []),
    partial,
    ...(feeProposalFri === null ? [] : [derive(kernel, 'proposal_commitment', commitmentInputs(partial.hash, feeProposalFri))]),
  ];
};

/** The block hash step by step, as `deriveProposalCommitment`, with the roots in place of the zeros. */
export const deriveBlockHash = (kernel: Kernel, components: PartialBlockHashComponents, roots: BlockRoots): readonly HashDerivation[] => [
  ...(isVersionAtLeast(components.info.starknetVersion, '0.13.4')
    ? [derive(kernel, 'gas_prices', gasPricesInputs(components.info.gasPrices))]
    : []),
  derive(kernel, 'block_hash', blockHashInputs(kernel, components, roots)),
];
