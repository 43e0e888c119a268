// A scenario: a named way to make a world from a seed. One file and one row in registry.ts and catalogue.ts each.
import type { ScenarioSpec } from '../sim/spec.ts';
import type { World } from '../sim/world.ts';
import type { ScenarioId } from './catalogue.ts';

export type Scenario = {
  readonly id: ScenarioId;
  /** What it changes, where it is plain data: the editor begins with it. */
  readonly spec?: ScenarioSpec;
  /** The world for a seed and a number of validators, which most scenarios fix; equal arguments give equal worlds. */
  readonly createWorld: (seed: number, validators: number) => World;
};
