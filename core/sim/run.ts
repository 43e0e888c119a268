// A run: all that determines what happens. Equal runs have equal fingerprints on every machine and in every placement.
import type { ClassFile } from '../types/engines.ts';
import type { Intervention } from './intervention.ts';
import type { ScenarioSpec } from './spec.ts';

/** Changes whenever equal runs would give other fingerprints than before; links carry it. */
export const CORE_VERSION = 3;

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
  /**
   * Compiled classes that the network's class manager holds from the beginning beside its own (execution.md 10.9), at most RUN_CLASSES_MAX. Holding a
   * class changes nothing before a transaction names it: so a class may be added while the run goes on (`Session.addClasses`), as long as no
   * transaction before has named it, and the run is that of a list that held it from the start.
   */
  readonly classes?: readonly ClassFile[];
  readonly coreVersion: number;
};
