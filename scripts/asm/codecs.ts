// Calldata to values and values to returned data, by the types of the ABI. Panic texts are those of compiled contracts.
// Encodings: execution.md 10.4, 10.5, 10.8: u256 = low, high; array = length, items; bool = 0 or anything else.
import type { Builder } from './builder.ts';
import type { Cell, Pointer, Value } from './cells.ts';
import { requireAddress, requireAtMost, requireU128 } from './integers.ts';
import type { U256 } from './u256.ts';

/** A list of felts in memory; `length` is below 2^128. */
export type Span = { readonly start: Pointer; readonly length: Cell };

export type Codec<T> = {
  /** Type name in the ABI. */
  readonly type: string;
  readonly read: (calldata: Calldata) => T;
  /** Felts of a value of fixed size. */
  readonly felts: (value: T) => readonly Value[];
};

/** Returned data that lie in memory already, encoded. */
export type Encoded = { readonly start: Cell; readonly end: Cell };

/** A codec of some type. */
export type AnyCodec = {
  readonly type: string;
  readonly read: (calldata: Calldata) => unknown;
  readonly felts: (value: never) => readonly Value[];
};

/** The rest of the calldata while it is read. */
export class Calldata {
  readonly f: Builder;
  readonly end: Cell;
  #at: Pointer;
  /** Felts from `#from` on; `#taken` of them have been read. */
  #left: Cell;
  #taken = 0;
  #parameter = 0;

  constructor(f: Builder, start: Cell, end: Cell) {
    this.f = f;
    this.end = end;
    this.#at = { cell: start, offset: 0 };
    this.#left = f.let('calldata length', end, '-', start);
  }

  /** The parameter that is read next, from 1 on. */
  startParameter(number: number): void {
    this.#parameter = number;
  }

  /** What a parameter that cannot be read panics with. */
  malformed(): string {
    return `Failed to deserialize param #${this.#parameter}`;
  }

  felt(): Cell {
    this.f.panicUnless(this.#rest(), this.malformed());
    const value = this.f.load(`felt ${this.#taken} of calldata`, this.#at, this.#taken);
    this.#taken += 1;
    return value;
  }

  /** Skips a list of felts and says where it lies. */
  span(): Span {
    const length = this.felt();
    requireU128(this.f, length, this.malformed());
    const rest = this.#rest();
    requireAtMost(this.f, length, rest, this.malformed());
    const start = this.position();
    this.#left = this.f.let('calldata left', rest, '-', length);
    this.#at = { cell: this.f.let('calldata', this.f.address('items', start), '+', length), offset: 0 };
    this.#taken = 0;
    return { start, length };
  }

  /** Where the unread felts begin. */
  position(): Pointer {
    return { cell: this.#at.cell, offset: this.#at.offset + this.#taken };
  }

  /** Goes on at a place up to which a function has read. */
  resume(position: Cell): void {
    this.#at = { cell: position, offset: 0 };
    this.#left = this.f.let('calldata left', this.end, '-', position);
    this.#taken = 0;
  }

  finish(): void {
    this.f.panicIf(this.#rest(), 'Input too long for arguments');
  }

  #rest(): Cell {
    return this.#taken === 0 ? this.#left : this.f.let('calldata left', this.#left, '-', BigInt(this.#taken));
  }
}

const one = (value: Value): readonly Value[] => [value];

export const felt: Codec<Value> = { type: 'core::felt252', read: (calldata) => calldata.felt(), felts: one };
export const bool: Codec<Value> = { ...felt, type: 'core::bool' };
export const u8: Codec<Value> = { ...felt, type: 'core::integer::u8' };

export const address: Codec<Value> = {
  type: 'core::starknet::contract_address::ContractAddress',
  read: (calldata) => {
    const value = calldata.felt();
    requireAddress(calldata.f, value, calldata.malformed());
    return value;
  },
  felts: one,
};

/** Below 2^251, as an address. */
export const classHash: Codec<Value> = { ...address, type: 'core::starknet::class_hash::ClassHash' };

export const u128: Codec<Value> = {
  type: 'core::integer::u128',
  read: (calldata) => {
    const value = calldata.felt();
    requireU128(calldata.f, value, calldata.malformed());
    return value;
  },
  felts: one,
};

export const u256: Codec<U256> = {
  type: 'core::integer::u256',
  read: (calldata) => {
    const low = calldata.felt();
    const high = calldata.felt();
    requireU128(calldata.f, low, calldata.malformed());
    requireU128(calldata.f, high, calldata.malformed());
    return { low, high };
  },
  felts: ({ low, high }) => [low, high],
};

export const SPAN = 'core::array::Span::<core::felt252>';

/** An array of felts in calldata. */
export const span = (type: string): Codec<Span> => ({ type, read: (calldata) => calldata.span(), felts: (value) => notFixed(type, value) });

/** Returned data of any length, the only output of its entry point. */
export const encoded = (type: string): Codec<Encoded> => ({
  type,
  read: (calldata) => {
    throw new Error(`assembler: ${type} is not read by ${calldata.malformed()}`);
  },
  felts: (value) => notFixed(type, value),
});

const notFixed = (type: string, value: object): never => {
  throw new Error(`assembler: ${type} has no fixed size (${Object.keys(value).join(', ')})`);
};
