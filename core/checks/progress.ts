// Progress: while no fault is on and every process is up, a further height is decided within the time of ten of the longest rounds. It is the live form
// of "termination" of the Tendermint paper: after the network heals the chain goes on. Time that passed under a fault does not count.
import type { TimeUs } from '../types/ids.ts';
import type { Check } from './check.ts';

/** Ten rounds of propose 9.1 s, prevote 1 s, precommit 5 s at most (protocol.md 1.7). */
const PATIENCE_US = 151_000_000;

type State = {
  /** Faults that are on. */
  faults: number;
  readonly down: Set<number>;
  /** Highest decided height. */
  top: number;
  /** When the last height was decided or the last fault ended, whichever is later. */
  since: TimeUs;
};

export const progress: Check<State> = {
  name: 'progress',
  create: () => ({ faults: 0, down: new Set(), top: 0, since: 0 as TimeUs }),
  step: (state, event) => {
    const wasWell = state.faults === 0 && state.down.size === 0;
    if (event.kind === 'crashed') state.down.add(event.p);
    if (event.kind === 'started') state.down.delete(event.p);
    if (event.kind === 'intervention_applied' && event.what.startsWith('fault_on')) state.faults++;
    if (event.kind === 'intervention_applied' && event.what.startsWith('fault_off')) state.faults--;
    const advances = event.kind === 'decided' && event.height > state.top;
    if (event.kind === 'decided' && advances) state.top = event.height;
    if (advances || !wasWell) state.since = event.t;
    if (!wasWell || event.t - state.since <= PATIENCE_US) return null;
    return { event, detail: `no height after ${state.top} decided between ${state.since} us and ${event.t} us, without any fault` };
  },
};
