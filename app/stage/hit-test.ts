// Which message lies under a point of the stage: the same pure functions that draw it, so that what is seen is what is hit. Where messages are bundled,
// a bundle is hit as one: the first of its messages stands for it.
import { LANE, between, bundleShare, flightOf, magnifierAt, pointOnRoute } from '../../core/view/flight.ts';
import { type Message, type MessageList, inFlightAt } from '../../core/view/messages.ts';
import type { Place } from './layout.ts';

/** Distance at which a message is hit, in pixels. */
const REACH_PX = 16;
/** `count`: messages of the bundle; 1 for a message by itself. */
export type Spot = { readonly message: Message; readonly at: Place; readonly count: number };

type Stage = { readonly edges: readonly Place[]; readonly hub: Place | null; readonly zoom: number };

/** Messages on their way at `t` with where they are drawn; bundles where there is a hub. `gossip` false: without transactions. */
export const spotsAt = (list: MessageList, stage: Stage, t: number, gossip: boolean): readonly Spot[] => {
  const messages = inFlightAt(list, t).filter((message) => gossip || message.topic !== 'mempool');
  return stage.hub === null ? singles(messages, stage, t) : bundles(messages, { ...stage, hub: stage.hub }, t);
};

const singles = (messages: readonly Message[], { edges, zoom }: Stage, t: number): readonly Spot[] =>
  messages.flatMap((message) => {
    const [a, b] = [edges[message.from], edges[message.to]];
    const flight = flightOf(message, t);
    if (a === undefined || b === undefined || flight === null) return [];
    return [{ message, at: pointOnRoute({ a, b, hub: null }, flight.progress, LANE * magnifierAt(zoom)), count: 1 }];
  });

const bundles = (
  messages: readonly Message[],
  stage: { readonly edges: readonly Place[]; readonly hub: Place },
  t: number,
): readonly Spot[] => {
  const groups = new Map<string, { readonly first: Message; readonly count: number }>();
  for (const message of messages) {
    if (flightOf(message, t) === null) continue;
    const group = groups.get(message.sentBy);
    groups.set(message.sentBy, { first: group?.first ?? message, count: (group?.count ?? 0) + 1 });
  }
  const bySender = new Map<number, number>();
  return [...groups.values()].flatMap(({ first, count }) => {
    const edge = stage.edges[first.from];
    const index = bySender.get(first.from) ?? 0;
    bySender.set(first.from, index + 1);
    return edge === undefined ? [] : [{ message: first, at: between(edge, stage.hub, bundleShare(index)), count }];
  });
};

/** The nearest message within reach, or null. */
export const hitSpot = (spots: readonly Spot[], at: Place, zoom: number): Spot | null => {
  let best: { readonly spot: Spot; readonly distance: number } | null = null;
  for (const spot of spots) {
    const distance = Math.hypot(spot.at.x - at.x, spot.at.y - at.y);
    if (distance <= REACH_PX / zoom && (best === null || distance < best.distance)) best = { spot, distance };
  }
  return best?.spot ?? null;
};
