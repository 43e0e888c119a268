// Goal: whatever the number of validators and the shape of the stage, nothing covers anything. Method: every count, several shapes.
import { expect, test } from 'vitest';
import { CARD_HEIGHT, CARD_WIDTH, MANY, type Spread, bridgesOf, burstsOf, edgesOf, spread } from './layout.ts';

const SIZES = [
  [390, 360],
  [360, 800],
  [680, 680],
  [680, 476],
  [1300, 500],
].map(([width = 0, height = 0]) => ({ width, height }));
const STAGE = { width: 680, height: 560 };
const counts = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const overlaps = ({ places, width, height }: Spread): readonly string[] =>
  places.flatMap((a, i) =>
    places.flatMap((b, j) => (j < i && Math.abs(a.x - b.x) < width && Math.abs(a.y - b.y) < height ? [`${j}/${i}`] : [])),
  );
const nearest = ({ places }: Spread): number =>
  Math.min(...places.flatMap((a, i) => places.flatMap((b, j) => (j < i ? [Math.hypot(a.x - b.x, a.y - b.y)] : []))));

test('layout: up to 16 cards never cover each other, whatever the shape of the stage', () => {
  for (const n of counts(1, MANY)) for (const size of SIZES) expect(overlaps(spread(n, size)), `${n} at ${size.width}`).toEqual([]);
});

test('layout: seven cards are larger than discs on the stage beside both panels, and the middle stays free', () => {
  const { places, width, height } = spread(7, { width: 680, height: 476 });
  const xs = places.map((p) => p.x);
  const ys = places.map((p) => p.y);
  const scale = Math.min(612 / (Math.max(...xs) - Math.min(...xs) + width), 444 / (Math.max(...ys) - Math.min(...ys) + height));
  expect(scale).toBeGreaterThan(0.6);
  expect(places.some((p) => p.x < 0 && p.x > -width && p.y < 0 && p.y > -height)).toBe(false);
});

test('layout: from 17 to 100 validators are discs that keep apart, around a hub', () => {
  for (const n of counts(MANY + 1, 100)) {
    const all = spread(n, STAGE);
    expect(all.hub).toEqual({ x: 0, y: 0 });
    expect(nearest(all), `${n}`).toBeGreaterThan(all.width + 2);
  }
});

test('layout: a hundred discs fit half a stage at a legible size', () => {
  const { places, width } = spread(100, STAGE);
  const extent = 2 * Math.max(...places.map((p) => Math.abs(p.x))) + width;
  // 440 px of a 744 px stage are left beside the matrix: a disc must keep 18 px.
  expect((440 / extent) * width).toBeGreaterThan(18);
});

test('layout: every port lies on the border of its card, every bridge and burst inside', () => {
  for (const n of counts(1, MANY)) {
    const all = spread(n, STAGE);
    for (const [i, place] of all.places.entries()) {
      const [edge, burst, bridge] = [edgesOf(all)[i]!, burstsOf(all)[i]!, bridgesOf(all)[i]!];
      expect([place.y, place.y + CARD_HEIGHT].includes(edge.y) || edge.x === place.x).toBe(true);
      expect(burst.x > place.x && burst.x < bridge.left && bridge.right < place.x + CARD_WIDTH).toBe(true);
      expect(bridge.request > place.y && bridge.answer < place.y + CARD_HEIGHT).toBe(true);
    }
  }
});
