// Contrast of every message colour against the stage and distance between all roles in four kinds of colour vision. Distance is CIE76 in Lab;
// dichromacy uses the published matrices of Machado et al. (severity 1.0) on linear RGB.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DARK, LIGHT, type Palette } from './palette.ts';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

const VISIONS: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const parse = (hex: string): Rgb => {
  const at = (i: number): number => linear(Number.parseInt(hex.slice(i, i + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};
const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const clamp = (x: number): number => Math.min(1, Math.max(0, x));
const seen = (m: Matrix, c: Rgb): Rgb => [clamp(dot(m[0], c)), clamp(dot(m[1], c)), clamp(dot(m[2], c))];
const cubeLike = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
const toLab = (c: Rgb): Rgb => {
  const x = cubeLike(dot([0.4124, 0.3576, 0.1805], c) / 0.95047);
  const y = cubeLike(dot([0.2126, 0.7152, 0.0722], c));
  const z = cubeLike(dot([0.0193, 0.1192, 0.9505], c) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], parse(hex));
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};
const distance = (a: string, b: string, m: Matrix): number => {
  const [p, q] = [toLab(seen(m, parse(a))), toLab(seen(m, parse(b)))];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

const measure = (palette: Palette): { readonly contrastMin: number; readonly distanceMin: number } => {
  const roles = Object.entries(palette).filter(([role]) => role !== 'background');
  const contrasts = roles.map(([, colour]) => contrast(colour, palette.background));
  const distances = roles.flatMap(([, a], i) =>
    roles.slice(i + 1).flatMap(([, b]) => Object.values(VISIONS).map((vision) => distance(a, b, vision))),
  );
  return { contrastMin: Math.min(...contrasts), distanceMin: Math.min(...distances) };
};

/** Values of custom properties in the rule that follows `selector` in theme.css. */
const variablesOf = (selector: string): Readonly<Record<string, string>> => {
  const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');
  const body = css.slice(css.indexOf(selector)).split('}')[0]!;
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map((m) => [m[1]!, m[2]!]));
};

test.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('palette: the %s roles keep a contrast of 3:1 and a distance of 30 in every kind of colour vision', (_, palette) => {
  const { contrastMin, distanceMin } = measure(palette);
  expect(contrastMin).toBeGreaterThanOrEqual(3);
  expect(distanceMin).toBeGreaterThanOrEqual(30);
});

test('palette: the check sees a bad pair', () => {
  expect(measure({ ...LIGHT, sync: '#0F2D50' }).distanceMin).toBeLessThan(30);
  expect(measure({ ...LIGHT, sync: '#F4F0FF' }).contrastMin).toBeLessThan(3);
});

test.each([
  ['light', ':root {', LIGHT],
  ['dark', "[data-theme='dark'] {", DARK],
] as const)('palette: theme.css holds the same %s message colours, and texts of 4.5:1', (_, selector, palette) => {
  const variables = variablesOf(selector);
  for (const [role, colour] of Object.entries(palette)) {
    expect(variables[role === 'background' ? 'stage' : `role-${role}`]?.toUpperCase()).toBe(colour);
  }
  const pairs = ['ground', 'panel', 'stage', 'raised'].flatMap((ground) =>
    ['ink', 'soft', 'faint', 'good', 'bad'].map((text) => [text, ground] as const),
  );
  expect(pairs.filter(([text, ground]) => contrast(variables[text]!, variables[ground]!) < 4.5)).toEqual([]);
});
