// A setting that a user changes in the middle of a run; it takes effect at the start of a height.
import type { QuorumType, Step } from './consensus.ts';
import type { ValidatorIndex } from './ids.ts';
import type { BatcherInstances } from './nodes.ts';
import type { BridgeSettings } from './settings.ts';

/** What can be chosen where a setting is one of few; forms, JSON and links list them from here. The order is the format of links: new ones go to the end. */
export const CHANGE_STEPS = ['propose', 'prevote', 'precommit'] as const;
export const QUORUM_TYPES = ['byzantine', 'honest'] as const;
export const PRESETS = ['code-defaults', 'mainnet'] as const;
export const BRIDGE_TRANSPORTS = ['apollo', 'seed-stream'] as const;
export const BRIDGE_PRESETS = ['local', 'remote'] as const;
export const BATCHER_MODES = ['round_robin', 'failover'] as const;

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
  | { readonly kind: 'preset'; readonly preset: (typeof PRESETS)[number] }
  /** How the chambers of the validators speak; calls under way are answered as they were asked. */
  | { readonly kind: 'bridge'; readonly transport: BridgeSettings['transport']; readonly preset: BridgeSettings['preset'] }
  /** Which of several batcher instances gets a proposal; without effect where there is one. */
  | { readonly kind: 'batcher_mode'; readonly mode: BatcherInstances['mode'] };

/** All kinds; their places are the format of links as well. */
export const CHANGE_KINDS: readonly ConfigChange['kind'][] = [
  'timeout',
  'quorum',
  'power',
  'proposer_rule',
  'preset',
  'bridge',
  'batcher_mode',
];
