// The two canvases of the diagram: the picture, drawn when something in the window changed, and the cone over it, drawn when something else is pointed at.
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import { coneOf } from '../../core/view/space-time/cone.ts';
import { drawCone, drawDiagram, stepsInLook } from '../../core/view/space-time/drawing.ts';
import type { Hit } from '../../core/view/space-time/pen.ts';
import { useColours } from './colours.ts';
import { paintShapes } from './paint.ts';
import type { Shown } from './use-look.ts';

const RATIO_MAX = 2;

type Place = {
  readonly size: { readonly width: number; readonly height: number };
  readonly scroll: { readonly x: number; readonly y: number };
};
type Canvases = {
  readonly base: RefObject<HTMLCanvasElement | null>;
  readonly over: RefObject<HTMLCanvasElement | null>;
  readonly hits: readonly Hit[];
};

/** `pointed`: the step whose cone is shown. */
export const useCanvases = ({ look, content }: Shown, pointed: number | null, { size, scroll }: Place): Canvases => {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const colours = useColours();
  const sheet = useMemo(
    () => ({ ...size, ratio: Math.min(RATIO_MAX, devicePixelRatio), scrollX: scroll.x, scrollY: scroll.y }),
    [size, scroll],
  );
  // `content` stands for what the log has changed in the window.
  const { made } = useMemo(() => ({ made: drawDiagram(look), content }), [look, content]);
  useLayoutEffect(() => {
    if (base.current !== null && sheet.width > 0) paintShapes(base.current, made.shapes, sheet, colours);
  }, [made, sheet, colours]);
  useLayoutEffect(() => {
    if (over.current === null) return;
    const { first, last } = stepsInLook(look);
    const shapes = pointed === null ? [] : drawCone(look, coneOf(look.diagram, pointed, first, last));
    paintShapes(over.current, shapes, sheet, colours);
  }, [look, pointed, sheet, colours]);
  return { base, over, hits: made.hits };
};
