// A proposer goes quiet: height 1 is decided, then the proposer of height 2, round 0 builds a block that never leaves its edge. The others wait for
// timeout propose, prevote and precommit nil (L57, L44), and the next proposer decides the height in round 1.
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { Scenario } from './scenario.ts';
import { createStandardWorld } from './worlds.ts';

const VALIDATORS = 4;
const QUIET_HEIGHT = 2;

export const quietProposer: Scenario = {
  id: 'quiet-proposer',
  createWorld: (seed) =>
    createStandardWorld({
      seed,
      validators: VALIDATORS,
      inputs: [
        {
          t: toTimeUs(0),
          kind: 'fault_on',
          id: 1,
          fault: { kind: 'quiet_proposer', validator: toValidatorIndex(QUIET_HEIGHT % VALIDATORS), height: QUIET_HEIGHT },
        },
      ],
    }),
};
