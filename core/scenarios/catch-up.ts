// Catching up: a validator is down for a while, fetches the blocks that it has missed from its peers when it is back, and votes again.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const catchUp: Scenario = ofSpec('catch-up', {
  interventions: timeline([during({ kind: 'crash', validator: V(4), part: 'both', instance: null, storage: 'keep' }, 3, 14)]),
});
