// How the visitor looks at the space-time diagram: axis, zoom, hidden lanes, what is pointed at, the two points of a comparison. Never part of a run.
import { create } from 'zustand';
import type { AxisKind } from '../../core/view/space-time/axis.ts';

export type DiagramSettings = {
  /** The strip in the dock is open. */
  readonly open: boolean;
  /** Height of the strip in pixels. */
  readonly size: number;
  readonly axis: AxisKind;
  /** Repetitions and gossip are drawn and take columns. */
  readonly routine: boolean;
  /** Indexes of hidden validators. */
  readonly hidden: ReadonlySet<number>;
  /** Pixels per unit of each axis. */
  readonly zoom: Readonly<Record<AxisKind, number>>;
  /** Units at the beginning of the window. */
  readonly origin: number;
  /** Pixels of the window along the axis; 0 before it was seen. */
  readonly length: number;
  /** The window keeps the cursor in view. */
  readonly follow: boolean;
  /** Step that the keyboard is at; null: the one at the cursor. */
  readonly focus: number | null;
  /** Message that was tapped last; null: the event itself. */
  readonly message: string | null;
  /** The screen of its own was closed: the button that opens it takes the focus back. */
  readonly returning: boolean;
  /** Steps to compare, at most two. */
  readonly marks: readonly number[];
};

export const STRIP_MIN = 110;
export const STRIP_MAX = 460;
/** Height of the strip when it is closed: its bar. */
export const STRIP_BAR = 30;
/** A window lower than this begins with a closed strip. */
const TALL = 800;

export const useDiagram = create<DiagramSettings>()(() => ({
  open: globalThis.innerHeight >= TALL,
  size: 190,
  axis: 'logical',
  routine: false,
  hidden: new Set(),
  zoom: { logical: 9, real: 0.3, compressed: 0.9 },
  origin: 0,
  length: 0,
  follow: true,
  focus: null,
  message: null,
  returning: false,
  marks: [],
}));

export const lookAt = (change: Partial<DiagramSettings>): void => useDiagram.setState(change);
/** Changes the height of the strip, within its limits. */
export const resizeStrip = (size: number): void =>
  useDiagram.setState({ size: Math.max(STRIP_MIN, Math.min(STRIP_MAX, Math.round(size))) });
/** Hides a validator's lanes, or shows them again. */
export const toggleLanes = (validator: number): void =>
  useDiagram.setState(({ hidden }) => {
    const next = new Set(hidden);
    if (!next.delete(validator)) next.add(validator);
    return { hidden: next };
  });
/** Marks a step: the first point, then the second; a third begins anew. */
export const markStep = (step: number): void =>
  useDiagram.setState(({ marks }) => ({
    marks: marks.length === 1 && marks[0] !== step ? [...marks, step].toSorted((a, b) => a - b) : [step],
  }));
