// A run: all that determines what happens. Equal runs have equal fingerprints on every machine and in every placement.
import type { Intervention } from './intervention.ts';

/** Changes whenever equal runs would give other fingerprints than before; links carry it. */
export const CORE_VERSION = 1;

export type Run = {
  readonly scenario: string;
  /** An unsigned 32-bit integer. */
  readonly seed: number;
  /** The user's, in order of time; the scenario's own inputs are not among them. */
  readonly interventions: readonly Intervention[];
  readonly coreVersion: number;
};
