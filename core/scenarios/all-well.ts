// Nothing goes wrong: four validators, code defaults, a transfer now and then. The baseline that every other scenario departs from.
import type { Scenario } from './scenario.ts';
import { createStandardWorld } from './worlds.ts';

export const allWell: Scenario = { id: 'all-well', createWorld: (seed) => createStandardWorld({ seed, validators: 4 }) };
