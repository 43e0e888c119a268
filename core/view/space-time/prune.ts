// What the diagram lets go of when the log does (log-window.ts): records and causes of old steps. Steps themselves keep their time, process and column, so
// that no position moves. Buckets go whole, so a few records before the limit may stay.
import { BUCKET_STEPS, type Diagram, lastStep } from './diagram.ts';

/** Stands for no steps at all, for many steps. */
export const NO_STEPS: number[] = [];

/** Lets go of what ended before `firstStep`. */
export const pruneDiagram = (diagram: Diagram, firstStep: number): void => {
  for (let step = diagram.firstStep; step < Math.min(firstStep, diagram.times.length); step++) {
    diagram.parents[step] = NO_STEPS;
    diagram.children[step] = NO_STEPS;
  }
  for (let bucket = Math.floor(diagram.firstStep / BUCKET_STEPS); bucket < Math.floor(firstStep / BUCKET_STEPS); bucket++)
    if (diagram.buckets[bucket] !== undefined) diagram.buckets[bucket] = [];
  for (const [id, made] of diagram.byId) if ((lastStep(made) ?? firstStep) < firstStep) diagram.byId.delete(id);
  for (const [key, places] of diagram.votes) if ((places.at(-1)?.step ?? 0) < firstStep) diagram.votes.delete(key);
  diagram.firstStep = firstStep;
};
