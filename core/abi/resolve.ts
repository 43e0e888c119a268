// Names of types -> types: those of Cairo's core library are known here, the others are what the ABI defines. Source: `Serde` of Cairo's core library 2.12.
// A type that cannot be told (undefined, recursive, too large) is `unknown`, and so is everything that holds it.
import { FELT_PRIME } from '../base/felt.ts';
import { ABI_TYPE_DEPTH_MAX, ABI_TYPE_NODES_MAX } from '../base/limits.ts';
import type { AbiType, IntegerType } from './abi-type.ts';
import { nameOf, readTypeName, type TypeName } from './type-name.ts';

/** A struct or enum as the ABI writes it. */
export type Definition = {
  readonly kind: 'struct' | 'enum';
  readonly members: readonly { readonly name: string; readonly type: string }[];
};
/** By canonical name. */
export type Definitions = ReadonlyMap<string, Definition>;

const UNIT: AbiType = { kind: 'tuple', items: [] };
const integer = (name: string, [min, max]: readonly [bigint, bigint], look: IntegerType['look'] = 'number'): IntegerType => ({
  kind: 'integer',
  name,
  min,
  max,
  look,
});
const unsigned = (bits: bigint): readonly [bigint, bigint] => [0n, (1n << bits) - 1n];
const signed = (bits: bigint): readonly [bigint, bigint] => [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
const WIDTHS = [8n, 16n, 32n, 64n, 128n];

const KNOWN: ReadonlyMap<string, AbiType> = new Map<string, AbiType>([
  ['core::felt252', integer('felt252', [0n, FELT_PRIME - 1n], 'felt')],
  ['felt', integer('felt252', [0n, FELT_PRIME - 1n], 'felt')],
  ['core::bool', { kind: 'bool' }],
  ...WIDTHS.map((bits): [string, AbiType] => [`core::integer::u${bits}`, integer(`u${bits}`, unsigned(bits))]),
  ...WIDTHS.map((bits): [string, AbiType] => [`core::integer::i${bits}`, integer(`i${bits}`, signed(bits))]),
  ['core::integer::usize', integer('usize', unsigned(32n))],
  ['core::integer::u96', integer('u96', unsigned(96n))],
  ['core::integer::u256', { kind: 'wide', limbs: 2 }],
  ['core::integer::u512', { kind: 'wide', limbs: 4 }],
  ['core::bytes_31::bytes31', integer('bytes31', unsigned(248n), 'felt')],
  ['core::byte_array::ByteArray', { kind: 'byte_array' }],
  ['core::starknet::contract_address::ContractAddress', integer('ContractAddress', unsigned(251n), 'hex')],
  ['core::starknet::class_hash::ClassHash', integer('ClassHash', unsigned(251n), 'hex')],
  ['core::starknet::storage_access::StorageAddress', integer('StorageAddress', [0n, (1n << 251n) - 257n], 'hex')],
  ['core::starknet::eth_address::EthAddress', integer('EthAddress', unsigned(160n), 'hex')],
]);

/** Types that are serialized as what they hold. */
const WRAPPERS: ReadonlySet<string> = new Set(['core::zeroable::NonZero', 'core::box::Box']);
const LISTS: ReadonlySet<string> = new Set(['core::array::Array', 'core::array::Span']);

/** Parts and levels of a type, each counted where it stands. */
type Resolved = { readonly type: AbiType; readonly nodes: number; readonly depth: number };

/** Types under way at once; a chain as long is too deep anyway. */
const UNDER_WAY_MAX = 200;

/** Mutable: types told so far, and those that are being told. */
type Context = { readonly definitions: Definitions; readonly done: Map<string, Resolved>; readonly underWay: string[] };

/** A function from names to types over the definitions of one ABI; each type is told once. */
export const createResolver = (definitions: Definitions): ((name: string) => AbiType) => {
  const context: Context = { definitions, done: new Map(), underWay: [] };
  return (name) => byName(context, name).type;
};

const byName = (context: Context, name: string): Resolved => {
  const { done, underWay } = context;
  const read = readTypeName(name);
  if (read === null) return unknown(name, 'undefined_type');
  const key = nameOf(read);
  const known = done.get(key);
  if (known !== undefined) return known;
  if (underWay.includes(key)) return unknown(name, 'recursive');
  if (underWay.length >= UNDER_WAY_MAX) return unknown(name, 'too_large');
  underWay.push(key);
  const resolved = byParts(context, read, key);
  underWay.pop();
  // What is unknown for holding itself is so wherever one begins.
  done.set(key, resolved);
  return resolved;
};

const byParts = (context: Context, read: TypeName, name: string): Resolved => {
  const told = (part: TypeName): Resolved => byName(context, nameOf(part));
  switch (read.kind) {
    case 'number':
      return unknown(name, 'undefined_type');
    case 'tuple':
      return together(name, read.items.map(told), (items) => ({ kind: 'tuple', items }));
    case 'fixed': {
      const { item: part, length } = read;
      const item = told(part);
      if (item.nodes * length > ABI_TYPE_NODES_MAX) return unknown(name, 'too_large');
      const all = Array.from({ length: Math.max(1, length) }, () => item);
      return together(name, all, () => ({ kind: 'fixed', item: item.type, length }));
    }
    case 'path':
      return byPath(context, read, name);
  }
};

const byPath = (context: Context, { path, args }: Extract<TypeName, { readonly kind: 'path' }>, name: string): Resolved => {
  const [first, second] = args;
  const known = args.length === 0 ? KNOWN.get(path) : undefined;
  if (known !== undefined) return { type: known, nodes: 1, depth: 1 };
  if (first !== undefined && args.length === 1) {
    if (WRAPPERS.has(path)) return byName(context, nameOf(first));
    if (LISTS.has(path)) return together(name, [byName(context, nameOf(first))], ([item = UNIT]) => ({ kind: 'array', item }));
    if (path === 'core::option::Option') return ofMembers(context, name, optionOf(first));
  }
  if (first !== undefined && second !== undefined && args.length === 2) {
    if (path === 'core::result::Result') return ofMembers(context, name, resultOf(first, second));
    if (path === 'core::internal::bounded_int::BoundedInt') return bounded(name, first, second);
  }
  const definition = context.definitions.get(name);
  return definition === undefined ? unknown(name, 'undefined_type') : ofMembers(context, name, definition);
};

const optionOf = (some: TypeName): Definition => ({
  kind: 'enum',
  members: [
    { name: 'Some', type: nameOf(some) },
    { name: 'None', type: '()' },
  ],
});
const resultOf = (good: TypeName, bad: TypeName): Definition => ({
  kind: 'enum',
  members: [
    { name: 'Ok', type: nameOf(good) },
    { name: 'Err', type: nameOf(bad) },
  ],
});

const ofMembers = (context: Context, name: string, { kind, members }: Definition): Resolved =>
  together(
    name,
    members.map(({ type }) => byName(context, type)),
    (types) => {
      const parts = members.map((member, i) => ({ name: member.name, type: types[i] ?? UNIT }));
      return kind === 'enum' ? { kind, name: shortName(name), variants: parts } : { kind, name: shortName(name), members: parts };
    },
  );

const unknown = (name: string, why: Extract<AbiType, { readonly kind: 'unknown' }>['why']): Resolved => ({
  type: { kind: 'unknown', name: shortName(name), why },
  nodes: 1,
  depth: 1,
});

/** One type of several, or unknown when one of them is. */
const together = (name: string, list: readonly Resolved[], make: (types: readonly AbiType[]) => AbiType): Resolved => {
  for (const { type } of list) if (type.kind === 'unknown') return { type: { ...type, name: shortName(name) }, nodes: 1, depth: 1 };
  const nodes = list.reduce((sum, part) => sum + part.nodes, 1);
  const depth = list.reduce((deepest, part) => Math.max(deepest, part.depth), 0) + 1;
  if (nodes > ABI_TYPE_NODES_MAX || depth > ABI_TYPE_DEPTH_MAX) return unknown(name, 'too_large');
  return { type: make(list.map(({ type }) => type)), nodes, depth };
};

const bounded = (name: string, low: TypeName, high: TypeName): Resolved => {
  if (low.kind !== 'number' || high.kind !== 'number' || low.value > high.value) return unknown(name, 'undefined_type');
  // Within one felt, below and above zero apart.
  const isOneFelt = low.value > -FELT_PRIME && high.value < FELT_PRIME && high.value - low.value < FELT_PRIME;
  if (!isOneFelt) return unknown(name, 'undefined_type');
  return { type: integer(`BoundedInt<${low.value}, ${high.value}>`, [low.value, high.value]), nodes: 1, depth: 1 };
};

/** The name without the paths of modules: `Option<u8>`. */
const shortName = (name: string): string =>
  name
    .replaceAll(/(?:[A-Za-z_]\w*::)+(?=[A-Za-z_])/g, '')
    .replaceAll('::<', '<')
    .slice(0, 200);
