// A partition of two and two stops the chain, and nothing is lost: after it heals the votes that are sent again decide the height.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const partitionHeals: Scenario = ofSpec('partition-heals', {
  interventions: timeline([during({ kind: 'partition', side: [V(1), V(2)] }, 3, 23)]),
});
