// Honest quorum: five validators as the checked-in mainnet files run them. More than half of the weight decides, so 3 of 5 are enough; two crash after
// the first seconds and the chain goes on, which a quorum of more than two thirds would not allow.
import { crashOf } from '../net/fault-fields.ts';
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const honestQuorum: Scenario = ofSpec('honest-quorum', {
  validators: 5,
  preset: 'mainnet',
  interventions: timeline([during(crashOf(V(5)), 6), during(crashOf(V(1)), 6)]),
});
