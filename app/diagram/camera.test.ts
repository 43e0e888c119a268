// The window on the diagram: zooming keeps the point, following is calm, limits hold.
import { expect, test } from 'vitest';
import { clampOrigin, clampZoom, fitZoom, followOrigin, zoomAround } from './camera.ts';

test('camera: zooming keeps the unit under the pointer', () => {
  for (const [origin, zoom, pixel, next] of [
    [0, 9, 300, 18],
    [120.5, 3, 0, 1],
    [-4, 12, 900, 40],
  ] as const) {
    const camera = zoomAround({ origin, zoom }, pixel, next);
    expect(camera.origin + pixel / camera.zoom).toBeCloseTo(origin + pixel / zoom, 9);
    expect(camera.zoom).toBe(next);
  }
});

test('camera: following does not move while the cursor is in view, and brings it back when it is not', () => {
  const reach = { window: 100, whole: 10_000 };
  expect(followOrigin(100, 150, reach)).toBe(100);
  for (const position of [190, 20, 5_000]) {
    const origin = followOrigin(100, position, reach);
    expect((position - origin) / 100).toBeCloseTo(position === 20 ? 0.24 : 0.25, 6);
  }
  expect(followOrigin(100, 1, reach)).toBe(-4);
});

test('camera: near the end of the log the window shows what came before instead of nothing', () => {
  const reach = { window: 100, whole: 1_000 };
  expect(followOrigin(0, 1_000, reach)).toBe(914);
  expect(followOrigin(0, 960, reach)).toBe(906);
  expect(followOrigin(0, 700, reach)).toBe(675);
});

test('camera: zoom and origin have limits', () => {
  expect([clampZoom('logical', 0.001), clampZoom('logical', 999)]).toEqual([0.5, 60]);
  expect([clampOrigin(-500, 100, 800), clampOrigin(5_000, 100, 800), clampOrigin(30, 100, 800)]).toEqual([-10, 790, 30]);
  expect(fitZoom('logical', 1_000, 500)).toBeCloseTo(1.96, 6);
});
