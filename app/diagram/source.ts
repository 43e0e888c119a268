// The diagram of a log, grown as the log grows: one per log, shared by strip, screen and export.
import { type Diagram, createDiagram } from '../../core/view/space-time/diagram.ts';
import { growDiagram } from '../../core/view/space-time/fold.ts';
import type { Timeline } from '../../core/view/timeline.ts';

const diagrams = new WeakMap<Timeline, Diagram>();

/** The diagram of everything that the log holds now. */
export const diagramOf = (line: Timeline): Diagram => {
  const diagram = diagrams.get(line) ?? createDiagram(line.validators);
  diagrams.set(line, diagram);
  growDiagram(diagram, line);
  return diagram;
};
