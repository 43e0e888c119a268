// Equivocation beyond f: two of four send different blocks and votes to different peers, and the two honest ones decide differently.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const equivocationBeyondF: Scenario = ofSpec('equivocation-beyond-f', {
  interventions: timeline([
    during({ kind: 'equivocate', validator: V(2), height: null }, 3),
    during({ kind: 'equivocate', validator: V(3), height: null }, 3),
  ]),
});
