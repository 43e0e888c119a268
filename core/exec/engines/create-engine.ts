// An execution engine over some code of contracts: the flows of all kinds of transactions. Source: execution.md 7.
import { err, ok, type Result } from '../../base/result.ts';
import type { StateReader } from '../../state/reader.ts';
import type { AccountTransaction, HashedTransaction, L1HandlerV0, Transaction } from '../../types/transaction.ts';
import type { Runtime } from '../account-flow.ts';
import { aliasWrites, blockHashWrites } from '../block-writes.ts';
import type { BlockContext, ExecutedTransaction, ExecutionEngine, TransactionRejection } from '../engine.ts';
import { callView } from '../flow-call.ts';
import type { executeDeclare } from '../flow-declare.ts';
import type { executeDeployAccount } from '../flow-deploy-account.ts';
import { executeInvoke, validateInvoke } from '../flow-invoke.ts';
import { executeL1Handler } from '../flow-l1-handler.ts';

/** The flows of the other account transactions; an engine without them does not load their code. */
export type MoreFlows = { readonly declare: typeof executeDeclare; readonly deployAccount: typeof executeDeployAccount };

/** An engine; without `more` it rejects declarations and deployments of accounts with `NotSupportedByNativeEngine`. */
export const createEngine = (name: string, runtime: Runtime, more: MoreFlows | null): ExecutionEngine => ({
  name,
  startOfBlock: (context, retrospective) => blockHashWrites(context.info, retrospective),
  execute: (context, tx, state) =>
    isL1Handler(tx)
      ? ok(executeL1Handler(runtime, { context, tx, state }))
      : executeAccount(runtime, { context, tx: tx as HashedTransaction<AccountTransaction>, state, more }),
  endOfBlock: (context, blockDiff, state) => aliasWrites(context.info, blockDiff, state),
  validate: (context, tx, state, { skipValidate }) => {
    if (isKind(tx, 'invoke_v3')) return validateInvoke(runtime, { context, tx, state }, skipValidate);
    // The gateway runs declarations and deployments in full (execution.md 7.10).
    const executed = executeAccount(runtime, { context, tx, state, more }, { strictNonce: false, skipValidate });
    return executed.ok ? ok(null) : executed;
  },
  call: (context, request, state) => callView(runtime, { context, request, state }),
});

type Job = {
  readonly context: BlockContext;
  readonly tx: HashedTransaction<AccountTransaction>;
  readonly state: StateReader;
  readonly more: MoreFlows | null;
};
const IN_A_BLOCK = { strictNonce: true, skipValidate: false };

const executeAccount = (
  runtime: Runtime,
  { more, ...job }: Job,
  options = IN_A_BLOCK,
): Result<ExecutedTransaction, TransactionRejection> => {
  const { context, tx, state } = job;
  if (isKind(tx, 'invoke_v3')) return executeInvoke(runtime, { context, tx, state });
  if (more === null) return err(notSupported(tx));
  if (isKind(tx, 'declare_v3')) return more.declare(runtime, { context, tx, state }, options);
  if (isKind(tx, 'deploy_account_v3')) return more.deployAccount(runtime, { context, tx, state }, options);
  return err(notSupported(tx));
};

const isKind = <K extends Transaction['kind']>(
  tx: HashedTransaction,
  kind: K,
): tx is HashedTransaction<Extract<Transaction, { readonly kind: K }>> => tx.tx.kind === kind;
const isL1Handler = (tx: HashedTransaction): tx is HashedTransaction<L1HandlerV0> => isKind(tx, 'l1_handler');

const notSupported = (tx: HashedTransaction): TransactionRejection => ({
  code: 'NotSupportedByNativeEngine',
  message: `The native engine executes invoke transactions and L1 handlers, got ${tx.tx.kind}.`,
});
