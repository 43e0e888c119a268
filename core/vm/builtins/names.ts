// The builtins of Starknet contracts: their order, and how many cells an instance has. Source: execution.md 2 and 4.

export type BuiltinName =
  | 'pedersen'
  | 'range_check'
  | 'bitwise'
  | 'ec_op'
  | 'poseidon'
  | 'segment_arena'
  | 'range_check96'
  | 'add_mod'
  | 'mul_mod';

/** `cells` of an instance, the first `inputs` of which must be set. */
type BuiltinShape = { readonly cells: number; readonly inputs: number };

/** In the order in which an entry point may list them. */
export const BUILTIN_SHAPES: Readonly<Record<BuiltinName, BuiltinShape>> = {
  pedersen: { cells: 3, inputs: 2 },
  range_check: { cells: 1, inputs: 1 },
  bitwise: { cells: 5, inputs: 2 },
  ec_op: { cells: 7, inputs: 5 },
  poseidon: { cells: 6, inputs: 3 },
  segment_arena: { cells: 3, inputs: 3 },
  range_check96: { cells: 1, inputs: 1 },
  add_mod: { cells: 7, inputs: 7 },
  mul_mod: { cells: 7, inputs: 7 },
};

const BUILTIN_NAMES: readonly BuiltinName[] = [
  'pedersen',
  'range_check',
  'bitwise',
  'ec_op',
  'poseidon',
  'segment_arena',
  'range_check96',
  'add_mod',
  'mul_mod',
];

/** True for a subsequence of BUILTIN_NAMES; anything else is a hard error when the entry point is called. */
export const isBuiltinOrder = (names: readonly string[]): names is readonly BuiltinName[] => {
  const places = names.map((name) => BUILTIN_NAMES.findIndex((known) => known === name));
  return places.every((place, i) => place > (places[i - 1] ?? -1));
};

/** A builtin's name in error texts. */
export const builtinText = (name: BuiltinName): string => `${name}_builtin`;
