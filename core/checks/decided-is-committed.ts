// Decided = committed: the block that a validator's batcher commits for a decision is the one whose commitment its consensus decided. The two chambers
// share no memory, so this compares what each logged: consensus names a proposal id for the value, the batcher a partial block hash for the id.
import { feltToHex } from '../base/felt.ts';
import { validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

type State = {
  /** validator/height/value -> proposal id that yielded the value. */
  readonly proposals: Map<string, number>;
  /** validator/proposal id -> partial block hash that the batcher computed. */
  readonly executed: Map<string, string>;
  /** validator/height -> decided value. */
  readonly decided: Map<string, string>;
};

export const decidedIsCommitted: Check<State> = {
  name: 'decided_is_committed',
  create: () => ({ proposals: new Map(), executed: new Map(), decided: new Map() }),
  step: (state, event) => {
    const validator = validatorOf(event.p);
    if (event.kind === 'build_finished' || event.kind === 'validation_finished') {
      if (event.value !== null) state.proposals.set(`${validator}/${event.height}/${feltToHex(event.value)}`, event.proposalId);
    } else if (event.kind === 'proposal_executed') {
      state.executed.set(`${validator}/${event.proposalId}`, feltToHex(event.partialBlockHash));
    } else if (event.kind === 'decided') {
      state.decided.set(`${validator}/${event.height}`, feltToHex(event.value));
    } else if (event.kind === 'block_committed' && event.source === 'decision') {
      const value = state.decided.get(`${validator}/${event.height}`);
      if (value === undefined) return { event, detail: `validator ${validator} committed height ${event.height} without a decision` };
      const executed = state.executed.get(`${validator}/${state.proposals.get(`${validator}/${event.height}/${value}`)}`);
      const committed = feltToHex(event.partialBlockHash);
      if (executed !== committed) {
        return {
          event,
          detail: `validator ${validator}, height ${event.height}: decided ${value} (partial hash ${executed}), committed ${committed}`,
        };
      }
    }
    return null;
  },
};
