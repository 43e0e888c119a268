// Why a run may stand still after every fault is gone: Apollo repeats votes of a validator's last round only (crates/apollo_consensus/src/
// single_height_consensus.rs; protocol.md 1.6), while the paper wants every message delivered in the end. Prevotes that a fault has swallowed are gone for good. Where some are locked
// on a value by prevotes that the others never got, neither that value nor another one may find a quorum again.
import { neededWeight, quorumOf } from '../core/consensus/threshold.ts';
import type { LogEvent } from '../core/log/event.ts';
import { type ValidatorIndex, toValidatorIndex, validatorIdOf, validatorOf } from '../core/types/ids.ts';
import type { Felt } from '../core/base/felt.ts';

const keyOf = (height: number, round: number, value: Felt): string => `${height}/${round}/${value}`;

/** Feed it the whole log of validators of equal weight, full nodes excepted. */
export class LostVotes {
  readonly #count: number;
  /** By value in a round: who holds which prevotes for it. */
  readonly #held = new Map<string, Map<ValidatorIndex, Set<Felt>>>();
  /** By height: the newest lock of each validator. */
  readonly #locks = new Map<number, Map<ValidatorIndex, string>>();

  constructor(count: number) {
    this.#count = count;
  }

  feed(events: readonly LogEvent[]): void {
    for (const event of events) {
      const self = validatorOf(event.p);
      if (event.kind === 'vote_cast') this.#hold(self, event, validatorIdOf(self));
      if (event.kind === 'vote_received' && (event.outcome === 'counted' || event.outcome === 'cached'))
        this.#hold(self, event, event.voter);
      if (event.kind === 'locked') {
        const locks = this.#locks.get(event.height) ?? new Map<ValidatorIndex, string>();
        locks.set(self, keyOf(event.height, event.round, event.value));
        this.#locks.set(event.height, locks);
      }
    }
  }

  #hold(self: ValidatorIndex, event: LogEvent & { readonly kind: 'vote_cast' | 'vote_received' }, voter: Felt): void {
    if (event.voteType !== 'prevote' || event.commitment === null) return;
    const key = keyOf(event.height, event.round, event.commitment);
    const held = this.#held.get(key) ?? new Map<ValidatorIndex, Set<Felt>>();
    held.set(self, (held.get(self) ?? new Set()).add(voter));
    this.#held.set(key, held);
  }

  /** Says who is locked and who lacks the prevotes for it, when neither side alone has a quorum; null where the loss of votes is no reason. */
  explain(height: number): string | null {
    const quorum = Number(neededWeight(quorumOf('byzantine'), BigInt(this.#count)));
    const locks = this.#locks.get(height) ?? new Map<ValidatorIndex, string>();
    for (const key of new Set(locks.values())) {
      const locked = [...locks].flatMap(([v, lock]) => (lock === key ? [v] : []));
      const held = this.#held.get(key);
      const lacking = Array.from({ length: this.#count }, (_, i) => toValidatorIndex(i)).filter(
        (v) => !locked.includes(v) && (held?.get(v)?.size ?? 0) < quorum,
      );
      if (this.#count - locked.length < quorum && this.#count - lacking.length < quorum)
        return `${namesOf(locked)} locked at height ${height}; prevotes for it never reached ${namesOf(lacking)}`;
    }
    return null;
  }
}

const namesOf = (list: readonly ValidatorIndex[]): string => list.map((v) => `V${v + 1}`).join(', ');
