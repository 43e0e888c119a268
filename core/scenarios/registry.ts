// All shipped scenarios. catalogue.ts lists the same ids for the page.
import type { World } from '../sim/world.ts';
import { allWell } from './all-well.ts';
import { type ScenarioId, parseScenario } from './catalogue.ts';
import { honestQuorum } from './honest-quorum.ts';
import { invalidProposal } from './invalid-proposal.ts';
import { quietProposer } from './quiet-proposer.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [quietProposer, allWell, invalidProposal, honestQuorum];

/** A scenario ready to run: `name` is what runs and links call it, its size included. */
export type FoundScenario = { readonly name: string; readonly id: ScenarioId; readonly createWorld: (seed: number) => World };

/** Undefined for an unknown name. */
export const findScenario = (name: string): FoundScenario | undefined => {
  const choice = parseScenario(name);
  const scenario = SCENARIOS.find((s) => s.id === choice?.id);
  if (choice === null || scenario === undefined) return undefined;
  return { name, id: choice.id, createWorld: (seed) => scenario.createWorld(seed, choice.validators) };
};
