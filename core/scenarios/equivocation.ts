// Equivocation within f: the proposer of height 2 sends half of its peers another valid block and votes for both. One of four cannot break agreement.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const equivocation: Scenario = ofSpec('equivocation', {
  interventions: timeline([during({ kind: 'equivocate', validator: V(3), height: 2 }, 0)]),
});
