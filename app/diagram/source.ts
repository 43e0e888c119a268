// The diagram of a log, grown as the log grows: one per log, shared by strip, screen and export. It lets go of what the log lets go of, and is made anew
// when a stretch of the log has come back.
import { type Diagram, createDiagram } from '../../core/view/space-time/diagram.ts';
import { growDiagram } from '../../core/view/space-time/fold.ts';
import { pruneDiagram } from '../../core/view/space-time/prune.ts';
import type { Timeline } from '../../core/view/timeline.ts';

/** `restored`: which stretches had come back when it was begun, and where the log began then. */
type Known = { readonly diagram: Diagram; readonly restored: string };

const diagrams = new WeakMap<Timeline, Known>();

/** The diagram of everything that the log holds now. */
export const diagramOf = (line: Timeline): Diagram => {
  const restored = line.restored.length === 0 ? '' : [...line.restored.toSorted((a, b) => a - b), line.firstStep].join(' ');
  const old = diagrams.get(line);
  const known = old?.restored === restored ? old : { diagram: createDiagram(line.validators), restored };
  diagrams.set(line, known);
  const { diagram } = known;
  growDiagram(diagram, line);
  if (diagram.firstStep < line.firstStep && restored === '') pruneDiagram(diagram, line.firstStep);
  return diagram;
};
