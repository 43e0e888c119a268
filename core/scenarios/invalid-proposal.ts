// An invalid proposal: the proposer of height 2, round 0 announces a commitment that its block does not have. Every validator re-executes, finds
// another commitment (ProposalFinMismatch), prevotes nil, and the next round decides.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const invalidProposal: Scenario = ofSpec('invalid-proposal', {
  interventions: timeline([during({ kind: 'wrong_commitment', validator: V(3), height: 2 }, 0)]),
});
