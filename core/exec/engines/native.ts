// The native engine: Invoke V3 and L1 handlers over built-in contracts, in TypeScript: the twin of the Cairo engine, equal to it to the unit (tests/cairo/native.test.ts).
// Source: execution.md 7-9. It declares and deploys nothing: those transactions are rejected with `NotSupportedByNativeEngine`.
import { feltToHex } from '../../base/felt.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import type { CodeOf, ContractCode } from '../phase.ts';
import type { ExecutionEngine } from '../engine.ts';
import { accountCode } from '../native/account.ts';
import { bridgeCode } from '../native/bridge.ts';
import { NATIVE_CLASSES } from '../native/classes.ts';
import { erc20Code } from '../native/erc20.ts';
import { createEngine } from './create-engine.ts';

const nativeCode = (kernel: Kernel): CodeOf => {
  const classes: ReadonlyMap<string, ContractCode> = new Map([
    [feltToHex(NATIVE_CLASSES.account.classHash), accountCode(kernel)],
    [feltToHex(NATIVE_CLASSES.erc20.classHash), erc20Code(kernel)],
    [feltToHex(NATIVE_CLASSES.bridge.classHash), bridgeCode()],
  ]);
  return (classHash) => classes.get(feltToHex(classHash)) ?? null;
};

/** The engine over the built-in contracts. */
export const createNativeEngine = (kernel: Kernel): ExecutionEngine =>
  createEngine('native', { kernel, codeOf: nativeCode(kernel), declarable: () => null }, null);
