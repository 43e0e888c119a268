// Reads the leaves of a decoded message by Apollo's rules (crates/apollo_protobuf/src/converters/common.rs; commitments.md 7), one Reading per message:
// exact lengths, required fields, ranges. A felt >= P is reduced, as the felt constructor does, and remembered. A 64-bit number that does not fit our
// number type is remembered too and refused at the end, so that whatever Apollo itself refuses comes first.
import { FELT_BYTES, FELT_PRIME, type Felt, feltToHex, reduceToFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type Height, type Round, toHeight, toRound } from '../types/ids.ts';
import { type WireError, refuse } from './errors.ts';
import type { U64 } from './proto-writer.ts';

/** The shape of Felt252, Hash and Address. */
type Wrapped = { readonly elements: Uint8Array };
type Missing = null | undefined;

/** Addresses and storage keys lie below 2^251. */
const PATRICIA_KEY_END = 1n << 251n;
const U128_END = 1n << 128n;

const u64ToBigint = (value: U64): bigint =>
  typeof value === 'number' ? BigInt(value) : (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);

/** 32 bytes, big-endian, as an integer that may be >= P. */
const bytesToInteger = (bytes: Uint8Array): bigint => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, FELT_BYTES);
  const low = (view.getBigUint64(16) << 64n) | view.getBigUint64(24);
  const high = (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
  return high === 0n ? low : (high << 128n) | low;
};

/** The reader of one message; owns what it found out on the way. */
export class Reading {
  #reduced = false;
  #beyond: WireError | null = null;

  /** True when a felt on the wire was >= P. */
  get reduced(): boolean {
    return this.#reduced;
  }
  /** The first number that Apollo accepts and we cannot hold. */
  get beyond(): WireError | null {
    return this.#beyond;
  }

  /** The message itself; MissingField when it is absent. */
  present<T>(message: T | Missing, field: string): T {
    return message ?? refuse({ code: 'MissingField', field });
  }

  felt(message: Wrapped | Missing, field: string): Felt {
    return this.#wrapped(this.present(message, field), 'Felt252', field);
  }

  hash(message: Wrapped | Missing, field: string): Felt {
    return this.#wrapped(this.present(message, field), 'Hash', field);
  }

  /** Below 2^251, after reduction. */
  address(message: Wrapped | Missing, field: string): Felt {
    return this.#patriciaKey(this.#wrapped(this.present(message, field), 'Address', field), 'Address', field);
  }

  /** A storage key or a contract address that travels as Felt252; `type` as Apollo calls it. */
  patriciaKey(message: Wrapped | Missing, field: string, type: 'Felt252' | 'PatriciaKey'): Felt {
    return this.#patriciaKey(this.felt(message, field), type, field);
  }

  optionalFelt(message: Wrapped | Missing, field: string): Felt | null {
    return message ? this.#wrapped(message, 'Felt252', field) : null;
  }

  optionalHash(message: Wrapped | Missing, field: string): Felt | null {
    return message ? this.#wrapped(message, 'Hash', field) : null;
  }

  /** A frozen list; TooLarge above `limit`. Elements are Felt252, or Hash read as Felt252. */
  felts(messages: readonly Wrapped[], what: string, limit: number): readonly Felt[] {
    this.limit(messages.length, what, limit);
    return freeze(messages.map((message) => this.#wrapped(message, 'Felt252', what)));
  }

  /** TooLarge unless `count` <= `limit`. */
  limit(count: number, what: string, limit: number): void {
    if (count > limit) refuse({ code: 'TooLarge', what, limit, got: String(count) });
  }

  /** A u128 inside a Felt252: the upper 16 bytes must be zero. */
  u128OfFelt(message: Wrapped | Missing, field: string): bigint {
    const felt = this.felt(message, field);
    return felt < U128_END ? felt : refuse({ code: 'OutOfRangeValue', type: 'u128', field, value: feltToHex(felt) });
  }

  u128(message: { readonly low: U64; readonly high: U64 } | Missing, field: string): bigint {
    const { low, high } = this.present(message, field);
    return (u64ToBigint(high) << 64n) | u64ToBigint(low);
  }

  u64(value: U64): bigint {
    return u64ToBigint(value);
  }

  /** A u64 as a number; beyond 2^53 - 1 it is noted and 0 stands in for it. */
  count(value: U64, what: string): number {
    const integer = u64ToBigint(value);
    if (integer <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(integer);
    this.#beyond ??= { code: 'TooLarge', what, limit: Number.MAX_SAFE_INTEGER, got: String(integer) };
    return 0;
  }

  height(value: U64): Height {
    return toHeight(this.count(value, 'height'));
  }

  round(value: number): Round {
    return toRound(value);
  }

  #wrapped({ elements }: Wrapped, type: string, field: string): Felt {
    const got = elements.length;
    if (got !== FELT_BYTES) refuse({ code: 'BytesDataLengthMismatch', type, field, expected: FELT_BYTES, got });
    const integer = bytesToInteger(elements);
    if (integer >= FELT_PRIME) this.#reduced = true;
    return reduceToFelt(integer);
  }

  #patriciaKey(felt: Felt, type: string, field: string): Felt {
    return felt < PATRICIA_KEY_END ? felt : refuse({ code: 'OutOfRangeValue', type, field, value: feltToHex(felt) });
  }
}
