// Decided = committed: the block that a validator's batcher commits for a decision is the one whose commitment its consensus decided. The two chambers
// share no memory, so this compares what each logged: consensus names a proposal id for the value, the batcher a partial block hash for the id.
// A committed height and what lies below it is forgotten.
import { feltToHex } from '../base/felt.ts';
import { validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

/** What one validator said about one height. */
type AtHeight = {
  /** value -> proposal id that yielded it. */
  readonly proposals: Map<string, number>;
  /** proposal id -> partial block hash that the batcher computed. */
  readonly executed: Map<number, string>;
  decided: string | null;
};

/** validator -> height. */
type State = Map<number, Map<number, AtHeight>>;

export const decidedIsCommitted: Check<State> = {
  name: 'decided_is_committed',
  create: () => new Map(),
  step: (state, event) => {
    const validator = validatorOf(event.p);
    if (event.kind === 'build_finished' || event.kind === 'validation_finished') {
      if (event.value !== null) at(state, validator, event.height).proposals.set(feltToHex(event.value), event.proposalId);
    } else if (event.kind === 'proposal_executed') {
      at(state, validator, event.height).executed.set(event.proposalId, feltToHex(event.partialBlockHash));
    } else if (event.kind === 'decided') {
      at(state, validator, event.height).decided = feltToHex(event.value);
    } else if (event.kind === 'block_committed') {
      const { decided, proposals, executed } = at(state, validator, event.height);
      forget(state, validator, event.height);
      if (event.source === 'sync') return null;
      if (decided === null) return { event, detail: `validator ${validator} committed height ${event.height} without a decision` };
      const computed = executed.get(proposals.get(decided) ?? -1);
      const committed = feltToHex(event.partialBlockHash);
      if (computed !== committed) {
        return {
          event,
          detail: `validator ${validator}, height ${event.height}: decided ${decided} (partial hash ${computed}), committed ${committed}`,
        };
      }
    }
    return null;
  },
};

const at = (state: State, validator: number, height: number): AtHeight => {
  const heights = state.get(validator) ?? new Map<number, AtHeight>();
  const known = heights.get(height) ?? { proposals: new Map<string, number>(), executed: new Map<number, string>(), decided: null };
  state.set(validator, heights.set(height, known));
  return known;
};

const forget = (state: State, validator: number, upTo: number): void => {
  const heights = state.get(validator);
  if (heights !== undefined) for (const height of heights.keys()) if (height <= upTo) heights.delete(height);
};
