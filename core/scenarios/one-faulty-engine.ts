// One validator's engine has a bug: where an inner call fails, validator 2 keeps what the call wrote. For the block with such a transaction it finds
// another commitment than everybody else, votes nil, cannot execute what the others decide, and gets the block by sync.
import { ofSpec } from './of-spec.ts';
import type { Scenario } from './scenario.ts';
import { tryPut } from './attempts.ts';

export const oneFaultyEngine: Scenario = ofSpec('one-faulty-engine', {
  engine: 'cairo',
  engines: ['cairo', 'cairo-keeps-reverted-writes'],
  interventions: [tryPut(1.5, 7, true)],
});
