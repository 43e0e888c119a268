// Everything a user does to a run, as timed plain data. A run is a pure function of scenario, seed and these.
import type { Fault } from '../net/fault.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { TransactionIntent } from '../types/intent.ts';

export type Intervention = { readonly t: TimeUs } & (
  | { readonly kind: 'send_tx'; readonly validator: ValidatorIndex; readonly intent: TransactionIntent }
  /** `id` is unique in the run; the log names a fault by it. */
  | { readonly kind: 'fault_on'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'fault_off'; readonly id: number }
);
