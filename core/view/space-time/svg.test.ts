// The SVG document: well formed, inert, and safe whatever the texts hold.
import { expect, test } from 'vitest';
import { INKS, type Ink, type Shape } from './shapes.ts';
import { escapeXml, svgOf } from './svg.ts';

const colours = Object.fromEntries(INKS.map((ink) => [ink, '#123456'])) as Readonly<Record<Ink, string>>;
const options = { width: 300, height: 200, title: 'a', description: 'b', colours };

const PART = { x: 0, y: 0, width: 300, height: 200 };

const SHAPES: readonly Shape[] = [
  { kind: 'line', points: [0, 0, 10, 5.126], ink: 'prevote', width: 1.25, dash: [3, 2], alpha: 0.5 },
  { kind: 'rect', x: 1, y: 2, width: 30, height: 4, ink: 'raised', alpha: 1, hatched: false },
  { kind: 'rect', x: 1, y: 2, width: 30, height: 9, ink: 'fault', alpha: 1, hatched: true },
  { kind: 'glyph', glyph: 'star', x: 5, y: 6, size: 8, ink: 'decision', hollow: false, alpha: 1 },
  { kind: 'glyph', glyph: 'cross', x: 5, y: 6, size: 8, ink: 'bad', hollow: false, alpha: 1 },
  { kind: 'text', text: 'H1', x: 1, y: 1, size: 10, ink: 'ink', anchor: 'start', bold: true },
];

test('svg: every shape becomes one element and nothing else does', () => {
  const text = svgOf([{ ...PART, shapes: SHAPES }], options);
  expect([...text.matchAll(/<(polyline|rect|path|text|svg|title|desc)\b/g)].map((m) => m[1])).toEqual([
    'svg',
    'title',
    'desc',
    'rect',
    'svg',
    'polyline',
    'rect',
    'path',
    'path',
    'path',
    'text',
  ]);
  expect(text).toContain('points="0,0 10,5.13"');
});

test('svg: no script, no style, no reference leaves the document, whatever the texts hold', () => {
  const evil = `</text><script>alert(1)</script><image href="https://x.test/a"/> onload="x" ' &`;
  const text = svgOf([{ ...PART, shapes: [{ kind: 'text', text: evil, x: 0, y: 0, size: 9, ink: 'ink', anchor: 'start', bold: false }] }], {
    ...options,
    title: evil,
    description: evil,
    colours: { ...colours, ink: evil, stage: evil },
  });
  const tags = [...text.matchAll(/<\/?([a-zA-Z]+)/g)].map((m) => m[1]!);
  expect(new Set(tags)).toEqual(new Set(['svg', 'title', 'desc', 'rect', 'text']));
  const attributes = [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/"[^"]*"/g, '""')).join('');
  expect(attributes).not.toMatch(/\s(?:on\w+|href|style|xlink:href|src)\s*=/);
});

test.each([
  ['<&>"\'', '&lt;&amp;&gt;&quot;&#39;'],
  ['V1 中文 ★', 'V1 中文 ★'],
  ['a\u0000\u0008b', 'ab'],
])('svg: %j is written as %j', (text, expected) => {
  expect(escapeXml(text)).toBe(expected);
});
