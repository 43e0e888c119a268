// All validators share the bug: the same engine everywhere keeps what a failed inner call wrote, so all commitments agree and the block is decided.
// After the incident of 2026-01-05 (ecosystem.md 8): there the prover disagreed, and eighteen minutes of blocks were dropped.
import { ofSpec } from './of-spec.ts';
import type { Scenario } from './scenario.ts';
import { tryPut } from './attempts.ts';

export const sharedBug: Scenario = ofSpec('shared-bug', {
  engine: 'cairo-keeps-reverted-writes',
  interventions: [tryPut(1.5, 7, true)],
});
