// One vote: no validator sends two different votes for the same height, round and type. It looks at what left the edge, so that a validator which
// lies on the wire is caught whatever its own log claims. A rebroadcast repeats the same vote.
import { feltToHex } from '../base/felt.ts';
import { validatorIdOf, validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

type State = Map<string, string>;

export const oneVote: Check<State> = {
  name: 'one_vote',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'frame_sent' || event.what.kind !== 'vote') return null;
    const { voter, height, round, voteType, commitment } = event.what;
    if (voter !== validatorIdOf(validatorOf(event.p))) return null;
    const key = `${event.p}/${height}/${round}/${voteType}`;
    const value = commitment === null ? 'nil' : feltToHex(commitment);
    const known = state.get(key);
    if (known === undefined) {
      state.set(key, value);
      return null;
    }
    if (known === value) return null;
    return {
      event,
      detail: `${feltToHex(voter)} sent a ${voteType} for ${known} and one for ${value} at height ${height}, round ${round}`,
    };
  },
};
