// What syscalls do to state and calls, whichever engine runs the code: storage, events, messages, inner calls, deployments, meta transactions.
// Source: execution.md 5.3, 5.4, 6.6. Gas of the syscall itself is charged before by whoever decodes it.
import { type Felt, FELT_ZERO, feltToHex, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { contractAddress } from '../hashes/contract-address.ts';
import { writeClassHash, writeStorage } from '../state/overlay.ts';
import type { ContractEvent } from '../types/block.ts';
import type { EntryPointCall } from './calls.ts';
import { BLOCK_HASH_ADDRESS, BLOCK_NUMBER_OUT_OF_RANGE, ENTRYPOINT_FAILED, INVALID_ARGUMENT } from './felts.ts';
import { metaTransactionInfo } from './meta-transaction.ts';
import { feltText } from './panic-text.ts';
import { type Abort, abort, type CallEnd, type Frame, type Phase, visit } from './phase.ts';
import { type EntryFrame, executionPanicText, type HardError } from './revert-reason.ts';
import { CONSTRUCTOR_SELECTOR, EXECUTE_SELECTOR } from './selectors.ts';

/** An answer, a failure that the contract can catch, or a hard error. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failure'; readonly data: readonly Felt[] }
  | Abort;

const answer = <T>(value: T): Outcome<T> => ({ kind: 'answer', value });
const failure = (...data: readonly Felt[]): Outcome<never> => ({ kind: 'failure', data });
const unauthorized = (name: string): Abort => abort(`Unauthorized syscall ${name} in execution mode Validate.`);

export const readCell = (phase: Phase, frame: Frame, key: Felt): Felt => {
  visit(phase, frame.call.contract, key);
  return phase.reader.storageAt(frame.call.contract, key);
};

export const writeCell = (phase: Phase, frame: Frame, { key, value }: { readonly key: Felt; readonly value: Felt }): void => {
  visit(phase, frame.call.contract, key);
  writeStorage(phase.overlay, frame.call.contract, key, value);
};

/** Limits in blockifier's order: number, keys, data. */
export const emitEventFrom = (phase: Phase, frame: Frame, event: Omit<ContractEvent, 'from'>): Abort | null => {
  const { eventsPerTxMax, eventKeysMax, eventDataMax } = phase.constants.limits;
  const rows = [
    ['number of events, number events', phase.events.length + 1, 'number events', eventsPerTxMax],
    ['keys length, keys length', event.keys.length, 'keys length', eventKeysMax],
    ['data length, data length', event.data.length, 'data length', eventDataMax],
  ] as const;
  const over = rows.find(([, got, , max]) => got > max);
  if (over !== undefined) return abort(`Exceeded the maximum ${over[0]}: ${over[1]}, max ${over[2]}: ${over[3]}.`);
  phase.events.push(freeze({ from: frame.call.contract, keys: freeze(event.keys), data: freeze(event.data) }));
  return null;
};

export const sendMessage = (phase: Phase, frame: Frame, message: { readonly to: Felt; readonly payload: readonly Felt[] }): void => {
  phase.messages.push(freeze({ from: frame.call.contract, to: message.to, payload: freeze(message.payload) }));
};

/** Runs an inner call and takes its gas from the caller's. */
const runInner = (phase: Phase, frame: Frame, call: EntryPointCall): CallEnd => {
  const end = phase.runCall(phase, call, { gas: frame.gas, depth: frame.depth + 1, cairoSteps: frame.mode === 'cairo_steps' });
  frame.inner.push(end.trace);
  frame.gas -= end.trace.gasConsumed;
  return end;
};

/** What the caller gets of an inner call; a hard error gets a frame that names the call. */
const passOn = (end: CallEnd, frame: EntryFrame): Outcome<readonly Felt[]> => {
  switch (end.kind) {
    case 'returned':
      return answer(end.trace.result);
    case 'panicked':
      return failure(...end.trace.result, ENTRYPOINT_FAILED);
    case 'aborted':
      return { kind: 'abort', error: { ...end.error, frames: [frame, ...end.error.frames] } };
  }
};

type Target = { readonly selector: Felt; readonly calldata: readonly Felt[] };

export const callContractFrom = (phase: Phase, frame: Frame, target: Target & { readonly to: Felt }): Outcome<readonly Felt[]> => {
  const { to, selector, calldata } = target;
  if (phase.mode === 'validate' && to !== frame.call.contract) return unauthorized('call_contract');
  if (phase.constants.rules.blockDirectExecuteCall && selector === EXECUTE_SELECTOR) return failure(INVALID_ARGUMENT);
  const classHash = phase.reader.classHashAt(to);
  const call: EntryPointCall = { kind: 'external', contract: to, library: null, selector, calldata, caller: frame.call.contract };
  return passOn(runInner(phase, frame, call), { kind: 'call', contract: to, classHash, selector });
};

export const libraryCallFrom = (phase: Phase, frame: Frame, target: Target & { readonly classHash: Felt }): Outcome<readonly Felt[]> => {
  const { classHash, selector, calldata } = target;
  const { contract, caller } = frame.call;
  const call: EntryPointCall = { kind: 'external', contract, library: classHash, selector, calldata, caller };
  return passOn(runInner(phase, frame, call), { kind: 'library', contract, classHash, selector });
};

export type DeployRequest = {
  readonly classHash: Felt;
  readonly salt: Felt;
  readonly calldata: readonly Felt[];
  readonly fromZero: boolean;
};
type Deployed = { readonly address: Felt; readonly data: readonly Felt[] };

/** `Deploy` of a running contract. A constructor that fails is a hard error. */
export const deployFrom = (phase: Phase, frame: Frame, request: DeployRequest): Outcome<Deployed> => {
  if (phase.mode === 'validate') return unauthorized('deploy');
  const { classHash, salt, calldata, fromZero } = request;
  const deployer = fromZero ? FELT_ZERO : frame.call.contract;
  const address = contractAddress(phase.kernel, { deployer, salt, classHash, calldata });
  const deployment = { address, classHash, calldata, caller: frame.call.contract };
  const end = deployContract(phase, deployment, (call) => runInner(phase, frame, call));
  if (end.kind === 'returned') return answer({ address, data: end.trace?.result ?? [] });
  return { kind: 'abort', error: { ...end.error, frames: [end.frame, ...end.error.frames] } };
};

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

/** Later calls run the new class; this one goes on with its code. */
export const replaceClassOf = (phase: Phase, frame: Frame, classHash: Felt): Abort | null => {
  if (phase.codeOf(classHash, phase.reader) === null) return abort(`Class with hash ${feltText(classHash)} is not declared.`);
  writeClassHash(phase.overlay, frame.call.contract, classHash);
  return null;
};

export const classHashOf = (phase: Phase, address: Felt): Outcome<Felt> =>
  phase.mode === 'validate' ? unauthorized('get_class_hash_at') : answer(phase.reader.classHashAt(address));

/** Hash of a block at least ten blocks back. `number` is below 2^64. */
export const blockHashOf = (phase: Phase, number: bigint): Outcome<Felt> => {
  const newest = phase.info.trueBlockNumber - phase.constants.limits.storedBlockHashBuffer;
  if (number <= BigInt(newest)) return answer(phase.reader.storageAt(BLOCK_HASH_ADDRESS, toFelt(number)));
  return phase.mode === 'validate' ? unauthorized('get_block_hash') : failure(BLOCK_NUMBER_OUT_OF_RANGE);
};

/** `__execute__` of an account under the transaction info of an invoke of version 0. */
export const runMetaTransaction = (
  phase: Phase,
  frame: Frame,
  target: Target & { readonly to: Felt; readonly signature: readonly Felt[] },
): Outcome<readonly Felt[]> => {
  const { to, selector, calldata, signature } = target;
  if (phase.mode === 'validate') return unauthorized('meta_tx_v0');
  if (selector !== EXECUTE_SELECTOR) return failure(INVALID_ARGUMENT);
  const classHash = phase.reader.classHashAt(to);
  const { info } = phase;
  phase.info = metaTransactionInfo(phase.kernel, info, { sender: to, selector, calldata, signature });
  const call: EntryPointCall = { kind: 'external', contract: to, library: null, selector, calldata, caller: FELT_ZERO };
  const outcome = passOn(runInner(phase, frame, call), { kind: 'call', contract: to, classHash, selector });
  phase.info = info;
  return outcome;
};
