// The text of the editor: sound scenarios come back as they are, anything else is refused with the place of the first thing that is wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SPEC_CHARACTERS_MAX } from '../../core/base/limits.ts';
import { SCENARIOS } from '../../core/scenarios/registry.ts';
import { CALM_SPEC } from '../../core/scenarios/spec-world.ts';
import { lineAndColumn, offsetOf, scanJson } from './json-places.ts';
import { readSpecText, textOfSpec, textOfTree } from './read-spec.ts';

test.each(SCENARIOS.map(({ id, spec }) => [id, spec] as const))('editor: the text of %s reads back as the same scenario', (_, spec) => {
  const { spec: read, problem } = readSpecText(textOfSpec(spec));
  expect(problem).toBeNull();
  expect(read).toEqual(spec);
});

const json = fc.jsonValue({ maxDepth: 4 });

test('editor: the text of any JSON value is that value again', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(textOfTree(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('editor: the scanner takes what JSON.parse takes, and nothing else', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const broken = fc
    .tuple(json, fc.nat(200), fc.constantFrom('', '{', '}', '"', ',', ':', '1', '\\', '\n', '\u0001'))
    .map(([value, at, sign]) => {
      const text = JSON.stringify(value, null, 1);
      const place = at % (text.length + 1);
      return text.slice(0, place) + sign + text.slice(place + (sign === '' ? 1 : 0));
    });
  fc.assert(
    fc.property(broken, (text) => {
      expect(scanJson(text).ok).toBe(isJson(text));
    }),
    { numRuns: 500 },
  );
});

test('editor: text that is no JSON is refused at the first character that does not belong', () => {
  expect(readSpecText('{\n  "title": "x",\n  oops\n}').problem).toMatchObject({ kind: 'not_json', line: 3, column: 3 });
  expect(readSpecText('').problem).toMatchObject({ kind: 'not_json', line: 1, column: 1 });
  expect(readSpecText('[').spec).toBeNull();
});

test.each([
  ['settings.timeouts.prevote', { settings: { timeouts: { prevote: 5 } } }],
  [
    'interventions[1].t',
    {
      interventions: [
        { t: 9, kind: 'fault_off', id: 1 },
        { t: 3, kind: 'fault_off', id: 1 },
      ],
    },
  ],
  ['links.latencyUsMin', { links: { latencyUsMin: -1 } }],
  ['nosuch', { nosuch: 1 }],
  ['engine', { engine: 'rust' }],
  ['engines[1]', { engines: ['native', 'cairo'] }],
  ['engines[0]', { engine: 'cairo', engines: ['native'] }],
  ['interventions[0].fault.validator', { interventions: [{ t: 0, kind: 'fault_on', id: 1, fault: { kind: 'pause', validator: 4 } }] }],
])('editor: %s is refused at its place', (at, tree) => {
  const text = textOfTree(tree);
  const { problem } = readSpecText(text);
  expect(problem).toMatchObject({ kind: 'shape', at });
  if (problem?.kind !== 'shape') throw new Error('a shape is refused');
  expect(lineAndColumn(text, problem.offset)).toEqual({ line: problem.line, column: problem.column });
  expect(problem.offset).toBeGreaterThan(0);
});

test('editor: a place that does not exist is that of what would hold it', () => {
  const scanned = scanJson('{"links": {"a": 1}}');
  if (!scanned.ok) throw new Error('it is JSON');
  expect(offsetOf(scanned.places, 'links.latencyUsMin')).toBe(10);
  expect(offsetOf(scanned.places, 'weights[3]')).toBe(0);
});

test('editor: hostile texts are refused without harm: too long, too deep, a prototype', () => {
  expect(readSpecText(' '.repeat(SPEC_CHARACTERS_MAX + 1)).problem).toEqual({ kind: 'too_long' });
  expect(readSpecText('['.repeat(100_000)).problem?.kind).toBe('not_json');
  expect(readSpecText('{"__proto__": {"title": "x"}}').problem).toMatchObject({ kind: 'shape', at: '__proto__' });
  expect(readSpecText('null').problem?.kind).toBe('shape');
  expect(readSpecText('{}').spec).toEqual(CALM_SPEC);
});
