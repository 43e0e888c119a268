// What the flows of the three kinds of account transactions share: phases with their limits, validation, the receipt's gas, the check after execution,
// the fee transfer. Source: execution.md 7.1, 7.3-7.5, 7.8.
import { assert } from '../base/assert.ts';
import { type Felt, FELT_ZERO, toFelt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { createOverlay, overlayDiff, overlayReader } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { EntryPointCall } from './calls.ts';
import { constantsOf } from './constants.ts';
import type { BlockContext, ExecutedTransaction, TransactionRejection } from './engine.ts';
import { eventsOf, messagesOf, vmResourcesOf } from './executed.ts';
import { amountExcess, boundedGas, feeOf, maxAmountsOf, maxPossibleFee } from './fee.ts';
import { STRK_ADDRESS, VALID } from './felts.ts';
import { type GasReport, gasReport, OS_KINDS } from './gas.ts';
import { runPhase } from './machine.ts';
import { balanceCell } from './native/erc20.ts';
import { type CodeOf, failureOf, type PhaseReport, type PhaseSetup } from './phase.ts';
import { balanceOf, covers, enforcesFee, type TransactionScope } from './pre-validation.ts';
import { NO_RESOURCES, osResources } from './resources.ts';
import { validationFailureText } from './revert-reason.ts';
import { SELECTORS } from './selectors.ts';
import { countForFee } from './state-changes.ts';
import { accountPart, executeInfo, validateInfo } from './transaction-info.ts';

/** A class that may be declared: what its CASM says about it. */
export type DeclarableClass = { readonly compiledClassHash: Felt; readonly bytecodeFelts: number };
/** What an engine brings along: pure functions over felts, the code of classes, and the classes that it can declare. */
export type Runtime = {
  readonly kernel: Kernel;
  readonly codeOf: CodeOf;
  readonly declarable: (classHash: Felt) => DeclarableClass | null;
};

export type AccountJob<T extends AccountTransaction = AccountTransaction> = {
  readonly context: BlockContext;
  readonly tx: HashedTransaction<T>;
  readonly state: StateReader;
};
export type AccountFlow<T extends AccountTransaction = AccountTransaction> = TransactionScope<T> &
  Runtime & {
    readonly hashed: HashedTransaction<T>;
    /** What the archive pays by: see GasInput. */
    readonly codeBytes: number;
  };

export const startFlow = <T extends AccountTransaction>(
  runtime: Runtime,
  { context, tx, state }: AccountJob<T>,
  own: { readonly sender: Felt; readonly calldataFelts: number; readonly codeBytes: number },
): AccountFlow<T> => ({
  ...runtime,
  ...own,
  constants: constantsOf(context.info.starknetVersion),
  context,
  hashed: tx,
  tx: tx.tx,
  base: state,
  overlay: createOverlay(),
});

/** Set-up of a phase of the transaction. */
export const phaseSetup = (flow: AccountFlow, mode: 'validate' | 'execute', stepLimit: number): PhaseSetup => {
  const { constants, kernel, codeOf, base, overlay, context } = flow;
  const part = accountPart(flow.hashed, flow.sender);
  const info = mode === 'validate' ? validateInfo(constants, context, part) : executeInfo(context, part);
  return { mode, constants, kernel, codeOf, base, overlay, info, stepLimit };
};

/** Steps of CairoSteps calls in a phase: the limit of the mode, and what the L2 bound pays for. */
export const stepsOf = ({ constants, tx }: AccountFlow, mode: 'validate' | 'execute'): number => {
  const limit = mode === 'validate' ? constants.limits.validateMaxSteps : constants.limits.executeMaxSteps;
  if (!enforcesFee(tx)) return limit;
  const paid = tx.resourceBounds.l2Gas.maxAmount / BigInt(constants.gas.perStep);
  return paid < BigInt(limit) ? Number(paid) : limit;
};

/** Steps left to execute: without those of validation and of the OS. */
export const executeStepsOf = (flow: AccountFlow, validate: PhaseReport): number => {
  const { steps } = osResources(flow.constants, OS_KINDS[flow.tx.kind], flow.calldataFelts, null);
  return Math.max(0, stepsOf(flow, 'execute') - validate.phase.vm.steps - steps);
};

/** The smaller of the remaining L2 bound and the phase's limit. */
export const limitGas = (flow: AccountFlow, spent: number, limit: number): number => {
  const remaining = flow.tx.resourceBounds.l2Gas.maxAmount - BigInt(spent);
  if (remaining < 0n) return 0;
  return remaining < BigInt(limit) ? Number(remaining) : limit;
};

export const callSender = (flow: AccountFlow, selector: Felt, calldata: readonly Felt[]): EntryPointCall => ({
  kind: 'external',
  contract: flow.sender,
  library: null,
  selector,
  calldata,
  caller: FELT_ZERO,
});

export const gasOf = (reports: readonly PhaseReport[]): number => reports.reduce((sum, report) => sum + report.end.trace.gasConsumed, 0);

/** A validating entry point of the account, which must answer VALID. `spent`: Sierra gas before it. */
export const runValidate = (
  flow: AccountFlow,
  { selector, calldata, spent }: { readonly selector: Felt; readonly calldata: readonly Felt[]; readonly spent: number },
): Result<PhaseReport, TransactionRejection> => {
  const gas = limitGas(flow, spent, flow.constants.limits.validateMaxSierraGas);
  const report = runPhase(phaseSetup(flow, 'validate', stepsOf(flow, 'validate')), callSender(flow, selector, calldata), gas);
  const failure = failureOf(report);
  if (failure !== null) {
    const code = failure.kind === 'panicked' ? 'PanicInValidate' : 'ValidateTransactionError';
    return err({ code, message: validationFailureText(flow.constants, failure) });
  }
  const { result } = report.end.trace;
  if (result.length === 1 && result[0] === VALID) return ok(report);
  const got = result.map((felt) => `0x${felt.toString(16)}`).join(', ');
  return err({
    code: 'InvalidValidateReturnData',
    message: `The \`validate\` entry point should return \`VALID\`. Got Retdata([${got}]).`,
  });
};

/** Gas and steps of an execution that was undone. */
type Reverted = { readonly gas: number; readonly steps: number };
const NOTHING_REVERTED: Reverted = { gas: 0, steps: 0 };

/** Gas of the given phases over the layer's changes so far. */
export const reportOf = (flow: AccountFlow, reports: readonly PhaseReport[], reverted: Reverted = NOTHING_REVERTED): GasReport => {
  const { constants, context, tx, base, overlay, kernel, calldataFelts, codeBytes, sender } = flow;
  const payer = { feeToken: STRK_ADDRESS, balanceCell: balanceCell(kernel, sender) };
  return gasReport(constants, {
    kind: OS_KINDS[tx.kind],
    daMode: context.info.l1DaMode,
    calldataFelts,
    archivedFelts: (tx.kind === 'declare_v3' ? 0 : calldataFelts) + tx.signature.length,
    codeBytes,
    events: eventsOf(reports),
    messages: messagesOf(reports),
    changes: countForFee(base, overlayDiff(base, overlay), payer),
    vm: reports.length === 0 ? NO_RESOURCES : vmResourcesOf(reports),
    sierraGas: gasOf(reports),
    revertedSierraGas: reverted.gas,
    revertedSteps: reverted.steps,
  });
};

/** What the post-execution check says: the fee to charge, and why the execution must be undone (null: it stands). */
export type PostCheck = { readonly fee: bigint; readonly reason: string | null };

export const postCheck = (flow: AccountFlow, report: GasReport): PostCheck => {
  const { context, tx, kernel, base, overlay, sender } = flow;
  const fee = feeOf(context.info, report.gas, tx.tip);
  if (!enforcesFee(tx)) return { fee, reason: null };
  const max = maxAmountsOf(tx.resourceBounds);
  const excess = amountExcess(max, report.gas);
  if (excess !== null) return { fee: feeOf(context.info, boundedGas(max, report.gas), tx.tip), reason: excess };
  const balance = balanceOf(kernel, overlayReader(base, overlay), sender);
  if (covers(balance, fee)) return { fee, reason: null };
  const text = `Insufficient fee token balance. Fee: ${fee}, balance: low/high ${balance.low}/${balance.high}.`;
  return { fee, reason: text };
};

/** Moves the fee to the sequencer; its cost is covered by the OS overhead, and a panic would go unnoticed, so the token must not. */
export const transferFee = (flow: AccountFlow, fee: bigint): PhaseReport | null => {
  const { tx, context, constants, sender } = flow;
  if (!enforcesFee(tx) || fee === 0n) return null;
  assert(fee <= maxPossibleFee(tx.resourceBounds, tx.tip), 'transferFee: a fee within the bounds');
  const calldata = [context.info.sequencer, toFelt(fee), FELT_ZERO];
  const transfer: EntryPointCall = {
    kind: 'external',
    contract: STRK_ADDRESS,
    library: null,
    selector: SELECTORS.transfer,
    calldata,
    caller: sender,
  };
  return runPhase(phaseSetup(flow, 'execute', constants.limits.executeMaxSteps), transfer, constants.limits.viewCallGas);
};

/** The trace's row of a fee transfer, if there was one. */
export const feeTransferTrace = (report: PhaseReport | null): ExecutedTransaction['trace'] =>
  report === null ? [] : [{ phase: 'fee_transfer', call: report.end.trace }];
