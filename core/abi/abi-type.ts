// What an ABI says, resolved: types as trees of a few kinds, entry points with their selectors, events by the keys that announce them.
// Source: the ABI JSON of Cairo 1 (execution.md 10.8) and the `Serde` of Cairo's core library, version 2.12.
import type { Felt } from '../base/felt.ts';

export type AbiMember = { readonly name: string; readonly type: AbiType };

/** An integer in one felt: [min, max]; below zero it is P plus the value. `look` is how people write it. */
export type IntegerType = {
  readonly kind: 'integer';
  readonly name: string;
  readonly min: bigint;
  readonly max: bigint;
  /** `felt`: a number or a short string; `hex`: an address or a hash. */
  readonly look: 'felt' | 'number' | 'hex';
};

export type AbiType =
  | IntegerType
  | { readonly kind: 'bool' }
  /** In 128-bit limbs, lowest first: two of a u256, four of a u512. */
  | { readonly kind: 'wide'; readonly limbs: 2 | 4 }
  | { readonly kind: 'byte_array' }
  /** Array and Span: their length, then the items. */
  | { readonly kind: 'array'; readonly item: AbiType }
  | { readonly kind: 'fixed'; readonly item: AbiType; readonly length: number }
  | { readonly kind: 'tuple'; readonly items: readonly AbiType[] }
  | { readonly kind: 'struct'; readonly name: string; readonly members: readonly AbiMember[] }
  /** Option and Result too. A variant without content has the empty tuple. */
  | { readonly kind: 'enum'; readonly name: string; readonly variants: readonly AbiMember[] }
  /** Felts as they are. Never inside another type: what holds an unknown type is unknown as a whole. */
  | { readonly kind: 'unknown'; readonly name: string; readonly why: UnknownReason };

/** `undefined_type`: the ABI does not say what it is; `recursive`: it holds itself; `too_large`: above ABI_TYPE_NODES_MAX or ABI_TYPE_DEPTH_MAX. */
type UnknownReason = 'undefined_type' | 'recursive' | 'too_large';

/**
 * A value of a type. integer, wide: bigint; bool: boolean; byte_array: bytes; array, fixed, tuple, struct: its parts in order; enum: the variant's place
 * and content; unknown: felts.
 */
export type AbiValue = bigint | boolean | Uint8Array | readonly AbiValue[] | { readonly variant: number; readonly value: AbiValue };

export type AbiFunction = {
  readonly name: string;
  readonly selector: Felt;
  readonly kind: 'external' | 'view' | 'constructor' | 'l1_handler';
  readonly inputs: readonly AbiMember[];
  readonly outputs: readonly AbiType[];
};

/** An event as it is emitted: `selectors` are its first keys, the path through the enums of events. */
export type AbiEvent = {
  readonly name: string;
  readonly selectors: readonly Felt[];
  readonly members: readonly (AbiMember & { readonly isKey: boolean })[];
};

export type Abi = {
  /** External and view functions, in the ABI's order. */
  readonly functions: readonly AbiFunction[];
  readonly constructor: AbiFunction | null;
  readonly l1Handlers: readonly AbiFunction[];
  readonly events: readonly AbiEvent[];
};
