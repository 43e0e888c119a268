// Amnesia: a validator loses its storage and its last-voted marker while the chain stands still, learns the old blocks by sync and votes again at a height
// at which it has voted before.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const amnesia: Scenario = ofSpec('amnesia', {
  interventions: timeline([
    during({ kind: 'partition', side: [V(1), V(2)] }, 6, 40),
    during({ kind: 'crash', validator: V(2), part: 'both', instance: null, storage: 'lose' }, 12, 14),
  ]),
});
