// One vote: no validator sends two different votes for the same height, round and type. It looks at what left the edge, so that a validator which
// lies on the wire is caught whatever its own log claims. A rebroadcast repeats the same vote. Votes far behind the sender's newest height are forgotten:
// nobody counts them any more, and what a check remembers must not grow with the run.
import { feltToHex } from '../base/felt.ts';
import { validatorIdOf, validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

/** Heights of one sender that are remembered behind its newest one. */
const HEIGHTS_KEPT = 10;

/** process -> height -> round/type -> vote. */
type State = Map<number, Map<number, Map<string, string>>>;

export const oneVote: Check<State> = {
  name: 'one_vote',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'frame_sent' || event.what.kind !== 'vote') return null;
    const { voter, height, round, voteType, commitment } = event.what;
    if (voter !== validatorIdOf(validatorOf(event.p))) return null;
    const votes = votesOf(state, event.p, height);
    const key = `${round}/${voteType}`;
    const value = commitment === null ? 'nil' : feltToHex(commitment);
    const known = votes.get(key);
    if (known === undefined) {
      votes.set(key, value);
      return null;
    }
    if (known === value) return null;
    return {
      event,
      detail: `${feltToHex(voter)} sent a ${voteType} for ${known} and one for ${value} at height ${height}, round ${round}`,
    };
  },
};

const votesOf = (state: State, process: number, height: number): Map<string, string> => {
  const heights = state.get(process) ?? new Map<number, Map<string, string>>();
  state.set(process, heights);
  const known = heights.get(height);
  if (known !== undefined) return known;
  const votes = new Map<string, string>();
  heights.set(height, votes);
  for (const old of heights.keys()) if (old < height - HEIGHTS_KEPT) heights.delete(old);
  return votes;
};
