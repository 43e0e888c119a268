// The answer to a decision <-> message: state diff, execution infos (our receipts), bouncer weights. `block_gas_used` left this answer in March 2026 and
// is part of the seed's; it travels beside the value. Source: seed.md row 19, world.md 11.
import { freeze } from '../../base/plain.ts';
import type { BouncerWeights, ContractEvent, GasVector, L2ToL1Message, Receipt } from '../../types/block.ts';
import type { DecisionReachedResponse } from '../../types/batcher.ts';
import { refuse } from '../errors.ts';
import type {
  BridgeBouncerWeightsIn,
  BridgeBouncerWeightsOut,
  BridgeEventOut,
  BridgeGasIn,
  BridgeGasOut,
  BridgeL1MessageOut,
  DecisionResponseIn,
  DecisionResponseOut,
  ExecutionInfoIn,
  ExecutionInfoOut,
} from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { writeFelt, writeFelts, writeU128 } from '../writing.ts';
import { readStateDiff, writeStateDiff } from './block.ts';

/** Felts of one event or message: bounded by the frame. */
const FELTS_MAX = 1_000_000;

const KINDS: readonly Receipt['transactionKind'][] = ['invoke_v3', 'declare_v3', 'deploy_account_v3', 'l1_handler'];

const writeGas = (gas: GasVector): BridgeGasIn => ({ l1Gas: gas.l1Gas, l1DataGas: gas.l1DataGas, l2Gas: gas.l2Gas });

const readGas = (message: BridgeGasOut | null, field: string, reading: Reading): GasVector => {
  const { l1Gas, l1DataGas, l2Gas } = reading.present(message, field);
  return freeze({ l1Gas: reading.count(l1Gas, field), l1DataGas: reading.count(l1DataGas, field), l2Gas: reading.count(l2Gas, field) });
};

const writeReceipt = (receipt: Receipt): ExecutionInfoIn => ({
  transactionHash: writeFelt(receipt.transactionHash),
  transactionKind: receipt.transactionKind,
  revertReason: receipt.status.kind === 'reverted' ? receipt.status.reason : null,
  actualFee: writeU128(receipt.actualFee),
  events: receipt.events.map(({ from, keys, data }) => ({ from: writeFelt(from), keys: writeFelts(keys), data: writeFelts(data) })),
  messages: receipt.messages.map(({ from, to, payload }) => ({ from: writeFelt(from), to: writeFelt(to), payload: writeFelts(payload) })),
  gas: writeGas(receipt.gas),
  daGas: writeGas(receipt.daGas),
  steps: receipt.resources.steps,
  memoryHoles: receipt.resources.memoryHoles,
  builtins: [...receipt.resources.builtins].map(([name, count]) => ({ name, count })),
});

const readEvent = ({ from, keys, data }: BridgeEventOut, reading: Reading): ContractEvent =>
  freeze({ from: reading.felt(from, 'from'), keys: reading.felts(keys, 'keys', FELTS_MAX), data: reading.felts(data, 'data', FELTS_MAX) });

const readMessage = ({ from, to, payload }: BridgeL1MessageOut, reading: Reading): L2ToL1Message =>
  freeze({ from: reading.felt(from, 'from'), to: reading.felt(to, 'to'), payload: reading.felts(payload, 'payload', FELTS_MAX) });

const readKind = (text: string): Receipt['transactionKind'] =>
  KINDS.find((kind) => kind === text) ??
  refuse({ code: 'WrongEnumVariant', type: 'transaction_kind', value: text, expected: KINDS.join() });

const readReceipt = (message: ExecutionInfoOut, reading: Reading): Receipt =>
  freeze({
    transactionHash: reading.hash(message.transactionHash, 'transaction_hash'),
    transactionKind: readKind(message.transactionKind),
    status: freeze(message.revertReason === null ? { kind: 'succeeded' } : { kind: 'reverted', reason: message.revertReason }),
    actualFee: reading.u128(message.actualFee, 'actual_fee'),
    events: freeze(message.events.map((event) => readEvent(event, reading))),
    messages: freeze(message.messages.map((sent) => readMessage(sent, reading))),
    gas: readGas(message.gas, 'gas', reading),
    daGas: readGas(message.daGas, 'da_gas', reading),
    resources: freeze({
      steps: reading.count(message.steps, 'steps'),
      memoryHoles: reading.count(message.memoryHoles, 'memory_holes'),
      builtins: new Map(message.builtins.map(({ name, count }) => [name, reading.count(count, 'builtins')])),
    }),
  });

const writeWeights = (weights: BouncerWeights): BridgeBouncerWeightsIn => ({ ...weights });

const readWeights = (message: BridgeBouncerWeightsOut | null, reading: Reading): BouncerWeights => {
  const weights = reading.present(message, 'bouncer_weights');
  return freeze({
    l1Gas: reading.count(weights.l1Gas, 'l1_gas'),
    messageSegmentLength: reading.count(weights.messageSegmentLength, 'message_segment_length'),
    nEvents: reading.count(weights.nEvents, 'n_events'),
    nTxs: reading.count(weights.nTxs, 'n_txs'),
    stateDiffSize: reading.count(weights.stateDiffSize, 'state_diff_size'),
    sierraGas: reading.count(weights.sierraGas, 'sierra_gas'),
    provingGas: reading.count(weights.provingGas, 'proving_gas'),
    receiptL2Gas: reading.count(weights.receiptL2Gas, 'receipt_l2_gas'),
  });
};

export const writeDecision = (decision: DecisionReachedResponse, blockGasUsed: number): DecisionResponseIn => ({
  stateDiff: writeStateDiff(decision.stateDiff),
  executionInfos: decision.receipts.map((receipt) => writeReceipt(receipt)),
  bouncerWeights: writeWeights(decision.bouncerWeights),
  parentProposalCommitment: decision.parentProposalCommitment === null ? null : writeFelt(decision.parentProposalCommitment),
  blockGasUsed,
});

export const readDecision = (message: DecisionResponseOut, reading: Reading): DecisionReachedResponse =>
  freeze({
    stateDiff: readStateDiff(message.stateDiff, reading),
    receipts: freeze(message.executionInfos.map((info) => readReceipt(info, reading))),
    bouncerWeights: readWeights(message.bouncerWeights, reading),
    parentProposalCommitment: reading.optionalHash(message.parentProposalCommitment, 'parent_proposal_commitment'),
  });
