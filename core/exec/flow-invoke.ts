// Invoke v3: pre-validation, `__validate__`, `__execute__` on a layer of its own, post-execution check, fee transfer.
// Source: execution.md 7.1-7.9. Rejected: not in the block, nothing charged. Reverted: included, nonce and fee stay, the rest is undone.
import { type Result, err, ok } from '../base/result.ts';
import { checkpoint, overlayDiff, rollback } from '../state/overlay.ts';
import type { InvokeV3 } from '../types/transaction.ts';
import {
  type AccountFlow,
  type AccountJob,
  callSender,
  executeStepsOf,
  feeTransferTrace,
  gasOf,
  limitGas,
  phaseSetup,
  postCheck,
  reportOf,
  type Runtime,
  runValidate,
  startFlow,
  transferFee,
} from './account-flow.ts';
import type { ExecutedTransaction, TransactionRejection } from './engine.ts';
import { toExecuted } from './executed.ts';
import { amountExcess, maxAmountsOf } from './fee.ts';
import type { GasReport } from './gas.ts';
import { runPhase } from './machine.ts';
import { failureOf, type PhaseReport } from './phase.ts';
import { enforcesFee, preValidate } from './pre-validation.ts';
import { executionFailureText } from './revert-reason.ts';
import { EXECUTE_SELECTOR, VALIDATE_SELECTOR } from './selectors.ts';

type Flow = AccountFlow<InvokeV3>;
type Job = AccountJob<InvokeV3>;

const start = (runtime: Runtime, job: Job): Flow => {
  const { sender, calldata, proofFacts } = job.tx.tx;
  return startFlow(runtime, job, { sender, calldataFelts: calldata.length + proofFacts.length, codeBytes: 0 });
};

/** Executes the transaction against `state`, which stays as it is. */
export const executeInvoke = (runtime: Runtime, job: Job): Result<ExecutedTransaction, TransactionRejection> => {
  const flow = start(runtime, job);
  const checked = preValidate(flow, true);
  if (!checked.ok) return checked;
  const validated = validate(flow);
  if (!validated.ok) return validated;
  return ok(executeValidated(flow, validated.value));
};

/** The gateway's part: nonce not strict, `__validate__` unless skipped, and its cost against the bounds. */
export const validateInvoke = (runtime: Runtime, job: Job, skipValidate: boolean): Result<null, TransactionRejection> => {
  const flow = start(runtime, job);
  const checked = preValidate(flow, false);
  if (!checked.ok || skipValidate) return checked;
  const validated = validate(flow);
  if (!validated.ok) return validated;
  const excess = amountExcess(maxAmountsOf(flow.tx.resourceBounds), reportOf(flow, [validated.value]).gas);
  return excess !== null && enforcesFee(flow.tx) ? err({ code: 'MaxGasAmountExceeded', message: excess }) : ok(null);
};

const validate = (flow: Flow): Result<PhaseReport, TransactionRejection> =>
  runValidate(flow, { selector: VALIDATE_SELECTOR, calldata: flow.tx.calldata, spent: 0 });

type Settled = {
  readonly counted: readonly PhaseReport[];
  readonly report: GasReport;
  readonly fee: bigint;
  readonly reason: string | null;
};

const executeValidated = (flow: Flow, validated: PhaseReport): ExecutedTransaction => {
  const point = checkpoint(flow.overlay);
  const gas = limitGas(flow, validated.end.trace.gasConsumed, flow.constants.limits.executeMaxSierraGas);
  const setup = phaseSetup(flow, 'execute', executeStepsOf(flow, validated));
  const execute = runPhase(setup, callSender(flow, EXECUTE_SELECTOR, flow.tx.calldata), gas);
  const settled = settle(flow, { validated, execute, point });
  const feeTransfer = transferFee(flow, settled.fee);
  return toExecuted({
    constants: flow.constants,
    hash: flow.hashed.hash,
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
      { phase: 'validate', call: validated.end.trace },
      { phase: 'execute', call: execute.end.trace },
      ...feeTransferTrace(feeTransfer),
    ],
  });
};

type Phases = { readonly validated: PhaseReport; readonly execute: PhaseReport; readonly point: number };

/** Keeps or undoes the execute phase. After a failed post-check the fee is that of the success receipt, the gas shown that of the revert. */
const settle = (flow: Flow, phases: Phases): Settled => {
  const { validated, execute } = phases;
  const failure = failureOf(execute);
  if (failure === null) {
    const counted = [validated, execute];
    const report = reportOf(flow, counted);
    const { fee, reason } = postCheck(flow, report);
    if (reason === null) return { counted, report, fee, reason };
    return { ...undo(flow, phases), fee, reason };
  }
  const undone = undo(flow, phases);
  return { ...undone, fee: postCheck(flow, undone.report).fee, reason: executionFailureText(flow.constants, failure) };
};

const undo = (flow: Flow, { validated, execute, point }: Phases): Pick<Settled, 'counted' | 'report'> => {
  rollback(flow.overlay, point);
  return { counted: [validated], report: reportOf(flow, [validated], { gas: execute.revertedGas, steps: execute.vmSteps }) };
};
