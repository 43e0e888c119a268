// L1 handler: no nonce, no validation, no fee on L2; a failure reverts it with the receipt of an empty execution.
// Source: execution.md 7.7. The fee paid on L1 is not modelled: every message counts as paid.
import { FELT_ZERO } from '../base/felt.ts';
import { checkpoint, createOverlay, overlayDiff, rollback } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';
import { constantsOf, type VersionedConstants } from './constants.ts';
import type { BlockContext, ExecutedTransaction } from './engine.ts';
import { eventsOf, messagesOf, toExecuted, vmResourcesOf } from './executed.ts';
import { amountExcess } from './fee.ts';
import { ETH_ADDRESS } from './felts.ts';
import type { Runtime } from './account-flow.ts';
import { type GasReport, gasReport } from './gas.ts';
import { runPhase } from './machine.ts';
import { failureOf, type PhaseReport } from './phase.ts';
import { executionFailureText } from './revert-reason.ts';
import { type FeeChanges, countForFee } from './state-changes.ts';
import { executeInfo } from './transaction-info.ts';

type Job = { readonly context: BlockContext; readonly tx: HashedTransaction<L1HandlerV0>; readonly state: StateReader };

const NO_CHANGES: FeeChanges = {
  storageUpdates: 0,
  modifiedContracts: 0,
  classHashUpdates: 0,
  compiledClassHashUpdates: 0,
  newCells: 0,
};

/** Executes the message against `state`, which stays as it is; it is never rejected. */
export const executeL1Handler = (runtime: Runtime, job: Job): ExecutedTransaction => {
  const { context, tx, state } = job;
  const constants = constantsOf(context.info.starknetVersion);
  const overlay = createOverlay();
  const point = checkpoint(overlay);
  const { address, entryPointSelector, calldata, nonce } = tx.tx;
  const info = executeInfo(context, { version: FELT_ZERO, sender: address, hash: tx.hash, nonce, signature: [], fields: null });
  const execute = runPhase(
    { mode: 'execute', constants, kernel: runtime.kernel, codeOf: runtime.codeOf, base: state, overlay, info, stepLimit: null },
    { kind: 'l1_handler', contract: address, library: null, selector: entryPointSelector, calldata, caller: FELT_ZERO },
    constants.l1HandlerMax.l2Gas,
  );
  const success = reportOf(job, constants, {
    reports: [execute],
    changes: countForFee(state, overlayDiff(state, overlay), { feeToken: ETH_ADDRESS, balanceCell: null }),
  });
  const reason = failureText(constants, execute, success);
  if (reason !== null) rollback(overlay, point);
  const counted = reason === null ? [execute] : [];
  return toExecuted({
    constants,
    hash: tx.hash,
    kind: 'l1_handler',
    status: reason === null ? { kind: 'succeeded' } : { kind: 'reverted', reason },
    report: reason === null ? success : reportOf(job, constants, { reports: [], changes: NO_CHANGES }),
    fee: 0n,
    stateDiff: overlayDiff(state, overlay),
    counted,
    feeTransfer: null,
    sierraGas: reason === null ? execute.end.trace.gasConsumed : 0,
    l1HandlerPayload: payloadOf(tx.tx),
    trace: [{ phase: 'execute', call: execute.end.trace }],
  });
};

/** Calldata without the L1 sender. */
const payloadOf = (tx: L1HandlerV0): number => Math.max(0, tx.calldata.length - 1);

type Counted = { readonly reports: readonly PhaseReport[]; readonly changes: FeeChanges };

const reportOf = ({ context, tx }: Job, constants: VersionedConstants, { reports, changes }: Counted): GasReport =>
  gasReport(constants, {
    kind: 'L1Handler',
    daMode: context.info.l1DaMode,
    calldataFelts: payloadOf(tx.tx),
    archivedFelts: payloadOf(tx.tx),
    codeBytes: 0,
    events: eventsOf(reports),
    messages: messagesOf(reports),
    changes,
    sierraGas: reports.reduce((sum, report) => sum + report.end.trace.gasConsumed, 0),
    vm: vmResourcesOf(reports),
    revertedSierraGas: 0,
    revertedSteps: 0,
  });

/** Why the execution is undone, or null. */
const failureText = (constants: VersionedConstants, execute: PhaseReport, success: GasReport): string | null => {
  const failure = failureOf(execute);
  if (failure !== null) return executionFailureText(constants, failure);
  const { l1Gas, l1DataGas, l2Gas } = constants.l1HandlerMax;
  return amountExcess({ l1Gas: BigInt(l1Gas), l1DataGas: BigInt(l1DataGas), l2Gas: BigInt(l2Gas) }, success.gas);
};
