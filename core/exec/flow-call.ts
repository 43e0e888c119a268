// A view call: by nobody (caller 0, no transaction), free, and what it writes is dropped.
// Source: execution.md 7 (K.limits.viewCallGas); the error is the panic data or the hard error as text.
import { type Felt, FELT_ZERO } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { createOverlay } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import { constantsOf } from './constants.ts';
import type { BlockContext } from './engine.ts';
import type { Runtime } from './account-flow.ts';
import { runPhase } from './machine.ts';
import { panicText } from './panic-text.ts';
import { executeInfo, NO_TRANSACTION } from './transaction-info.ts';

type ViewRequest = { readonly address: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] };
type Job = { readonly context: BlockContext; readonly request: ViewRequest; readonly state: StateReader };

/** The returned data, or why there are none. */
export const callView = ({ kernel, codeOf }: Runtime, { context, request, state }: Job): Result<readonly Felt[], string> => {
  const constants = constantsOf(context.info.starknetVersion);
  const { address, selector, calldata } = request;
  const { end } = runPhase(
    {
      mode: 'execute',
      constants,
      kernel,
      codeOf,
      base: state,
      overlay: createOverlay(),
      info: executeInfo(context, NO_TRANSACTION),
      stepLimit: null,
    },
    { kind: 'external', contract: address, library: null, selector, calldata, caller: FELT_ZERO },
    constants.limits.viewCallGas,
  );
  switch (end.kind) {
    case 'returned':
      return ok(end.trace.result);
    case 'panicked':
      return err(panicText(end.trace.result));
    case 'aborted':
      return err(end.error.text.trimEnd());
  }
};
