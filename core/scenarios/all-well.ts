// Nothing goes wrong: any number of validators (four by default), code defaults, a transfer now and then. The baseline that every other scenario departs from.
import { ofSpec } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const allWell: Scenario = ofSpec('all-well', {});
