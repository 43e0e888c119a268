// One hint of a class from its JSON: externally tagged, or a plain string when it has no fields. Source: execution.md 2 and 3.
import { need } from '../../base/shape.ts';
import { type Result, err, ok } from '../../base/result.ts';
import type { Hint } from './hint.ts';
import { HINTS } from './table.ts';

/** Hints of the compiler's test runner and of external tools, which a sequencer refuses. */
const EXTERNAL: ReadonlySet<string> = new Set(['AddRelocationRule', 'WriteRunParam', 'AddMarker', 'AddTrace']);

/** `name` is the hint's, after a dot, where it is a plain word. */
export type HintRefusal = { readonly code: 'Cairo0Class' | 'Cheatcode' | 'ExternalHint' | 'UnknownHint'; readonly name: string };

/** Throws the refusal of base/shape.ts for a malformed operand of a known hint. */
export const readHint = (json: unknown, at: string): Result<Hint, HintRefusal> => {
  const [name, operands] = nameOf(json, at);
  const definition = HINTS.get(name);
  if (definition !== undefined) return ok(definition(operands, `${at}.${name}`));
  // Hints of Cairo 0 are Python code.
  if (!/^\w{1,60}$/.test(name)) return err({ code: 'Cairo0Class', name: '' });
  const code = name === 'Cheatcode' ? 'Cheatcode' : EXTERNAL.has(name) ? 'ExternalHint' : 'UnknownHint';
  return err({ code, name: `.${name}` });
};

const nameOf = (json: unknown, at: string): readonly [string, unknown] => {
  if (typeof json === 'string') return [json, {}];
  const fields = Object.entries(need(typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null, at));
  // Cairo 0: {accessible_scopes, code, flow_tracking_data}.
  const code = fields.find(([name, value]) => name === 'code' && typeof value === 'string');
  if (code !== undefined) return [' ', null];
  const [field] = fields;
  return need(field !== undefined && fields.length === 1 ? field : null, at);
};
