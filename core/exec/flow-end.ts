// How a transaction ends of which nothing can be undone (declare, deploy account): what exceeds its bounds or its balance is rejected, else the fee is
// moved. Source: execution.md 7.7.
import type { Felt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { overlayDiff } from '../state/overlay.ts';
import { type AccountFlow, feeTransferTrace, gasOf, postCheck, reportOf, transferFee } from './account-flow.ts';
import type { ExecutedTransaction, TransactionRejection } from './engine.ts';
import { toExecuted } from './executed.ts';
import type { PhaseReport } from './phase.ts';

/** `counted`: the phases that are charged; `trace`: its rows without the fee transfer. */
export const endWithoutRevert = (
  flow: AccountFlow,
  of: {
    readonly kind: 'declare_v3' | 'deploy_account_v3';
    readonly hash: Felt;
    readonly counted: readonly PhaseReport[];
    readonly trace: ExecutedTransaction['trace'];
  },
): Result<ExecutedTransaction, TransactionRejection> => {
  const { kind, hash, counted, trace } = of;
  const report = reportOf(flow, counted);
  const { fee, reason } = postCheck(flow, report);
  if (reason !== null) return err({ code: 'PostExecutionCheckFailed', message: reason });
  const feeTransfer = transferFee(flow, fee);
  return ok(
    toExecuted({
      constants: flow.constants,
      hash,
      kind,
      status: { kind: 'succeeded' },
      report,
      fee,
      stateDiff: overlayDiff(flow.base, flow.overlay),
      counted,
      feeTransfer,
      sierraGas: gasOf(counted),
      l1HandlerPayload: null,
      trace: [...trace, ...feeTransferTrace(feeTransfer)],
    }),
  );
};
