// Honest quorum: five validators as the checked-in mainnet files run them. More than half of the weight decides, so 3 of 5 are enough; two crash after
// the first seconds and the chain goes on, which a quorum of more than two thirds would not allow.
import { MAINNET } from '../sim/presets.ts';
import { crashOf } from '../net/fault-fields.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { Scenario } from './scenario.ts';
import { createStandardWorld } from './worlds.ts';

const SECOND = 1_000_000;

export const honestQuorum: Scenario = {
  id: 'honest-quorum',
  createWorld: (seed) =>
    createStandardWorld({
      seed,
      validators: 5,
      settings: MAINNET,
      inputs: [
        { t: toTimeUs(6 * SECOND), kind: 'fault_on', id: 1, fault: crashOf(toValidatorIndex(4)) },
        { t: toTimeUs(6 * SECOND), kind: 'fault_on', id: 2, fault: crashOf(toValidatorIndex(0)) },
      ],
    }),
};
