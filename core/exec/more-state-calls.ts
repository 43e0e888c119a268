// What only compiled classes ask of state and calls: messages, library calls, deployments, other classes, block hashes, meta transactions.
// Source: execution.md 5.3, 5.4, 6.6. Kept from state-calls.ts because hosts without the virtual machine need none of it.
import { type Felt, FELT_ZERO, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { contractAddress } from '../hashes/contract-address.ts';
import { writeClassHash } from '../state/overlay.ts';
import type { EntryPointCall } from './calls.ts';
import { deployContract } from './deploy.ts';
import { BLOCK_HASH_ADDRESS, BLOCK_NUMBER_OUT_OF_RANGE, INVALID_ARGUMENT } from './felts.ts';
import { metaTransactionInfo } from './meta-transaction.ts';
import { feltText } from './panic-text.ts';
import { type Abort, abort, type Frame, type Phase } from './phase.ts';
import { EXECUTE_SELECTOR } from './selectors.ts';
import { answer, failure, type Outcome, passOn, runInner, type Target, unauthorized } from './state-calls.ts';

export const sendMessage = (phase: Phase, frame: Frame, message: { readonly to: Felt; readonly payload: readonly Felt[] }): void => {
  phase.messages.push(freeze({ from: frame.call.contract, to: message.to, payload: freeze(message.payload) }));
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
