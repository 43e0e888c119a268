// A run: all that determines what happens. Equal runs have equal fingerprints on every machine and in every placement.
import type { Intervention } from './intervention.ts';
import type { ScenarioSpec } from './spec.ts';

/** Changes whenever equal runs would give other fingerprints than before; links carry it. */
export const CORE_VERSION = 2;

/** What runs of a spec call their scenario. */
export const CUSTOM_SCENARIO = 'custom';

export type Run = {
  /** A name of the catalogue, or CUSTOM_SCENARIO with a spec. */
  readonly scenario: string;
  /** The scenario itself where it is not one of the catalogue. */
  readonly spec?: ScenarioSpec;
  /** An unsigned 32-bit integer. */
  readonly seed: number;
  /** The user's, in order of time; the scenario's own inputs are not among them. */
  readonly interventions: readonly Intervention[];
  readonly coreVersion: number;
};
