// Nil is not silence: at height 2 one validator votes nil, at height 3 its votes never leave. The tallies look alike and mean different things.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const nilIsNotSilence: Scenario = ofSpec('nil-is-not-silence', {
  interventions: timeline([
    during({ kind: 'always_nil', validator: V(4), height: 2 }, 0),
    during({ kind: 'withhold_votes', validator: V(4), height: 3 }, 0),
  ]),
});
