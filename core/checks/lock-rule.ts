// Lock rule: a validator that locked v in round r prevotes another value at this height only when a quorum of prevotes for that value at a round >= r
// (and before the present one) has reached it (Tendermint paper, lines 22 and 28). Apollo's l.22 compares the value alone.
import { feltToHex } from '../base/felt.ts';
import type { LogEvent } from '../log/event.ts';
import type { Check } from './check.ts';
import { validatorIdOf, validatorOf } from '../types/ids.ts';

type Height = {
  readonly height: number;
  readonly weights: ReadonlyMap<string, bigint>;
  readonly total: bigint;
  readonly quorum: 'byzantine' | 'honest';
  lock: { readonly round: number; readonly value: string } | null;
  /** `round/value` -> weight of prevotes counted, own included. */
  readonly prevotes: Map<string, bigint>;
};
type State = Map<number, Height>;

const meets = (weight: bigint, h: Height): boolean => (h.quorum === 'byzantine' ? weight * 3n > h.total * 2n : weight * 2n > h.total);

const count = (h: Height, round: number, value: string, voter: string): void => {
  const key = `${round}/${value}`;
  h.prevotes.set(key, (h.prevotes.get(key) ?? 0n) + (h.weights.get(voter) ?? 0n));
};

const isReleased = (h: Height, lockedRound: number, votedRound: number, value: string): boolean => {
  for (let r = lockedRound; r < votedRound; r++) if (meets(h.prevotes.get(`${r}/${value}`) ?? 0n, h)) return true;
  return false;
};

const stepVote = (h: Height, event: LogEvent & { readonly kind: 'vote_cast' }): string | null => {
  if (event.commitment === null) return null;
  const value = feltToHex(event.commitment);
  count(h, event.round, value, feltToHex(validatorIdOf(validatorOf(event.p))));
  if (h.lock === null || h.lock.value === value || event.round <= h.lock.round) return null;
  if (isReleased(h, h.lock.round, event.round, value)) return null;
  return `locked on ${h.lock.value} in round ${h.lock.round}, prevoted ${value} in round ${event.round} of height ${h.height} without a later quorum for it`;
};

export const lockRule: Check<State> = {
  name: 'lock_rule',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind === 'height_started') {
      const weights = new Map(event.committee.members.map((m) => [feltToHex(m.id), m.weight]));
      const { height, quorum, committee } = event;
      state.set(event.p, { height, weights, total: committee.totalWeight, quorum, lock: null, prevotes: new Map() });
      return null;
    }
    if (event.kind !== 'locked' && event.kind !== 'vote_received' && event.kind !== 'vote_cast') return null;
    const h = state.get(event.p);
    // Votes drained before the first height are reported as cached or past.
    if (h === undefined || event.height !== h.height) return null;
    if (event.kind === 'locked') {
      h.lock = { round: event.round, value: feltToHex(event.value) };
      return null;
    }
    if (event.voteType !== 'prevote') return null;
    if (event.kind === 'vote_received') {
      if (event.outcome === 'counted' && event.commitment !== null)
        count(h, event.round, feltToHex(event.commitment), feltToHex(event.voter));
      return null;
    }
    const detail = stepVote(h, event);
    return detail === null ? null : { event, detail };
  },
};
