// Everything a user does to a run, as timed plain data. A run is a pure function of scenario, seed and these.
import type { Fault } from '../net/fault.ts';
import type { ConfigChange } from '../types/config-change.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { TransactionIntent } from '../types/intent.ts';

/** Replaces `remove` bytes at `at` by `insert`; several apply in order of falling `at`. */
export type Splice = { readonly at: number; readonly remove: number; readonly insert: Uint8Array };

export type Intervention = { readonly t: TimeUs } & (
  | { readonly kind: 'send_tx'; readonly validator: ValidatorIndex; readonly intent: TransactionIntent }
  /** `id` is unique in the run; the log names a fault by it. */
  | { readonly kind: 'fault_on'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'fault_off'; readonly id: number }
  /** Changes the bytes of a frame on its way to one receiver; `frame` is the id `p:n` of its frame_sent. */
  | { readonly kind: 'edit_frame'; readonly frame: string; readonly to: ValidatorIndex; readonly splices: readonly Splice[] }
  /** Hands a held frame to the validator whose inbox holds it. */
  | { readonly kind: 'deliver'; readonly validator: ValidatorIndex; readonly frame: string }
  /** Takes effect at a validator (null: at all) when it starts the first height >= `fromHeight`. */
  | {
      readonly kind: 'configure';
      readonly fromHeight: number;
      readonly validators: readonly ValidatorIndex[] | null;
      readonly change: ConfigChange;
    }
);
