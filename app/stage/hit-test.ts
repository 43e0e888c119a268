// Which message lies under a point of the stage: the same pure functions that draw it, so that what is seen is what is hit. Where messages are bundled,
// a bundle is hit as one: the first of its messages stands for it.
import { LANE, between, flightOf, pointOnRoute } from '../../core/view/flight.ts';
import { type Message, type MessageList, inFlightAt } from '../../core/view/messages.ts';
import type { Place } from './layout.ts';

/** Distance at which a message is hit, in stage units. */
const REACH = 16;
/** The part of a spoke on which a bundle's badge moves: the same numbers as in the painter (paint-extras.ts). */
const BADGE_FROM = 0.2;
const BADGE_SPAN = 0.6;

/** `count`: messages of the bundle; 1 for a message by itself. */
export type Spot = { readonly message: Message; readonly at: Place; readonly count: number };

type Stage = { readonly edges: readonly Place[]; readonly hub: Place | null };

/** Messages on their way at `t` with where they are drawn; bundles where there is a hub. `gossip` false: without transactions. */
export const spotsAt = (list: MessageList, stage: Stage, t: number, gossip: boolean): readonly Spot[] => {
  const messages = inFlightAt(list, t).filter((message) => gossip || message.topic !== 'mempool');
  return stage.hub === null ? singles(messages, stage, t) : bundles(messages, { ...stage, hub: stage.hub }, t);
};

const singles = (messages: readonly Message[], { edges }: Stage, t: number): readonly Spot[] =>
  messages.flatMap((message) => {
    const [a, b] = [edges[message.from], edges[message.to]];
    const flight = flightOf(message, t);
    if (a === undefined || b === undefined || flight === null) return [];
    return [{ message, at: pointOnRoute({ a, b, hub: null }, flight.progress, LANE), count: 1 }];
  });

const bundles = (
  messages: readonly Message[],
  stage: { readonly edges: readonly Place[]; readonly hub: Place },
  t: number,
): readonly Spot[] => {
  const groups = new Map<string, { readonly first: Message; count: number; progress: number }>();
  for (const message of messages) {
    const progress = flightOf(message, t)?.progress;
    if (progress === undefined) continue;
    const group = groups.get(message.sentBy) ?? { first: message, count: 0, progress: 0 };
    groups.set(message.sentBy, { ...group, count: group.count + 1, progress: group.progress + progress });
  }
  return [...groups.values()].flatMap(({ first, count, progress }) => {
    const edge = stage.edges[first.from];
    return edge === undefined
      ? []
      : [{ message: first, at: between(edge, stage.hub, BADGE_FROM + BADGE_SPAN * (progress / count)), count }];
  });
};

/** The nearest message within reach, or null. */
export const hitSpot = (spots: readonly Spot[], at: Place): Spot | null => {
  let best: { readonly spot: Spot; readonly distance: number } | null = null;
  for (const spot of spots) {
    const distance = Math.hypot(spot.at.x - at.x, spot.at.y - at.y);
    if (distance <= REACH && (best === null || distance < best.distance)) best = { spot, distance };
  }
  return best?.spot ?? null;
};
