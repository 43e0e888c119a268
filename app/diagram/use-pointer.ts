// Pointer, wheel and pinch: drag pans, a drag on the ruler or a click on the ground seeks, a click on something chooses it, two fingers zoom.
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Hit } from '../../core/view/space-time/pen.ts';
import { hitAt } from './hit.ts';
import { type Direction, panBy, seekPixel, zoomBy } from './use-look.ts';

/** A pointer that moves less than this has clicked. */
const CLICK_PX = 4;

type Spot = { readonly x: number; readonly y: number };
type Options = {
  readonly ref: RefObject<HTMLElement | null>;
  readonly direction: Direction;
  readonly ruler: number;
  readonly hits: () => readonly Hit[];
  readonly onHover: (hit: Hit | null, spot: Spot) => void;
  /** `mark`: with Shift. */
  readonly onChoose: (hit: Hit, mark: boolean) => void;
};

type Handlers = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave: () => void;
};

type Gesture = { mode: 'none' | 'press' | 'pan' | 'seek' | 'pinch'; start: Spot; last: Spot; spread: number };

const useWheel = (ref: RefObject<HTMLElement | null>, direction: Direction): void => {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const onWheel = (event: globalThis.WheelEvent): void => {
      const box = element.getBoundingClientRect();
      const [pixel, scrolls] =
        direction === 'across'
          ? [event.clientX - box.left, element.scrollHeight > element.clientHeight]
          : [event.clientY - box.top, element.scrollWidth > element.clientWidth];
      if (event.ctrlKey || event.metaKey || event.altKey) {
        event.preventDefault();
        zoomBy(Math.exp(-event.deltaY * 0.003), pixel);
        return;
      }
      const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey ? event.deltaX || event.deltaY : event.deltaY;
      // With more lanes than fit, the plain wheel scrolls them; sideways or with Shift it moves in time.
      if (scrolls && !event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      panBy(along);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref, direction]);
};

const spreadOf = (pointers: ReadonlyMap<number, Spot>): number => {
  const [a, b] = [...pointers.values()];
  return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
};

const spotOf = (event: PointerEvent<HTMLElement>): Spot => {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
};

export const usePointer = ({ ref, direction, ruler, hits, onHover, onChoose }: Options): Handlers => {
  const pointers = useRef(new Map<number, Spot>());
  const gesture = useRef<Gesture>({ mode: 'none', start: { x: 0, y: 0 }, last: { x: 0, y: 0 }, spread: 0 });
  useWheel(ref, direction);
  const inContent = (spot: Spot): Spot => ({ x: spot.x + (ref.current?.scrollLeft ?? 0), y: spot.y + (ref.current?.scrollTop ?? 0) });
  const along = (spot: Spot): number => (direction === 'across' ? spot.x : spot.y);
  const onRuler = (spot: Spot): boolean => (direction === 'across' ? inContent(spot).y : inContent(spot).x) < ruler;

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const spot = spotOf(event);
    pointers.current.set(event.pointerId, spot);
    if (pointers.current.size === 2) {
      gesture.current = { mode: 'pinch', start: spot, last: spot, spread: spreadOf(pointers.current) };
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    const seeks = onRuler(spot);
    gesture.current = { mode: seeks ? 'seek' : 'press', start: spot, last: spot, spread: 0 };
    if (seeks) seekPixel(along(spot));
  };

  const pinch = (now: Gesture, spot: Spot): void => {
    const spread = spreadOf(pointers.current);
    if (spread > 0 && now.spread > 0) zoomBy(spread / now.spread, along(spot));
    now.spread = spread;
  };
  const pan = (now: Gesture, spot: Spot): void => {
    if (now.mode === 'press' && Math.hypot(spot.x - now.start.x, spot.y - now.start.y) > CLICK_PX) {
      now.mode = 'pan';
      onHover(null, spot);
    }
    if (now.mode === 'pan') {
      panBy(along(now.last) - along(spot));
      // Across the axis the drag scrolls the lanes, when they do not fit.
      ref.current?.scrollBy(direction === 'across' ? { top: now.last.y - spot.y } : { left: now.last.x - spot.x });
    }
    now.last = spot;
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const spot = spotOf(event);
    const now = gesture.current;
    if (pointers.current.has(event.pointerId)) pointers.current.set(event.pointerId, spot);
    if (now.mode === 'pinch') pinch(now, spot);
    else if (now.mode === 'seek') seekPixel(along(spot));
    else if (now.mode !== 'none') pan(now, spot);
    else {
      const at = inContent(spot);
      onHover(event.pointerType === 'touch' ? null : hitAt(hits(), at.x, at.y), spot);
    }
  };

  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const spot = spotOf(event);
    const { mode } = gesture.current;
    pointers.current.delete(event.pointerId);
    gesture.current.mode = pointers.current.size > 0 ? 'pinch' : 'none';
    if (mode !== 'press') return;
    const at = inContent(spot);
    const hit = hitAt(hits(), at.x, at.y);
    if (hit === null) seekPixel(along(spot));
    else onChoose(hit, event.shiftKey);
  };

  const onPointerCancel = (event: PointerEvent<HTMLElement>): void => {
    pointers.current.delete(event.pointerId);
    gesture.current.mode = 'none';
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave: () => onHover(null, { x: 0, y: 0 }) };
};
