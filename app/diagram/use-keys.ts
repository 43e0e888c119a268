// The keys of the diagram while its tab stop has the focus.
import type { KeyboardEvent } from 'react';
import { lookAt, markStep, useDiagram } from '../store/diagram.ts';
import { moveOfKey, stepAfter } from './keys.ts';
import { type Shown, fitAll, panBy, reveal, zoomBy } from './use-look.ts';

const ZOOM = 1.4;
const PAGE = 0.8;

export const useKeys = ({ diagram, look }: Shown, step: number, choose: (step: number) => void): ((event: KeyboardEvent) => void) => {
  const routine = useDiagram((s) => s.routine);
  const actions: Readonly<Record<string, () => void>> = {
    Enter: () => choose(step),
    ' ': () => choose(step),
    '+': () => zoomBy(ZOOM),
    '=': () => zoomBy(ZOOM),
    '-': () => zoomBy(1 / ZOOM),
    '0': fitAll,
    PageDown: () => panBy(look.length * PAGE),
    PageUp: () => panBy(-look.length * PAGE),
    x: () => markStep(step),
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveOfKey(event.key, event.shiftKey, look.direction === 'down');
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (move === null && action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (move === null) {
      action?.();
      return;
    }
    const next = stepAfter(diagram, step, move, { lanes: look.layout.lanes.map((lane) => lane.p), routine });
    lookAt({ focus: next, message: null });
    reveal(next);
  };
};
