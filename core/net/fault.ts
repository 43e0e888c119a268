// Faults: what a user breaks. Each is switched on by an intervention and off by another; honest code never reads them.
import type { ValidatorIndex } from '../types/ids.ts';

/** Which frames a network fault concerns; null means any. */
export type FrameFilter = {
  readonly from: ValidatorIndex | null;
  readonly to: ValidatorIndex | null;
  readonly what: 'any' | 'prevote' | 'precommit' | 'proposal' | 'transaction';
  readonly height: number | null;
};

export type Fault =
  /** Both processes of the validator stop; switching it off restarts them with their storage, unless another crash of the validator is still on. */
  | { readonly kind: 'crash'; readonly validator: ValidatorIndex }
  /** Matching frames never arrive, each with a probability of `ppm` parts per million. */
  | { readonly kind: 'drop'; readonly filter: FrameFilter; readonly ppm: number }
  /** Matching frames arrive later by `byUs`. */
  | { readonly kind: 'delay'; readonly filter: FrameFilter; readonly byUs: number }
  /** Whenever this validator proposes, its Fin names another commitment; `height` null: at every height. */
  | { readonly kind: 'wrong_commitment'; readonly validator: ValidatorIndex; readonly height: number | null }
  /** Whenever this validator proposes, the stream never leaves its edge; `height` null: at every height. */
  | { readonly kind: 'quiet_proposer'; readonly validator: ValidatorIndex; readonly height: number | null }
  /** The committer of a validator takes longer by `byUs` for every block. */
  | { readonly kind: 'slow_committer'; readonly validator: ValidatorIndex; readonly byUs: number };
