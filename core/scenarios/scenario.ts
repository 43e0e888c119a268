// A shipped scenario: a name and a spec; the world is made of spec and seed. One file and one row in registry.ts and catalogue.ts each.
import type { ScenarioSpec } from '../sim/spec.ts';
import type { ScenarioId } from './catalogue.ts';

export type Scenario = {
  readonly id: ScenarioId;
  /** Without title and story, which the message catalogue has. */
  readonly spec: ScenarioSpec;
};
