// The keyboard in the diagram: from event to event along a lane, between lanes, zoom, pan. Pure: which step is next; the view applies it.
import { type Diagram, nearestStep } from '../../core/view/space-time/diagram.ts';
import { upperBound } from '../../core/view/steps.ts';

export type Move = 'next' | 'previous' | 'lane_next' | 'lane_previous' | 'any_next' | 'any_previous' | 'first' | 'last';

/** The move of a key, or null. `down`: time runs down instead of to the right. */
export const moveOfKey = (key: string, shift: boolean, down: boolean): Move | null => {
  const arrows = down
    ? { ArrowDown: 'next', ArrowUp: 'previous', ArrowRight: 'lane_next', ArrowLeft: 'lane_previous' }
    : { ArrowRight: 'next', ArrowLeft: 'previous', ArrowDown: 'lane_next', ArrowUp: 'lane_previous' };
  const move = ({ ...arrows, Home: 'first', End: 'last' } as Readonly<Record<string, Move>>)[key] ?? null;
  if (!shift) return move;
  return move === 'next' ? 'any_next' : move === 'previous' ? 'any_previous' : move;
};

const isShown =
  (diagram: Diagram, routine: boolean) =>
  (step: number): boolean =>
    routine || diagram.routine[step] !== true;

/** The step that a move leads to; the same when there is none. `lanes` are the visible processes in the order of the picture. */
export const stepAfter = (
  diagram: Diagram,
  from: number,
  move: Move,
  { lanes, routine }: { readonly lanes: readonly number[]; readonly routine: boolean },
): number => {
  const shown = isShown(diagram, routine);
  const lane = diagram.processes[from] ?? -1;
  const own = (diagram.byLane.get(lane) ?? []).filter(shown);
  switch (move) {
    case 'next':
      return own[upperBound(own, from)] ?? from;
    case 'previous':
      return own[upperBound(own, from - 1) - 1] ?? from;
    case 'first':
      return own[0] ?? from;
    case 'last':
      return own.at(-1) ?? from;
    case 'any_next':
    case 'any_previous': {
      const by = move === 'any_next' ? 1 : -1;
      for (let step = from + by; step >= 0 && step < diagram.times.length; step += by)
        if (shown(step) && lanes.includes(diagram.processes[step] ?? -1)) return step;
      return from;
    }
    case 'lane_next':
    case 'lane_previous': {
      const target = lanes[lanes.indexOf(lane) + (move === 'lane_next' ? 1 : -1)];
      return target === undefined ? from : (nearestStep(diagram, target, from) ?? from);
    }
  }
};
