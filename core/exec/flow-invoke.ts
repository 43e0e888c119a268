// Invoke v3: pre-validation, `__validate__`, `__execute__` on a layer of its own, post-execution check, fee transfer.
// Source: execution.md 7.1-7.9. Rejected: not in the block, nothing charged. Reverted: included, nonce and fee stay, the rest is undone.
import { assert } from '../base/assert.ts';
import { type Felt, FELT_ZERO, toFelt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { checkpoint, createOverlay, overlayDiff, overlayReader, rollback } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { HashedTransaction, InvokeV3 } from '../types/transaction.ts';
import type { CodeOf } from './calls.ts';
import { constantsOf } from './constants.ts';
import type { BlockContext, ExecutedTransaction, TransactionRejection } from './engine.ts';
import { eventsOf, messagesOf, toExecuted } from './executed.ts';
import { amountExcess, boundedGas, feeOf, maxAmountsOf, maxPossibleFee } from './fee.ts';
import { STRK_ADDRESS, VALID } from './felts.ts';
import { type GasReport, gasReport } from './gas.ts';
import { failureOf, type PhaseReport, runPhase } from './machine.ts';
import { balanceCell } from './native/erc20.ts';
import { balanceOf, calldataFelts, covers, enforcesFee, type InvokeScope, preValidate } from './pre-validation.ts';
import { executionFailureText, validationFailureText } from './revert-reason.ts';
import { EXECUTE_SELECTOR, SELECTORS, VALIDATE_SELECTOR } from './selectors.ts';
import { countForFee } from './state-changes.ts';
import { executeInfo, validateInfo } from './transaction-info.ts';

const INVOKE_VERSION: Felt = toFelt(3);

/** What an engine brings along: pure functions over felts, and the code of classes. */
export type Runtime = { readonly kernel: Kernel; readonly codeOf: CodeOf };

type Flow = InvokeScope & { readonly codeOf: CodeOf; readonly hash: Felt };
type Job = { readonly context: BlockContext; readonly tx: HashedTransaction<InvokeV3>; readonly state: StateReader };

const startFlow = (runtime: Runtime, { context, tx, state }: Job): Flow => ({
  ...runtime,
  constants: constantsOf(context.info.starknetVersion),
  context,
  hash: tx.hash,
  tx: tx.tx,
  base: state,
  overlay: createOverlay(),
});

/** Executes the transaction against `state`, which stays as it is. */
export const executeInvoke = (runtime: Runtime, job: Job): Result<ExecutedTransaction, TransactionRejection> => {
  const flow = startFlow(runtime, job);
  const checked = preValidate(flow, true);
  if (!checked.ok) return checked;
  const validated = runValidate(flow);
  if (!validated.ok) return validated;
  return ok(executeValidated(flow, validated.value));
};

/** The gateway's part: nonce not strict, `__validate__` unless skipped, and its cost against the bounds. */
export const validateInvoke = (runtime: Runtime, job: Job, skipValidate: boolean): Result<null, TransactionRejection> => {
  const flow = startFlow(runtime, job);
  const checked = preValidate(flow, false);
  if (!checked.ok || skipValidate) return checked;
  const validated = runValidate(flow);
  if (!validated.ok) return validated;
  const excess = amountExcess(maxAmountsOf(flow.tx.resourceBounds), reportOf(flow, [validated.value], 0).gas);
  return excess !== null && enforcesFee(flow.tx) ? err({ code: 'MaxGasAmountExceeded', message: excess }) : ok(null);
};

type PhaseCall = { readonly contract: Felt; readonly selector: Felt; readonly calldata: readonly Felt[]; readonly caller: Felt };

const run = (flow: Flow, mode: 'validate' | 'execute', phaseCall: PhaseCall, gas: number): PhaseReport => {
  const { constants, codeOf, base, overlay, context, hash, tx } = flow;
  const part = { version: INVOKE_VERSION, hash, signature: tx.signature };
  const info = mode === 'validate' ? validateInfo(constants, context, part) : executeInfo(context, part);
  return runPhase({ mode, constants, codeOf, base, overlay, info }, { kind: 'external', ...phaseCall }, gas);
};

/** The smaller of the remaining L2 bound and the phase's limit. */
const limitGas = (flow: Flow, spent: number, limit: number): number => {
  const remaining = flow.tx.resourceBounds.l2Gas.maxAmount - BigInt(spent);
  return remaining < BigInt(limit) ? Number(remaining) : limit;
};

const callSender = (flow: Flow, selector: Felt): PhaseCall => ({
  contract: flow.tx.sender,
  selector,
  calldata: flow.tx.calldata,
  caller: FELT_ZERO,
});

const gasOf = (reports: readonly PhaseReport[]): number => reports.reduce((sum, report) => sum + report.end.trace.gasConsumed, 0);

const runValidate = (flow: Flow): Result<PhaseReport, TransactionRejection> => {
  const gas = limitGas(flow, 0, flow.constants.limits.validateSierraGas);
  const report = run(flow, 'validate', callSender(flow, VALIDATE_SELECTOR), gas);
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

/** Gas of the given phases over the layer's changes so far. */
const reportOf = (flow: Flow, reports: readonly PhaseReport[], revertedSierraGas: number): GasReport => {
  const { constants, context, tx, base, overlay, kernel } = flow;
  const payer = { feeToken: STRK_ADDRESS, balanceCell: balanceCell(kernel, tx.sender) };
  return gasReport(constants, {
    kind: 'InvokeFunction',
    daMode: context.info.l1DaMode,
    calldataFelts: calldataFelts(tx),
    signatureFelts: tx.signature.length,
    events: eventsOf(reports),
    messages: messagesOf(reports),
    changes: countForFee(base, overlayDiff(base, overlay), payer),
    sierraGas: gasOf(reports),
    revertedSierraGas,
  });
};

/** What the post-execution check says: the fee to charge, and why the execution must be undone (null: it stands). */
type PostCheck = { readonly fee: bigint; readonly reason: string | null };

const postCheck = (flow: Flow, report: GasReport): PostCheck => {
  const { context, tx, kernel, base, overlay } = flow;
  const fee = feeOf(context.info, report.gas, tx.tip);
  if (!enforcesFee(tx)) return { fee, reason: null };
  const max = maxAmountsOf(tx.resourceBounds);
  const excess = amountExcess(max, report.gas);
  if (excess !== null) return { fee: feeOf(context.info, boundedGas(max, report.gas), tx.tip), reason: excess };
  const balance = balanceOf(kernel, overlayReader(base, overlay), tx.sender);
  if (covers(balance, fee)) return { fee, reason: null };
  const text = `Insufficient fee token balance. Fee: ${fee}, balance: low/high ${balance.low}/${balance.high}.`;
  return { fee, reason: text };
};

type Settled = {
  readonly counted: readonly PhaseReport[];
  readonly report: GasReport;
  readonly fee: bigint;
  readonly reason: string | null;
};

const executeValidated = (flow: Flow, validate: PhaseReport): ExecutedTransaction => {
  const point = checkpoint(flow.overlay);
  const gas = limitGas(flow, validate.end.trace.gasConsumed, flow.constants.limits.executeSierraGas);
  const execute = run(flow, 'execute', callSender(flow, EXECUTE_SELECTOR), gas);
  const settled = settle(flow, { validate, execute, point });
  const feeTransfer = transferFee(flow, settled.fee);
  return toExecuted({
    constants: flow.constants,
    hash: flow.hash,
    kind: 'invoke_v3',
    status: settled.reason === null ? { kind: 'succeeded' } : { kind: 'reverted', reason: settled.reason },
    report: settled.report,
    fee: settled.fee,
    stateDiff: overlayDiff(flow.base, flow.overlay),
    counted: settled.counted,
    feeTransfer,
    sierraGas: gasOf(settled.counted),
    l1HandlerPayload: null,
    trace: [
      { phase: 'validate', call: validate.end.trace },
      { phase: 'execute', call: execute.end.trace },
      ...(feeTransfer === null ? [] : [{ phase: 'fee_transfer', call: feeTransfer.end.trace } as const]),
    ],
  });
};

type Phases = { readonly validate: PhaseReport; readonly execute: PhaseReport; readonly point: number };

/** Keeps or undoes the execute phase. After a failed post-check the fee is that of the success receipt, the gas shown that of the revert. */
const settle = (flow: Flow, { validate, execute, point }: Phases): Settled => {
  const failure = failureOf(execute);
  if (failure === null) {
    const counted = [validate, execute];
    const report = reportOf(flow, counted, 0);
    const { fee, reason } = postCheck(flow, report);
    if (reason === null) return { counted, report, fee, reason };
    return { ...undo(flow, { validate, execute, point }), fee, reason };
  }
  const undone = undo(flow, { validate, execute, point });
  return { ...undone, fee: postCheck(flow, undone.report).fee, reason: executionFailureText(flow.constants, failure) };
};

const undo = (flow: Flow, { validate, execute, point }: Phases): Pick<Settled, 'counted' | 'report'> => {
  rollback(flow.overlay, point);
  return { counted: [validate], report: reportOf(flow, [validate], execute.revertedGas) };
};

/** Moves the fee to the sequencer; its cost is covered by the OS overhead, and a panic would go unnoticed, so the token must not. */
const transferFee = (flow: Flow, fee: bigint): PhaseReport | null => {
  const { tx, context, constants } = flow;
  if (!enforcesFee(tx) || fee === 0n) return null;
  assert(fee <= maxPossibleFee(tx.resourceBounds, tx.tip), 'transferFee: a fee within the bounds');
  const calldata = [context.info.sequencer, toFelt(fee), FELT_ZERO];
  const transfer = { contract: STRK_ADDRESS, selector: SELECTORS.transfer, calldata, caller: tx.sender };
  return run(flow, 'execute', transfer, constants.limits.freeCallGas);
};
