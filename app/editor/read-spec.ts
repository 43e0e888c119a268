// The text of a scenario: what it means, or the one place at which it is wrong. The text may come from anywhere.
import { SPEC_CHARACTERS_MAX } from '../../core/base/limits.ts';
import { specFromJson, specToJson } from '../../core/sim/spec-json.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { lineAndColumn, offsetOf, scanJson } from './json-places.ts';

export type SpecProblem =
  | { readonly kind: 'too_long' }
  | { readonly kind: 'not_json' | 'shape'; readonly at: string; readonly offset: number; readonly line: number; readonly column: number };

/** `tree`: the JSON value, where the text is JSON. */
export type ReadText =
  | { readonly spec: ScenarioSpec; readonly tree: unknown; readonly problem: null }
  | { readonly spec: null; readonly tree: unknown; readonly problem: SpecProblem };

/** Never throws. */
export const readSpecText = (text: string): ReadText => {
  if (text.length > SPEC_CHARACTERS_MAX) return { spec: null, tree: null, problem: { kind: 'too_long' } };
  const scanned = scanJson(text);
  if (!scanned.ok) {
    const { offset } = scanned;
    return { spec: null, tree: null, problem: { kind: 'not_json', at: '', offset, ...lineAndColumn(text, offset) } };
  }
  const tree: unknown = JSON.parse(text);
  const read = specFromJson(tree);
  if (read.ok) return { spec: read.value, tree, problem: null };
  const offset = offsetOf(scanned.places, read.error.at);
  return { spec: null, tree, problem: { kind: 'shape', at: read.error.at, offset, ...lineAndColumn(text, offset) } };
};

/** The text of a spec, every field written out. */
export const textOfSpec = (spec: ScenarioSpec): string => textOfTree(specToJson(spec));

/** Characters of a line that holds a whole list or object. */
const LINE_MAX = 110;

/** The text of a JSON value: what fits stays on one line. */
export const textOfTree = (value: unknown, indent = ''): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const nested = isList
    ? value.map((item: unknown) => textOfTree(item, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${textOfTree(item, inner)}`);
  const space = isList || nested.length === 0 ? '' : ' ';
  const flat = `${open}${space}${nested.join(', ')}${space}${close}`;
  if (indent !== '' && flat.length + indent.length <= LINE_MAX && !flat.includes('\n')) return flat;
  return nested.length === 0 ? flat : `${open}\n${nested.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
};
