// What syscalls do to state and calls, whichever engine runs the code: storage, events, inner calls. More is in more-state-calls.ts.
// Source: execution.md 5.3, 5.4, 6.6. Gas of the syscall itself is charged before by whoever decodes it.
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { writeStorage } from '../state/overlay.ts';
import type { ContractEvent } from '../types/block.ts';
import type { EntryPointCall } from './calls.ts';
import { ENTRYPOINT_FAILED, INVALID_ARGUMENT } from './felts.ts';
import { type Abort, abort, type CallEnd, type Frame, type Phase, visit } from './phase.ts';
import type { EntryFrame } from './revert-reason.ts';
import { EXECUTE_SELECTOR } from './selectors.ts';

/** An answer, a failure that the contract can catch, or a hard error. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failure'; readonly data: readonly Felt[] }
  | Abort;

export const answer = <T>(value: T): Outcome<T> => ({ kind: 'answer', value });
export const failure = (...data: readonly Felt[]): Outcome<never> => ({ kind: 'failure', data });
export const unauthorized = (name: string): Abort => abort(`Unauthorized syscall ${name} in execution mode Validate.`);

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

/** Runs an inner call and takes its gas from the caller's. */
export const runInner = (phase: Phase, frame: Frame, call: EntryPointCall): CallEnd => {
  const end = phase.runCall(phase, call, { gas: frame.gas, depth: frame.depth + 1, cairoSteps: frame.mode === 'cairo_steps' });
  frame.inner.push(end.trace);
  frame.gas -= end.trace.gasConsumed;
  return end;
};

/** What the caller gets of an inner call; a hard error gets a frame that names the call. */
export const passOn = (end: CallEnd, frame: EntryFrame): Outcome<readonly Felt[]> => {
  switch (end.kind) {
    case 'returned':
      return answer(end.trace.result);
    case 'panicked':
      return failure(...end.trace.result, ENTRYPOINT_FAILED);
    case 'aborted':
      return { kind: 'abort', error: { ...end.error, frames: [frame, ...end.error.frames] } };
  }
};

export type Target = { readonly selector: Felt; readonly calldata: readonly Felt[] };

export const callContractFrom = (phase: Phase, frame: Frame, target: Target & { readonly to: Felt }): Outcome<readonly Felt[]> => {
  const { to, selector, calldata } = target;
  if (phase.mode === 'validate' && to !== frame.call.contract) return unauthorized('call_contract');
  if (phase.constants.rules.blockDirectExecuteCall && selector === EXECUTE_SELECTOR) return failure(INVALID_ARGUMENT);
  const classHash = phase.reader.classHashAt(to);
  const call: EntryPointCall = { kind: 'external', contract: to, library: null, selector, calldata, caller: frame.call.contract };
  return passOn(runInner(phase, frame, call), { kind: 'call', contract: to, classHash, selector });
};
