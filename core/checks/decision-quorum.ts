// Decision quorum: whoever decides has counted precommits for the value whose weight is more than two thirds (honest quorum: more than half) of the
// committee that it started the height with (Tendermint paper, line 49; protocol.md 1.2).
import { type Felt } from '../base/felt.ts';
import type { LogEvent } from '../log/event.ts';
import type { Check } from './check.ts';

type Started = Pick<LogEvent & { readonly kind: 'height_started' }, 'height' | 'committee' | 'quorum'>;
/** Process -> the height it is at. */
type State = Map<number, Started>;

const weightOf = ({ committee }: Started, voters: ReadonlySet<Felt>): bigint =>
  committee.members.reduce((sum, { id, weight }) => (voters.has(id) ? sum + weight : sum), 0n);

export const decisionQuorum: Check<State> = {
  name: 'decision_quorum',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind === 'height_started') {
      const { height, committee, quorum } = event;
      state.set(event.p, { height, committee, quorum });
      return null;
    }
    if (event.kind !== 'decided') return null;
    const started = state.get(event.p);
    if (started?.height !== event.height)
      return { event, detail: `process ${event.p} decided height ${event.height} without having started it` };
    const [weight, total] = [weightOf(started, new Set(event.voters)), started.committee.totalWeight];
    const isMet = started.quorum === 'byzantine' ? weight * 3n > total * 2n : weight * 2n > total;
    return isMet ? null : { event, detail: `process ${event.p} decided height ${event.height} with weight ${weight} of ${total}` };
  },
};
