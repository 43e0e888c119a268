// Whether a condition is true at a moment: after a step, by the events of that step and the picture after it. Decides nothing about the protocol.
import type { LogEvent } from '../../log/event.ts';
import { validatorOf } from '../../types/ids.ts';
import type { ClusterView, ValidatorCard } from '../cluster.ts';
import type { Facts } from './facts.ts';
import { type Comparison, type Condition, type Happening, type Quantity, RECEIVED, type Standing, type Who } from './syntax.ts';

/** A moment: the picture after `cursor` steps and the events of the last of them. */
export type Moment = {
  readonly cursor: number;
  readonly us: number;
  readonly events: readonly LogEvent[];
  readonly view: ClusterView;
  readonly facts: Facts;
};

/** `fresh`: true because of something that happened in this very step, so it became true here even if it was true just before. */
export type Truth = { readonly holds: boolean; readonly fresh: boolean };

const FALSE: Truth = Object.freeze({ holds: false, fresh: false });
const standing = (holds: boolean): Truth => ({ holds, fresh: false });
const happened = (holds: boolean): Truth => ({ holds, fresh: holds });

/** Full nodes are meant only by their name. */
const isAbout = (who: Who, node: number, validators: number): boolean => (who.kind === 'one' ? who.validator === node : node < validators);

const isVote = (event: LogEvent, what: Happening & { readonly kind: 'vote' }): boolean =>
  event.kind === 'vote_cast' &&
  (what.type === null || event.voteType === what.type) &&
  (what.nil === null || (event.commitment === null) === what.nil);

const isAt = (
  event: { readonly height: number; readonly round: number | null },
  what: { readonly height: number | null; readonly round: number | null },
): boolean => (what.height === null || event.height === what.height) && (what.round === null || event.round === what.round);

const isPlace = (event: LogEvent, what: Happening & { readonly kind: 'decide' | 'commit' | 'enter' }): boolean => {
  if (event.kind === 'decided') return what.kind === 'decide' && isAt(event, what);
  if (event.kind === 'round_entered') return what.kind === 'enter' && isAt(event, what);
  return event.kind === 'block_committed' && what.kind === 'commit' && isAt({ height: event.height, round: null }, what);
};

const isReceived = (event: LogEvent, what: (Happening & { readonly kind: 'receive' })['what']): boolean => {
  if (event.kind !== 'frame_delivered') return false;
  return what === 'any' || (event.what !== null && RECEIVED[what].includes(event.what.kind));
};

const isHappening = (event: LogEvent, what: Happening): boolean => {
  switch (what.kind) {
    case 'vote':
      return isVote(event, what);
    case 'decide':
    case 'commit':
    case 'enter':
      return isPlace(event, what);
    case 'lock':
      return event.kind === 'locked';
    case 'propose':
      return event.kind === 'build_started' || event.kind === 'reproposed';
    case 'sync':
      return event.kind === 'synced';
    case 'crash':
      return event.kind === 'crashed';
    case 'restart':
      return event.kind === 'started' && event.restart;
    case 'refuse':
      return event.kind === 'refused';
    case 'timeout':
      return (
        event.kind === 'timer_fired' && (what.step === null ? event.timer.startsWith('timeout_') : event.timer === `timeout_${what.step}`)
      );
    case 'receive':
      return isReceived(event, what.what);
    case 'fire':
      return event.kind === 'rule_fired' && event.line === what.line;
  }
};

const stands = (card: ValidatorCard, what: Standing): boolean => {
  switch (what) {
    case 'down':
      return !card.consensus.running || !card.batcher.running;
    case 'up':
      return card.consensus.running && card.batcher.running;
    case 'locked':
      return card.consensus.locked !== null;
    case 'observer':
      return card.consensus.isObserver;
    case 'building':
      return card.batcher.state === 'proposing';
    case 'validating':
      return card.batcher.state === 'validating';
    case 'in_propose':
      return card.consensus.step === 'propose';
    case 'in_prevote':
      return card.consensus.step === 'prevote';
    case 'in_precommit':
      return card.consensus.step === 'precommit';
  }
};

/** Over the nodes that `who` names: full nodes only by their name. */
const quantified = (view: ClusterView, who: Who, test: (card: ValidatorCard) => boolean): boolean => {
  const cards = view.cards.slice(0, view.network.validators);
  switch (who.kind) {
    case 'one': {
      const card = view.cards[who.validator];
      return card !== undefined && test(card);
    }
    case 'any':
      return cards.some(test);
    case 'all':
      return cards.every(test);
  }
};

const compares = (got: number | null, by: Comparison, than: number): boolean => {
  if (got === null) return false;
  switch (by) {
    case '<':
      return got < than;
    case '<=':
      return got <= than;
    case '=':
      return got === than;
    case '!=':
      return got !== than;
    case '>=':
      return got >= than;
    case '>':
      return got > than;
  }
};

const US_PER_SECOND = 1_000_000;

const ofNetwork = ({ view, us, cursor }: Moment, quantity: Quantity): number | null => {
  switch (quantity) {
    case 'height':
      return view.network.topHeight;
    case 'round':
      return view.network.topRound;
    case 'decided':
      return view.network.decidedHeight;
    case 'time':
      return us / US_PER_SECOND;
    case 'step':
      return cursor;
    case 'pool':
      return null;
  }
};

/** The height of a full node is the one that its batcher lacks first, as far as the log says; it has no rounds and decides nothing. */
const ofNode = ({ consensus, batcher, follower }: ValidatorCard, quantity: Quantity): number | null => {
  switch (quantity) {
    case 'height':
      return follower === null ? consensus.height : (batcher.committedHeight ?? 0) + 1;
    case 'round':
      return consensus.round;
    case 'decided':
      return follower === null ? (consensus.decidedHeight ?? 0) : null;
    case 'pool':
      return batcher.poolSize;
    case 'time':
    case 'step':
      return null;
  }
};

type TxCondition = Condition & { readonly kind: 'tx' };

const isNamed = (hash: bigint, { begins, ends }: TxCondition): boolean => {
  const digits = hash.toString(16);
  return digits.startsWith(begins) && digits.endsWith(ends);
};

const isTx = (event: LogEvent, what: TxCondition): boolean => {
  switch (what.stage) {
    case 'received':
      return event.kind === 'tx_received' && isNamed(event.hash, what);
    case 'admitted':
      return event.kind === 'tx_admitted' && isNamed(event.hash, what);
    case 'refused':
      return event.kind === 'refused' && event.hash !== null && isNamed(event.hash, what);
    case 'proposed':
      return event.kind === 'txs_streamed' && event.hashes.some((hash) => isNamed(hash, what));
    case 'executed':
      return event.kind === 'tx_executed' && event.outcome !== 'rejected' && isNamed(event.hash, what);
    case 'reverted':
      return event.kind === 'tx_executed' && event.outcome === 'reverted' && isNamed(event.hash, what);
    case 'committed':
      return event.kind === 'block_committed' && event.txs.some((tx) => isNamed(tx.hash, what));
  }
};

/** Whether `condition` is true at `moment`. */
export const truthOf = (condition: Condition, moment: Moment): Truth => {
  switch (condition.kind) {
    case 'and': {
      const left = truthOf(condition.left, moment);
      if (!left.holds) return FALSE;
      const right = truthOf(condition.right, moment);
      return { holds: right.holds, fresh: right.holds && (left.fresh || right.fresh) };
    }
    case 'or': {
      const [left, right] = [truthOf(condition.left, moment), truthOf(condition.right, moment)];
      return { holds: left.holds || right.holds, fresh: left.fresh || right.fresh };
    }
    case 'not':
      return standing(!truthOf(condition.inner, moment).holds);
    case 'happens':
      return happened(
        moment.events.some(
          (event) => isAbout(condition.who, validatorOf(event.p), moment.view.network.validators) && isHappening(event, condition.what),
        ),
      );
    case 'stands':
      return standing(quantified(moment.view, condition.who, (card) => stands(card, condition.what)));
    case 'compare': {
      const { who, quantity, by, than } = condition;
      if (who === null) return standing(compares(ofNetwork(moment, quantity), by, than));
      return standing(quantified(moment.view, who, (card) => compares(ofNode(card, quantity), by, than)));
    }
    case 'differ':
      return happened(moment.facts.differing[condition.what].has(moment.cursor - 1));
    case 'red':
      return standing(moment.facts.reds.some(({ name, cursor }) => cursor <= moment.cursor && (condition.name ?? name) === name));
    case 'tx':
      return happened(moment.events.some((event) => isTx(event, condition)));
  }
};

/** True when the picture matters, not only what happens. */
export const needsView = (condition: Condition): boolean => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return needsView(condition.left) || needsView(condition.right);
    case 'not':
      return needsView(condition.inner);
    case 'stands':
      return true;
    case 'compare':
      return condition.quantity !== 'time' && condition.quantity !== 'step';
    case 'happens':
    case 'differ':
    case 'red':
    case 'tx':
      return false;
  }
};
