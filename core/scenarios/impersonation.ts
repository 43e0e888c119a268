// Votes are unsigned: one validator votes nil, and a second time in the name of another. Whoever receives the forged vote first counts it.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const impersonation: Scenario = ofSpec('impersonation', {
  interventions: timeline([
    during({ kind: 'always_nil', validator: V(4), height: 2 }, 0),
    during({ kind: 'impersonate', validator: V(4), victim: V(1) }, 2, 12),
  ]),
});
