// One transaction too many: the Fin of height 2 counts one more transaction than was streamed. Validators wait for it until their deadline.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const oneTransactionTooMany: Scenario = ofSpec('one-transaction-too-many', {
  interventions: timeline([during({ kind: 'one_tx_too_many', validator: V(3), height: 2 }, 0)]),
});
