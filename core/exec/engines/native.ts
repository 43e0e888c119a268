// The native engine: Invoke V3 and L1 handlers over built-in contracts, in TypeScript. It stays as the twin of the Cairo VM engine.
// Source: execution.md 7-9. It declares and deploys nothing: those transactions are rejected with `NotSupportedByNativeEngine`.
import { feltToHex } from '../../base/felt.ts';
import { err, ok } from '../../base/result.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import type { HashedTransaction, InvokeV3, L1HandlerV0 } from '../../types/transaction.ts';
import { aliasWrites, blockHashWrites } from '../block-writes.ts';
import type { CodeOf, ContractCode } from '../calls.ts';
import type { ExecutionEngine, TransactionRejection } from '../engine.ts';
import { callView } from '../flow-call.ts';
import { executeInvoke, type Runtime, validateInvoke } from '../flow-invoke.ts';
import { executeL1Handler } from '../flow-l1-handler.ts';
import { accountCode } from '../native/account.ts';
import { BRIDGE_CODE } from '../native/bridge.ts';
import { NATIVE_CLASSES } from '../native/classes.ts';
import { erc20Code } from '../native/erc20.ts';

const nativeCode = (kernel: Kernel): CodeOf => {
  const classes: ReadonlyMap<string, ContractCode> = new Map([
    [feltToHex(NATIVE_CLASSES.account.classHash), accountCode(kernel)],
    [feltToHex(NATIVE_CLASSES.erc20.classHash), erc20Code(kernel)],
    [feltToHex(NATIVE_CLASSES.bridge.classHash), BRIDGE_CODE],
  ]);
  return (classHash) => classes.get(feltToHex(classHash)) ?? null;
};

/** The engine over the built-in contracts. */
export const createNativeEngine = (kernel: Kernel): ExecutionEngine => createEngine('native', { kernel, codeOf: nativeCode(kernel) });

/** An engine over any contracts written as generators of syscalls; `createNativeEngine` is the shipped one. */
export const createEngine = (name: string, runtime: Runtime): ExecutionEngine => ({
  name,
  startOfBlock: (context, retrospective) => blockHashWrites(context.info, retrospective),
  execute: (context, tx, state) => {
    if (isL1Handler(tx)) return ok(executeL1Handler(runtime, { context, tx, state }));
    return isInvoke(tx) ? executeInvoke(runtime, { context, tx, state }) : err(notSupported(tx));
  },
  endOfBlock: (context, blockDiff, state) => aliasWrites(context.info, blockDiff, state),
  validate: (context, tx, state, { skipValidate }) =>
    isInvoke(tx) ? validateInvoke(runtime, { context, tx, state }, skipValidate) : err(notSupported(tx)),
  call: (context, request, state) => callView(runtime, { context, request, state }),
});

const isInvoke = (tx: HashedTransaction): tx is HashedTransaction<InvokeV3> => tx.tx.kind === 'invoke_v3';
const isL1Handler = (tx: HashedTransaction): tx is HashedTransaction<L1HandlerV0> => tx.tx.kind === 'l1_handler';

const notSupported = (tx: HashedTransaction): TransactionRejection => ({
  code: 'NotSupportedByNativeEngine',
  message: `The native engine executes invoke transactions and L1 handlers, got ${tx.tx.kind}.`,
});
