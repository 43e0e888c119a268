// Calls of the contract that tries (scripts/contracts/attempt.ts): it calls itself and goes on where that fails.
import { toFelt } from '../base/felt.ts';
import type { Intervention } from '../sim/intervention.ts';
import { ATTEMPT_ADDRESS, TRY_PUT_SELECTOR } from '../types/genesis.ts';
import { toTimeUs } from '../types/ids.ts';
import { TRANSFER_BOUNDS } from './workload.ts';
import { V } from './of-spec.ts';

/** At `second`, an account asks it to write a value, and the writing call fails or not; it enters the network at validator 1. */
export const tryPut = (second: number, value: number, fails: boolean): Intervention => ({
  t: toTimeUs(second * 1_000_000),
  kind: 'send_tx',
  validator: V(1),
  intent: {
    account: 9,
    calls: [{ to: ATTEMPT_ADDRESS, selector: TRY_PUT_SELECTOR, calldata: [toFelt(value), toFelt(fails ? 1 : 0)] }],
    nonce: null,
    tip: 0n,
    resourceBounds: TRANSFER_BOUNDS,
    tamper: 'none',
  },
});
