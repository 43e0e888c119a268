// The window on the diagram as numbers: zoom around a point, pan, follow the cursor. Pure; units and pixels as in core/view/space-time/axis.ts.
import type { AxisKind } from '../../core/view/space-time/axis.ts';

export type Camera = { readonly origin: number; readonly zoom: number };

const LIMITS: Readonly<Record<AxisKind, readonly [number, number]>> = { logical: [0.5, 60], real: [0.004, 40], compressed: [0.02, 40] };
/** Share of the window beyond which the cursor is brought back, and where it is put. */
const AHEAD = 0.86;
const BEHIND = 0.04;
const BACK_AT = 0.25;
/** Share of the window that the log fills at its end. */
const FULL = 0.94;

export const clampZoom = (axis: AxisKind, zoom: number): number => Math.max(LIMITS[axis][0], Math.min(LIMITS[axis][1], zoom));

/** The same unit stays under `pixel`. */
export const zoomAround = (camera: Camera, pixel: number, zoom: number): Camera => ({
  origin: camera.origin + pixel / camera.zoom - pixel / zoom,
  zoom,
});

/** Keeps some of the axis in the window. */
export const clampOrigin = (origin: number, window: number, whole: number): number =>
  Math.max(-window * 0.1, Math.min(origin, whole - window * 0.1));

/**
 * Origin that keeps `position` in view; the same as long as it is. A cursor that is brought back has most of the window before it, or, near the end of
 * the log, as much as there is.
 */
export const followOrigin = (
  origin: number,
  position: number,
  { window, whole }: { readonly window: number; readonly whole: number },
): number => {
  const share = (position - origin) / Math.max(1e-9, window);
  if (share >= BEHIND && share <= AHEAD) return origin;
  const filled = Math.max(position - window * AHEAD, whole - window * FULL);
  return Math.max(-window * BEHIND, Math.min(position - window * BACK_AT, filled));
};

/** Zoom at which the whole axis fits. */
export const fitZoom = (axis: AxisKind, length: number, whole: number): number => clampZoom(axis, (length * 0.98) / Math.max(1, whole));
