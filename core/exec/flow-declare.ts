// Declare v3: pre-validation, `__validate_declare__`, the class and its compiled hash, post-execution check, fee. Nothing of it can be reverted: what
// fails is rejected. Source: execution.md 7.7. The Blake hash of the class's CASM is compared here; the CASM itself lies with the engine.
import { FELT_ZERO } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { sierraClassHash } from '../hashes/class-hash.ts';
import { overlayReader, writeCompiledClassHash } from '../state/overlay.ts';
import type { DeclareV3 } from '../types/transaction.ts';
import { type AccountFlow, type AccountJob, type DeclarableClass, type Runtime, runValidate, startFlow } from './account-flow.ts';
import { codeBytes } from './code-bytes.ts';
import { constantsOf } from './constants.ts';
import type { ExecutedTransaction, TransactionRejection } from './engine.ts';
import { endWithoutRevert } from './flow-end.ts';
import { feltText } from './panic-text.ts';
import { preValidate } from './pre-validation.ts';
import { VALIDATE_DECLARE_SELECTOR } from './selectors.ts';

type Options = { readonly strictNonce: boolean; readonly skipValidate: boolean };

/** Executes the transaction against `state`, which stays as it is. */
export const executeDeclare = (
  runtime: Runtime,
  job: AccountJob<DeclareV3>,
  { strictNonce, skipValidate }: Options,
): Result<ExecutedTransaction, TransactionRejection> => {
  const { tx } = job.tx;
  const classHash = sierraClassHash(runtime.kernel, tx.class);
  const casm = runtime.declarable(classHash);
  if (casm === null) {
    return err({ code: 'UnknownClass', message: `This network has no compiled class for the class hash ${feltText(classHash)}.` });
  }
  const flow = startFlow(runtime, job, {
    sender: tx.sender,
    calldataFelts: 0,
    codeBytes: codeBytes(constantsOf(job.context.info.starknetVersion), casm.bytecodeFelts, tx.class),
  });
  const checked = preValidate(flow, strictNonce);
  if (!checked.ok) return checked;
  const validated = skipValidate ? ok(null) : runValidate(flow, { selector: VALIDATE_DECLARE_SELECTOR, calldata: [classHash], spent: 0 });
  if (!validated.ok) return validated;
  const refused = declare(flow, classHash, casm);
  if (refused !== null) return err(refused);
  const counted = validated.value === null ? [] : [validated.value];
  return endWithoutRevert(flow, {
    kind: 'declare_v3',
    hash: job.tx.hash,
    counted,
    trace: counted.map(({ end }) => ({ phase: 'validate', call: end.trace }) as const),
  });
};

const declare = (flow: AccountFlow<DeclareV3>, classHash: AccountFlow['sender'], casm: DeclarableClass): TransactionRejection | null => {
  const { tx, base, overlay } = flow;
  if (tx.compiledClassHash !== casm.compiledClassHash) {
    const text = `Class hash ${feltText(classHash)}: declared ${feltText(tx.compiledClassHash)}, computed ${feltText(casm.compiledClassHash)}.`;
    return { code: 'CompiledClassHashMismatch', message: `Mismatch of the compiled class hash. ${text}` };
  }
  if (overlayReader(base, overlay).compiledClassHashOf(classHash) !== FELT_ZERO) {
    return { code: 'ClassAlreadyDeclared', message: `Class with hash ${feltText(classHash)} is already declared.` };
  }
  writeCompiledClassHash(overlay, classHash, tx.compiledClassHash);
  return null;
};
