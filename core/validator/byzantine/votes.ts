// Behaviours that change votes on their way out. Votes are unsigned, as in today's Apollo, so that any voter field is believed.
import { validatorIdOf } from '../../types/ids.ts';
import { type Rewrite, halfOf, mapVotes } from './rewrite.ts';
import { revalue, voteFrame } from './vote-frame.ts';

/** The value towards one half of its peers, nil towards the other: two votes where one is allowed. */
export const doubleVote: Rewrite<'double_vote'> = ({ height }, effects, context) =>
  mapVotes(effects, height, (effect) =>
    effect.what.commitment === null
      ? [effect]
      : [
          { ...effect, only: halfOf(context, 0) },
          { ...revalue(effect, null), only: halfOf(context, 1) },
        ],
  );

export const alwaysNil: Rewrite<'always_nil'> = ({ height }, effects) => mapVotes(effects, height, (effect) => [revalue(effect, null)]);

export const withholdVotes: Rewrite<'withhold_votes'> = ({ height }, effects) => mapVotes(effects, height, () => []);

export const lateVote: Rewrite<'late_vote'> = ({ byUs }, effects) =>
  mapVotes(effects, null, (effect) => [{ ...effect, laterUs: (effect.laterUs ?? 0) + byUs }]);

/** Every own vote once more, in the name of the victim. */
export const impersonate: Rewrite<'impersonate'> = ({ victim }, effects) =>
  mapVotes(effects, null, (effect) => [effect, { ...effect, ...voteFrame({ ...effect.what, voter: validatorIdOf(victim) }) }]);
