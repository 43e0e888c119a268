// A setting that a user changes in the middle of a run; it takes effect at the start of a height.
import type { QuorumType, Step } from './consensus.ts';
import type { ValidatorIndex } from './ids.ts';

/** A setting that changes in the middle of a run. */
export type ConfigChange =
  | { readonly kind: 'timeout'; readonly step: Step; readonly baseUs: number; readonly deltaUs: number; readonly maxUs: number }
  | { readonly kind: 'quorum'; readonly quorum: QuorumType }
  | { readonly kind: 'power'; readonly validator: ValidatorIndex; readonly weight: bigint }
  | {
      readonly kind: 'proposer_rule';
      readonly useOnlyActualProposerSelection: boolean;
      readonly requireVirtualProposerVote: boolean;
    }
  | { readonly kind: 'preset'; readonly preset: 'code-defaults' | 'mainnet' };
