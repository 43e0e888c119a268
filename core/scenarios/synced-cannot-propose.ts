// A validator that learnt the last height by sync still holds the blob of an older one: the recorder refuses it, and its proposal fails (CendeWriteError).
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const syncedCannotPropose: Scenario = ofSpec('synced-cannot-propose', {
  interventions: timeline([during({ kind: 'partition', side: [V(4)] }, 1.8, 6)]),
});
