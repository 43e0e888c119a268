// One transaction too many: blocks hold three transactions, a fourth is streamed before it finds no room, and the Fin of height 2 counts it. Validators have
// no room for it either, and a validator does not look whether its block is full: it waits until its deadline (protocol.md 3.4, 7.4).
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';
import { NO_SETTINGS } from './spec-world.ts';

const SECOND = 1_000_000;

export const oneTransactionTooMany: Scenario = ofSpec('one-transaction-too-many', {
  settings: { ...NO_SETTINGS, nTxs: 3 },
  traffic: { everyUs: 150_000, untilUs: 60 * SECOND },
  interventions: timeline([during({ kind: 'one_tx_too_many', validator: V(3), height: 2 }, 0)]),
});
