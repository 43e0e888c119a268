// A proposer goes quiet: height 1 is decided, then the proposer of height 2, round 0 builds a block that never leaves its edge. The others wait for
// timeout propose, prevote and precommit nil (L57, L44), and the next proposer decides the height in round 1.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const quietProposer: Scenario = ofSpec('quiet-proposer', {
  interventions: timeline([during({ kind: 'quiet_proposer', validator: V(3), height: 2 }, 0)]),
});
