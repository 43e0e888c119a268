// Which message lies under a point of the stage: the same pure functions that draw it, so that what is seen is what is hit.
import { flightOf, pointOnLink } from '../../core/view/flight.ts';
import { type Message, type MessageList, inFlightAt } from '../../core/view/messages.ts';
import type { Place } from './layout.ts';

/** Distance at which a message is hit, in stage units. */
const REACH = 16;
const LANE = 9;

export type Spot = { readonly message: Message; readonly at: Place };

/** Messages on their way at `t` with where they are drawn. */
export const spotsAt = (list: MessageList, edges: readonly Place[], t: number): readonly Spot[] =>
  inFlightAt(list, t).flatMap((message) => {
    const [a, b] = [edges[message.from], edges[message.to]];
    const flight = flightOf(message, t);
    return a === undefined || b === undefined || flight === null ? [] : [{ message, at: pointOnLink(a, b, flight.progress, LANE) }];
  });

/** The nearest message within reach, or null. */
export const hitMessage = (spots: readonly Spot[], at: Place): Message | null => {
  let best: { readonly message: Message; readonly distance: number } | null = null;
  for (const spot of spots) {
    const distance = Math.hypot(spot.at.x - at.x, spot.at.y - at.y);
    if (distance <= REACH && (best === null || distance < best.distance)) best = { message: spot.message, distance };
  }
  return best?.message ?? null;
};
