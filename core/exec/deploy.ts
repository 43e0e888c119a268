// Putting a class at an address: by a running contract, or as the phase of a transaction. Source: execution.md 5.3, 6.6, 7.7.
import { type Felt, FELT_ZERO, feltToHex } from '../base/felt.ts';
import { writeClassHash } from '../state/overlay.ts';
import type { EntryPointCall } from './calls.ts';
import { reportOf, runCall } from './machine.ts';
import { feltText } from './panic-text.ts';
import { type CallEnd, createPhase, type Phase, type PhaseReport, type PhaseSetup } from './phase.ts';
import { type EntryFrame, executionPanicText, type HardError } from './revert-reason.ts';
import { CONSTRUCTOR_SELECTOR } from './selectors.ts';

/** A class put at an address. */
export type Deployment = { readonly address: Felt; readonly classHash: Felt; readonly calldata: readonly Felt[]; readonly caller: Felt };
/** `trace` is null where no constructor ran. The frame names the deployment in error texts. */
export type DeployEnd =
  | { readonly kind: 'returned'; readonly trace: (CallEnd & { readonly kind: 'returned' })['trace'] | null }
  | { readonly kind: 'failed'; readonly frame: EntryFrame; readonly error: HardError };

/** Puts the class at the address and runs its constructor by `run`, if it has one. */
export const deployContract = (phase: Phase, deployment: Deployment, run: (call: EntryPointCall) => CallEnd): DeployEnd => {
  const { address, classHash, calldata, caller } = deployment;
  const failedIn = (selector: Felt | null, error: HardError): DeployEnd => ({
    kind: 'failed',
    frame: { kind: 'constructor', contract: address, classHash, selector },
    error,
  });
  const failed = (text: string, selector: Felt | null): DeployEnd => failedIn(selector, { frames: [], text, pc: null });
  if (phase.reader.classHashAt(address) !== FELT_ZERO) {
    return failed(`Requested ContractAddress(PatriciaKey(${feltToHex(address)})) is unavailable for deployment.\n`, null);
  }
  const code = phase.codeOf(classHash, phase.reader);
  if (code === null) return failed(`Class with hash ${feltText(classHash)} is not declared.\n`, null);
  writeClassHash(phase.overlay, address, classHash);
  if (code.kind === 'cairo' && code.casm.entryPoints.constructor.length === 0) {
    if (calldata.length === 0) return { kind: 'returned', trace: null };
    return failed('Invalid input: constructor_calldata; Cannot pass calldata to a contract with no constructor.\n', null);
  }
  const end = run({ kind: 'constructor', contract: address, library: null, selector: CONSTRUCTOR_SELECTOR, calldata, caller });
  switch (end.kind) {
    case 'returned':
      return { kind: 'returned', trace: end.trace };
    case 'panicked':
      return failed(executionPanicText(phase.constants, end.trace), CONSTRUCTOR_SELECTOR);
    case 'aborted':
      return failedIn(CONSTRUCTOR_SELECTOR, end.error);
  }
};

/** A phase that deploys a contract; its report is null where no constructor ran. */
export const runDeployPhase = (
  setup: PhaseSetup,
  deployment: Deployment,
  gas: number,
): { readonly end: DeployEnd; readonly report: PhaseReport | null } => {
  const phase = createPhase(setup, gas, runCall);
  let report: PhaseReport | null = null;
  const end = deployContract(phase, deployment, (call) => {
    const callEnd = runCall(phase, call, { gas, depth: 1, cairoSteps: false });
    report = reportOf(phase, gas, callEnd);
    return callEnd;
  });
  return { end, report };
};
