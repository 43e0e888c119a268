// Two batchers behind each consensus, an extension of the seed: when the first one dies the second takes over at the next height.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const twoBatchers: Scenario = ofSpec('two-batchers', {
  batchers: { instances: 2, mode: 'failover' },
  interventions: timeline([during({ kind: 'crash', validator: V(2), part: 'batcher', instance: 1, storage: 'keep' }, 4, 20)]),
});
