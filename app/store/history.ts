// The tree of branches of this page.
import { Branching } from './branching.ts';
import { run, useRun } from './run.ts';

export const branching: Branching = new Branching(useRun, run);
