// The pinned runs: every shipped scenario with the default seed up to height 5. A change of one of these is a change of what the protocol does here: it
// needs a reason in the commit, and CORE_VERSION rises.
import type { ScenarioId } from '../core/scenarios/catalogue.ts';

export const PINNED_HEIGHT = 5;
export const PINNED: Readonly<
  Record<ScenarioId, { readonly timeUs: number; readonly fingerprint: string; readonly rounds: readonly number[] }>
> = {
  'quiet-proposer': { timeUs: 18_574_354, fingerprint: '6aeda5611b83fa5bf6ecd4a60b7313ba', rounds: [0, 1, 0, 0, 0] },
  'all-well': { timeUs: 8_337_474, fingerprint: '956c2a89b24ee15b531945a360b222eb', rounds: [0, 0, 0, 0, 0] },
  'invalid-proposal': { timeUs: 11_026_318, fingerprint: 'a61d94b97c20989656923347f1828ac7', rounds: [0, 1, 0, 0, 0] },
  'honest-quorum': { timeUs: 39_623_059, fingerprint: 'fa024f5c45fc56f86c73652819d33daa', rounds: [0, 0, 0, 2, 1] },
};
