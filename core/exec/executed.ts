// Puts the outcome of a transaction together: receipt, net diff, visited cells, weights, trace; all frozen.
// Source: execution.md 8 (receipt), 9 (the part of the weights that does not depend on the block).
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type {
  BouncerWeights,
  ContractEvent,
  ExecutionResources,
  L2ToL1Message,
  Receipt,
  StateDiff,
  TransactionStatus,
} from '../types/block.ts';
import { builtinGas, provingPrices, sierraGasOf, type VersionedConstants } from './constants.ts';
import type { ExecutedTransaction, VisitedCells } from './engine.ts';
import { type GasReport, messageSegment, starknetMessageGas } from './gas.ts';
import type { Phase, PhaseReport } from './phase.ts';
import { addResources, countBuiltins, NO_RESOURCES, toResources } from './resources.ts';

export type Outcome = {
  readonly constants: VersionedConstants;
  readonly hash: Felt;
  readonly kind: Receipt['transactionKind'];
  readonly status: TransactionStatus;
  readonly report: GasReport;
  readonly fee: bigint;
  readonly stateDiff: StateDiff;
  /** Validate and execute, without a reverted execute phase. */
  readonly counted: readonly PhaseReport[];
  readonly feeTransfer: PhaseReport | null;
  /** Sierra gas of the counted phases. */
  readonly sierraGas: number;
  /** Payload of an L1 handler. */
  readonly l1HandlerPayload: number | null;
  readonly trace: ExecutedTransaction['trace'];
};

export const toExecuted = (outcome: Outcome): ExecutedTransaction => {
  const counted = outcome.counted.map((report) => report.phase);
  const transfer = outcome.feeTransfer === null ? [] : [outcome.feeTransfer.phase];
  const events = [...counted, ...transfer].flatMap((phase) => phase.events);
  const messages = counted.flatMap((phase) => phase.messages);
  const receipt: Receipt = freeze({
    transactionHash: outcome.hash,
    transactionKind: outcome.kind,
    status: freeze(outcome.status),
    actualFee: outcome.fee,
    events: freeze(events),
    messages: freeze(messages),
    gas: freeze(outcome.report.gas),
    daGas: freeze(outcome.report.daGas),
    resources: outcome.report.resources,
  });
  return freeze({
    receipt,
    stateDiff: outcome.stateDiff,
    visited: visitedOf([...counted, ...transfer]),
    executedClasses: freeze(new Map([...counted, ...transfer].flatMap((phase) => [...phase.executedClasses]))),
    weights: freeze(staticWeights(outcome, counted, messages)),
    resources: outcome.report.resources,
    trace: freeze(outcome.trace),
  });
};

export const eventsOf = (reports: readonly PhaseReport[]): readonly ContractEvent[] => reports.flatMap((report) => report.phase.events);
export const messagesOf = (reports: readonly PhaseReport[]): readonly L2ToL1Message[] => reports.flatMap((report) => report.phase.messages);

/** Resources of the phases' calls that are paid by steps. */
export const vmResourcesOf = (reports: readonly PhaseReport[]): ExecutionResources =>
  reports.map(({ phase: { vm } }) => toResources(vm.steps, vm.builtins, vm.memoryHoles)).reduce(addResources, NO_RESOURCES);

const visitedOf = (phases: readonly Phase[]): VisitedCells => {
  const visited = new Map<string, ReadonlySet<string>>();
  for (const phase of phases) {
    for (const [address, keys] of phase.visited) visited.set(address, freeze(new Set([...(visited.get(address) ?? []), ...keys])));
  }
  return freeze(visited);
};

/** All weights but state_diff_size and the Patricia part; the fee transfer's builtins are covered by the OS overhead. */
const staticWeights = (outcome: Outcome, counted: readonly Phase[], messages: readonly L2ToL1Message[]): BouncerWeights => {
  const { constants, report, l1HandlerPayload } = outcome;
  const sierraGas = sierraGasOf(constants, report.resources) + outcome.sierraGas;
  const builtins = new Map(report.resources.builtins);
  for (const phase of counted) countBuiltins(builtins, phase.builtins);
  const rest = Math.max(0, sierraGas - builtinGas(builtins, constants.gas.perBuiltin));
  return {
    l1Gas: starknetMessageGas(constants, messages, l1HandlerPayload),
    messageSegmentLength: messageSegment(constants, messages, l1HandlerPayload),
    nEvents: counted.reduce((sum, phase) => sum + phase.events.length, 0),
    nTxs: 1,
    stateDiffSize: 0,
    sierraGas,
    provingGas: rest + builtinGas(builtins, provingPrices(constants)),
    receiptL2Gas: report.gas.l2Gas,
  };
};
