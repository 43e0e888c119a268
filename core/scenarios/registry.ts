// All shipped scenarios. catalogue.ts lists the same ids for the page.
import { allWell } from './all-well.ts';
import { honestQuorum } from './honest-quorum.ts';
import { invalidProposal } from './invalid-proposal.ts';
import { quietProposer } from './quiet-proposer.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [quietProposer, allWell, invalidProposal, honestQuorum];

/** Undefined for an unknown id. */
export const findScenario = (id: string): Scenario | undefined => SCENARIOS.find((s) => s.id === id);
