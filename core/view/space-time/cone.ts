// The causal cone of a step: all steps that led to it and all that it led to, by the log's `cause` ids; the votes that made a quorum count as causes of
// the rule that it fired. Within a window the answer is exact: a cause never comes after its effect, so no path leaves the window and returns.
import type { Diagram } from './diagram.ts';

export type Cone = {
  readonly origin: number;
  /** Steps that led to the origin, without it. */
  readonly past: ReadonlySet<number>;
  /** Steps that it led to, without it. */
  readonly future: ReadonlySet<number>;
};

const walk = (next: (step: number) => readonly number[], from: number, isInside: (step: number) => boolean): ReadonlySet<number> => {
  const seen = new Set<number>();
  const queue = [from];
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    for (const other of next(step)) {
      if (seen.has(other) || !isInside(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
};

/** The cone of `origin` within the steps [first, last]. */
export const coneOf = (diagram: Diagram, origin: number, first = 0, last: number = diagram.times.length - 1): Cone => ({
  origin,
  past: walk(
    (step) => diagram.parents[step] ?? [],
    origin,
    (step) => step >= first,
  ),
  future: walk(
    (step) => diagram.children[step] ?? [],
    origin,
    (step) => step <= last,
  ),
});
