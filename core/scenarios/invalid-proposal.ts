// An invalid proposal: the proposer of height 2, round 0 announces a commitment that its block does not have. Every validator re-executes, finds
// another commitment (ProposalFinMismatch), prevotes nil, and the next round decides.
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { Scenario } from './scenario.ts';
import { createStandardWorld } from './worlds.ts';

const VALIDATORS = 4;
const LYING_HEIGHT = 2;

export const invalidProposal: Scenario = {
  id: 'invalid-proposal',
  createWorld: (seed) =>
    createStandardWorld({
      seed,
      validators: VALIDATORS,
      inputs: [
        {
          t: toTimeUs(0),
          kind: 'fault_on',
          id: 1,
          fault: { kind: 'wrong_commitment', validator: toValidatorIndex(LYING_HEIGHT % VALIDATORS), height: LYING_HEIGHT },
        },
      ],
    }),
};
