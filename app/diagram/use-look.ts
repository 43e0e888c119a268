// What the diagram shows now: the window on the axis, the layout of the lanes, the cursor. The window follows the cursor until somebody moves it.
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { type Axis, type AxisKind, axisLength, cursorPosition, stepsUpTo, timeAtPosition } from '../../core/view/space-time/axis.ts';
import type { Diagram } from '../../core/view/space-time/diagram.ts';
import { stepsInLook } from '../../core/view/space-time/drawing.ts';
import { layoutLanes } from '../../core/view/space-time/layout.ts';
import type { Look } from '../../core/view/space-time/pen.ts';
import type { Timeline } from '../../core/view/timeline.ts';
import { lookAt, useDiagram } from '../store/diagram.ts';
import { run, useRun } from '../store/run.ts';
import { clampOrigin, clampZoom, fitZoom, followOrigin, zoomAround } from './camera.ts';
import { diagramOf } from './source.ts';

export type Direction = Look['direction'];
type Size = { readonly width: number; readonly height: number };

/** Room for the labels of the axis. */
const RULERS: Readonly<Record<Direction, number>> = { across: 20, down: 58 };

export const useSize = (ref: RefObject<HTMLElement | null>): Size => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
};

export type Shown = { readonly line: Timeline; readonly diagram: Diagram; readonly look: Look; readonly content: string };

/** Changes when what is in the window changed, and not when the log merely grew elsewhere. */
const contentKey = (look: Look): string => {
  const { first, last } = stepsInLook(look);
  let open = 0;
  for (const made of look.diagram.open.values()) if (made.at.step >= first && made.at.step <= last) open++;
  return `${last}/${open}/${look.diagram.lanes.length}`;
};

export const useShown = (size: Size, direction: Direction): Shown => {
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const [cursor, us] = [useRun((s) => s.cursor), useRun((s) => Math.floor(s.us))];
  const { axis: kind, routine, hidden, zoom: zooms, origin: wanted, follow } = useDiagram();
  // `version` stands for the contents of `line`, which grows in place.
  const { diagram } = useMemo(() => ({ diagram: diagramOf(line), version }), [line, version]);
  const [length, room] = direction === 'across' ? [size.width, size.height] : [size.height, size.width];
  // Lanes are added in place.
  const lanes = diagram.lanes.length;
  const layout = useMemo(
    () => layoutLanes(diagram.lanes.slice(0, lanes), hidden, { room, ruler: RULERS[direction] }),
    [diagram, lanes, hidden, room, direction],
  );
  const axis = useMemo<Axis>(() => ({ kind, folded: !routine }), [kind, routine]);
  const zoom = zooms[kind];
  const reach = { window: length / zoom, whole: axisLength(diagram, axis) };
  const origin = follow ? followOrigin(wanted, cursorPosition(diagram, axis, cursor, us), reach) : wanted;
  useLayoutEffect(() => lookAt({ origin, length }), [origin, length]);
  const look = useMemo<Look>(
    () => ({ diagram, axis, layout, zoom, origin, length, direction, routine, hidden }),
    [diagram, axis, layout, zoom, origin, length, direction, routine, hidden],
  );
  return { line, diagram, look, content: contentKey(look) };
};

// ── what moves the window ──

const current = (): {
  readonly diagram: Diagram;
  readonly axis: Axis;
  readonly zoom: number;
  readonly origin: number;
  readonly length: number;
} => {
  const { axis: kind, routine, zoom, origin, length } = useDiagram.getState();
  return { diagram: diagramOf(useRun.getState().line), axis: { kind, folded: !routine }, zoom: zoom[kind], origin, length };
};

const cursorNow = (diagram: Diagram, axis: Axis): number => {
  const { cursor, us } = useRun.getState();
  return cursorPosition(diagram, axis, cursor, Math.floor(us));
};

/** Zooms by a factor, around a pixel or the cursor. */
export const zoomBy = (factor: number, pixel?: number): void => {
  const { diagram, axis, zoom, origin, length } = current();
  const next = clampZoom(axis.kind, zoom * factor);
  const at = (cursorNow(diagram, axis) - origin) * zoom;
  const centre = pixel ?? (at >= 0 && at <= length ? at : length / 2);
  const camera = zoomAround({ origin, zoom }, centre, next);
  lookAt({ origin: camera.origin, zoom: { ...useDiagram.getState().zoom, [axis.kind]: next } });
};

/** Shows the whole run. */
export const fitAll = (): void => {
  const { diagram, axis, length } = current();
  const zoom = fitZoom(axis.kind, length, axisLength(diagram, axis));
  lookAt({ origin: 0, follow: false, zoom: { ...useDiagram.getState().zoom, [axis.kind]: zoom } });
};

/** Moves the window by pixels. It no longer follows the cursor. */
export const panBy = (pixels: number): void => {
  const { diagram, axis, zoom, origin, length } = current();
  lookAt({ follow: false, origin: clampOrigin(origin + pixels / zoom, length / zoom, axisLength(diagram, axis)) });
};

/** Moves the window so that a step is in it. */
export const reveal = (step: number): void => {
  const { diagram, axis, zoom, origin, length } = current();
  const at = cursorPosition(diagram, axis, step + 1, diagram.times[step] ?? 0);
  const next = followOrigin(origin, at, { window: length / zoom, whole: axisLength(diagram, axis) });
  if (next !== origin) lookAt({ origin: next, follow: false });
};

/** Chooses an axis; the cursor stays where it is on the screen. */
export const chooseAxis = (kind: AxisKind): void => {
  const { diagram, axis, zoom, origin, length } = current();
  const at = Math.max(0, Math.min(length, (cursorNow(diagram, axis) - origin) * zoom));
  const next = { ...axis, kind };
  lookAt({ axis: kind, origin: cursorNow(diagram, next) - at / useDiagram.getState().zoom[kind] });
};

/** Shows or folds routine steps; the cursor stays where it is on the screen. */
export const showRoutine = (routine: boolean): void => {
  const { diagram, axis, zoom, origin } = current();
  const at = (cursorNow(diagram, axis) - origin) * zoom;
  lookAt({ routine, origin: cursorNow(diagram, { ...axis, folded: !routine }) - at / zoom });
};

/** Seeks to what lies at a pixel of the window. */
export const seekPixel = (pixel: number): void => {
  const { diagram, axis, zoom, origin } = current();
  const units = origin + pixel / zoom;
  if (axis.kind === 'logical') run.seekStep(stepsUpTo(diagram, axis, units));
  else run.seekTime(Math.max(0, Math.floor(timeAtPosition(diagram, axis, units))));
};
