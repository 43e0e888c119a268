// Nothing goes wrong: any number of validators (four by default), code defaults, a transfer now and then. The baseline that every other scenario departs from.
import type { Scenario } from './scenario.ts';
import { createStandardWorld } from './worlds.ts';

export const allWell: Scenario = { id: 'all-well', createWorld: (seed, validators) => createStandardWorld({ seed, validators }) };
