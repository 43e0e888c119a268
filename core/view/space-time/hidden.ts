// What goes through hidden lanes: a message that a hidden validator sends on because of one it received becomes one dashed edge from the visible sender
// to the visible receiver, so that hiding a lane never hides a dependence (ShiViz's transitive edges). Follows the log's causes, not the order of a lane.
import { validatorOf } from '../../types/ids.ts';
import type { Diagram } from './diagram.ts';
import type { MessageMark, Place } from './primitives.ts';

/** Steps that one walk through hidden lanes takes at most. */
const WALK_MAX = 256;

export type TransitiveEdge = {
  readonly id: string;
  readonly from: number;
  readonly at: Place;
  readonly target: number;
  readonly to: Place;
};

/** The nearest visible step that led to `step`, or null when what led to it began on hidden lanes. */
const visibleOrigin = (diagram: Diagram, hidden: ReadonlySet<number>, step: number): number | null => {
  let at: number | null = step;
  for (let i = 0; i < WALK_MAX && at !== null; i++) {
    // The newest cause is the one that the step waited for.
    const parent: number | undefined = diagram.parents[at]?.at(-1);
    if (parent === undefined) return null;
    const lane = diagram.processes[parent];
    if (lane !== undefined && !hidden.has(validatorOf(lane))) return parent;
    at = parent;
  }
  return null;
};

/** Edges in place of the messages from hidden to visible validators. `hidden` holds validator indexes. */
export const transitiveEdges = (
  diagram: Diagram,
  hidden: ReadonlySet<number>,
  messages: readonly MessageMark[],
): readonly TransitiveEdge[] =>
  messages.flatMap((message) => {
    const { to } = message;
    if (to === null || !hidden.has(validatorOf(message.p)) || hidden.has(validatorOf(message.target))) return [];
    const origin = visibleOrigin(diagram, hidden, message.at.step);
    const from = origin === null ? undefined : diagram.processes[origin];
    if (origin === null || from === undefined || from === message.target) return [];
    return [{ id: message.id, from, at: { step: origin, t: diagram.times[origin] ?? 0 }, target: message.target, to }];
  });
