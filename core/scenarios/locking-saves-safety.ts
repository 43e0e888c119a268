// Locking: three lock a value of height 1, but the precommits that would decide it get lost. In round 1 another proposer builds another block, and the
// locked ones refuse it with nil until the old value is proposed again.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const lockingSavesSafety: Scenario = ofSpec('locking-saves-safety', {
  interventions: timeline([
    during({ kind: 'drop', filter: { from: null, to: V(3), what: 'proposal', height: 1 }, ppm: 1_000_000 }, 0),
    during({ kind: 'drop', filter: { from: V(4), to: null, what: 'precommit', height: 1 }, ppm: 1_000_000 }, 0, 12),
    during({ kind: 'drop', filter: { from: null, to: V(4), what: 'precommit', height: 1 }, ppm: 1_000_000 }, 0, 12),
  ]),
});
