// The numbered list of everything that is done to a run: the world's own inputs first, then the user's.
import type { Intervention } from './intervention.ts';
import { type NumberedIntervention, numberInterventions } from './route.ts';
import type { World } from './world.ts';

/** The world's inputs, then the user's, numbered in that order. */
export const orderInterventions = (world: World, interventions: readonly Intervention[]): NumberedIntervention[] => [
  ...numberInterventions([...world.inputs, ...interventions]),
];
