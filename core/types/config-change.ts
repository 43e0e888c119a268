// A setting that a user changes in the middle of a run; it takes effect at the start of a height.
import type { QuorumType, Step } from './consensus.ts';
import type { ValidatorIndex } from './ids.ts';
import type { BatcherInstances } from './nodes.ts';
import type { BridgeSettings } from './settings.ts';

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
  | { readonly kind: 'preset'; readonly preset: 'code-defaults' | 'mainnet' }
  /** How the chambers of the validators speak; calls under way are answered as they were asked. */
  | { readonly kind: 'bridge'; readonly transport: BridgeSettings['transport']; readonly preset: BridgeSettings['preset'] }
  /** Which of several batcher instances gets a proposal; without effect where there is one. */
  | { readonly kind: 'batcher_mode'; readonly mode: BatcherInstances['mode'] };
