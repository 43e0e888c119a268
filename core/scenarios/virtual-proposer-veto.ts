// The virtual proposer: it is drawn by weight, named in every proposal, and here its precommit is required. While it is down its rounds cannot decide.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import { NO_SETTINGS } from './spec-world.ts';
import type { Scenario } from './scenario.ts';

export const virtualProposerVeto: Scenario = ofSpec('virtual-proposer-veto', {
  weights: [3, 2, 2, 2],
  settings: { ...NO_SETTINGS, useOnlyActualProposerSelection: false, requireVirtualProposerVote: true },
  interventions: timeline([during({ kind: 'withhold_votes', validator: V(2), height: null }, 0)]),
});
