// The builtins of Starknet contracts: their order, and how many cells an instance has. Source: execution.md 2 and 4.

/** In the order in which an entry point takes and returns them. */
export const BUILTIN_NAMES = [
  'pedersen',
  'range_check',
  'bitwise',
  'ec_op',
  'poseidon',
  'segment_arena',
  'range_check96',
  'add_mod',
  'mul_mod',
] as const;
export type BuiltinName = (typeof BUILTIN_NAMES)[number];

/**
 * `cells` of an instance, the first `inputs` of which must be set; `units` that computing its outputs draws on our own step limit: what compiled code
 * pays for it, in steps (execution.md 6.2), so that real classes cannot reach the limit and hostile ones cannot hash for hours.
 */
type BuiltinShape = { readonly cells: number; readonly inputs: number; readonly units: number };

export const BUILTIN_SHAPES: Readonly<Record<BuiltinName, BuiltinShape>> = {
  pedersen: { cells: 3, inputs: 2, units: 40 },
  range_check: { cells: 1, inputs: 1, units: 0 },
  bitwise: { cells: 5, inputs: 2, units: 5 },
  ec_op: { cells: 7, inputs: 5, units: 40 },
  poseidon: { cells: 6, inputs: 3, units: 4 },
  segment_arena: { cells: 3, inputs: 3, units: 0 },
  range_check96: { cells: 1, inputs: 1, units: 0 },
  add_mod: { cells: 7, inputs: 7, units: 0 },
  mul_mod: { cells: 7, inputs: 7, units: 0 },
};

/** True for a subsequence of BUILTIN_NAMES; anything else is a hard error when the entry point is called. */
export const isBuiltinOrder = (names: readonly string[]): names is readonly BuiltinName[] => {
  const places = names.map((name) => BUILTIN_NAMES.findIndex((known) => known === name));
  return places.every((place, i) => place > (places[i - 1] ?? -1));
};

/** A builtin's name in error texts. */
export const builtinText = (name: BuiltinName): string => `${name}_builtin`;
