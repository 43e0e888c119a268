// Real Cairo: every validator runs the compiled account and token on the Cairo VM. One transaction calls a contract whose inner call fails; what that
// call wrote is gone everywhere.
import { ofSpec } from './of-spec.ts';
import type { Scenario } from './scenario.ts';
import { tryPut } from './attempts.ts';

export const realCairo: Scenario = ofSpec('real-cairo', {
  engine: 'cairo',
  interventions: [tryPut(3, 7, true), tryPut(5, 8, false)],
});
