// The tree of branches of this page, and its keeping from visit to visit. Loaded with the first deed, or when an earlier visit has left something.
import { Branching } from './branching.ts';
import { startKeeping } from './keeping.ts';
import { run, useRun } from './run.ts';

export const branching: Branching = new Branching(useRun, run);
// Outside a page (unit tests of what it does) there is nothing to keep it in.
if (typeof document !== 'undefined') startKeeping(branching);
