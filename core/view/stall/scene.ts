// What the reasons for no progress are found in: the picture at a cursor, the lowest height without a quorum of decisions, and who is in it.
import { logEventId } from '../../log/event.ts';
import type { Committee } from '../../types/consensus.ts';
import { type Round, toRound, validatorOf } from '../../types/ids.ts';
import type { ClusterView, ValidatorCard } from '../cluster.ts';
import { validatorName } from '../format.ts';
import type { HeightView } from '../network.ts';
import type { Params } from '../phrase.ts';
import { quorumWeight, weightOf } from '../tally.ts';
import { type Timeline, timeOfCursor } from '../timeline.ts';

export type ReasonKind =
  | 'unreachable'
  | 'down'
  | 'batcher_down'
  | 'behind'
  | 'cut'
  | 'short_prevote'
  | 'short_precommit'
  | 'not_received'
  | 'veto'
  | 'no_proposal'
  | 'gap'
  | 'building'
  | 'executing'
  | 'bridge'
  | 'bridge_failed'
  | 'in_flight'
  | 'timer'
  | 'nothing_pending';

export type Reason = {
  readonly kind: ReasonKind;
  /** Whom it concerns, by index. */
  readonly validators: readonly number[];
  readonly params: Params;
  /** An event that shows it, when there is one. */
  readonly eventId: string | null;
};

export type Asked = { readonly cursor: number; readonly view: ClusterView; readonly requiresVirtualVote: (height: number) => boolean };
export type Scene = Asked & {
  readonly line: Timeline;
  /** Those who may vote; full nodes are not among them. */
  readonly cards: readonly ValidatorCard[];
  readonly us: number;
  readonly height: number;
  readonly known: HeightView | null;
  readonly committee: Committee | null;
  readonly need: bigint;
  /** Validators that are in this height and not done with it. */
  readonly inside: readonly ValidatorCard[];
  readonly round: Round;
};

/** `V1, V2`. */
export const names = (validators: readonly number[]): string => validators.map((validator) => validatorName(validator)).join(', ');
export const reason = (kind: ReasonKind, validators: readonly number[], params: Params = {}, eventId: string | null = null): Reason => ({
  kind,
  validators,
  params: { who: names(validators), ...params },
  eventId,
});

/** The scene at a cursor. */
export const sceneOf = (line: Timeline, asked: Asked): Scene => {
  const { view, cursor } = asked;
  const cards = view.cards.slice(0, view.network.validators);
  const height = view.network.decidedHeight + 1;
  const known = view.network.heights.find((h) => h.height === height) ?? null;
  const committee = known?.committee ?? cards.find((card) => card.consensus.committee !== null)?.consensus.committee ?? null;
  const total = committee?.totalWeight ?? BigInt(view.network.validators);
  const quorum = known?.quorum ?? cards[0]?.consensus.quorum ?? 'byzantine';
  const inside = cards.filter(({ consensus }) => consensus.running && consensus.height === height && consensus.decidedHeight !== height);
  const round = toRound(Math.max(0, ...inside.map((card) => card.consensus.round ?? 0)));
  return {
    ...asked,
    line,
    cards,
    us: timeOfCursor(line, cursor),
    height,
    known,
    committee,
    need: quorumWeight(total, quorum),
    inside,
    round,
  };
};

/** Weight of validators together. */
export const weightOfAll = (scene: Scene, validators: readonly number[]): bigint =>
  validators.reduce((sum, validator) => sum + weightOf(scene.committee, validator), 0n);

/** The last event of a kind of one validator before the cursor. */
export const lastEvent = (scene: Scene, validator: number, kinds: ReadonlySet<string>): string | null => {
  const { line, cursor } = scene;
  for (let i = (line.starts[cursor] ?? line.events.length) - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event !== undefined && validatorOf(event.p) === validator && kinds.has(event.kind)) return logEventId(event);
  }
  return null;
};
