// Values of an ABI's types as felts and back: calldata, results, keys and data of events. Source: `Serde` of Cairo's core library 2.12.
// What is encoded comes from a form and fits its type (asserted); what is decoded comes from a contract and is refused with its place.
import { assert, required } from '../base/assert.ts';
import { bigintToBytes, bytesToBigint } from '../base/bytes.ts';
import { FELT_PRIME, type Felt, reduceToFelt, toFelt } from '../base/felt.ts';
import { ABI_VALUE_NODES_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { AbiEvent, AbiMember, AbiType, AbiValue, IntegerType } from './abi-type.ts';

/** Bytes in one word of a ByteArray. */
const WORD_BYTES = 31;
const LIMB = 1n << 128n;

// ── writing ──

/** The felts of a value; asserts that it is one of the type. */
export const encodeValue = (type: AbiType, value: AbiValue): readonly Felt[] => {
  const out: Felt[] = [];
  write(out, type, value);
  return out;
};

/** Calldata of values in the order of the inputs. */
export const encodeAll = (types: readonly AbiType[], values: readonly AbiValue[]): readonly Felt[] => {
  assert(types.length === values.length, 'encodeAll: a value for each type');
  return types.flatMap((type, i) => encodeValue(type, required(values[i], 'encodeAll: a value')));
};

const write = (out: Felt[], type: AbiType, value: AbiValue): void => {
  switch (type.kind) {
    case 'integer':
      assert(typeof value === 'bigint' && value >= type.min && value <= type.max, 'encodeValue: an integer of its type');
      out.push(reduceToFelt(value));
      return;
    case 'bool':
      assert(typeof value === 'boolean', 'encodeValue: a boolean');
      out.push(toFelt(value ? 1n : 0n));
      return;
    case 'wide': {
      assert(typeof value === 'bigint' && value >= 0n && value < 1n << BigInt(128 * type.limbs), 'encodeValue: an integer of its limbs');
      for (let limb = 0; limb < type.limbs; limb++) out.push(toFelt((value >> BigInt(128 * limb)) % LIMB));
      return;
    }
    case 'byte_array':
      assert(value instanceof Uint8Array, 'encodeValue: bytes');
      return writeBytes(out, value);
    case 'array':
      out.push(toFelt(listOf(value).length));
      for (const item of listOf(value)) write(out, type.item, item);
      return;
    case 'fixed':
      assert(listOf(value).length === type.length, 'encodeValue: as many items as the type has');
      for (const item of listOf(value)) write(out, type.item, item);
      return;
    case 'tuple':
      return writeParts(out, type.items, value);
    case 'struct':
      return writeParts(out, typesOf(type.members), value);
    case 'enum': {
      assert(typeof value === 'object' && 'variant' in value, 'encodeValue: a variant');
      const { type: content } = required(type.variants[value.variant], 'encodeValue: a variant of the enum');
      out.push(toFelt(value.variant));
      return write(out, content, value.value);
    }
    case 'unknown':
      for (const felt of listOf(value)) {
        assert(typeof felt === 'bigint', 'encodeValue: felts');
        out.push(toFelt(felt));
      }
  }
};

const listOf = (value: AbiValue): readonly AbiValue[] => {
  assert(Array.isArray(value), 'encodeValue: a list');
  return value as readonly AbiValue[];
};
const typesOf = (members: readonly AbiMember[]): readonly AbiType[] => members.map(({ type }) => type);

const writeParts = (out: Felt[], types: readonly AbiType[], value: AbiValue): void => {
  const parts = listOf(value);
  assert(parts.length === types.length, 'encodeValue: a value for each part');
  types.forEach((type, i) => write(out, type, required(parts[i], 'encodeValue: a part')));
};

const writeBytes = (out: Felt[], bytes: Uint8Array): void => {
  const full = Math.floor(bytes.length / WORD_BYTES);
  out.push(toFelt(full));
  for (let i = 0; i < full; i++) out.push(toFelt(bytesToBigint(bytes.subarray(i * WORD_BYTES, (i + 1) * WORD_BYTES))));
  const rest = bytes.subarray(full * WORD_BYTES);
  out.push(toFelt(bytesToBigint(rest)), toFelt(rest.length));
};

// ── reading ──

/**
 * `at`: the number of the first felt that does not fit. `TooShort`: felts are missing; `TooLong`: some are left; `OutOfRange`: a felt is no value of its
 * type; `TooLarge`: more parts than ABI_VALUE_NODES_MAX.
 */
export type DecodeRefusal = { readonly code: 'TooShort' | 'TooLong' | 'OutOfRange' | 'TooLarge'; readonly at: number };

class Refused extends Error {
  readonly refusal: DecodeRefusal;
  constructor(code: DecodeRefusal['code'], at: number) {
    super(code);
    this.refusal = { code, at };
  }
}

/** Mutable: where the reader is, and how many parts it may still make. */
type Reader = { readonly felts: readonly Felt[]; at: number; nodes: number };

/** Values of the types in order; they must take all felts. An unknown type takes what is left. */
export const decodeAll = (types: readonly AbiType[], felts: readonly Felt[]): Result<readonly AbiValue[], DecodeRefusal> => {
  const reader: Reader = { felts, at: 0, nodes: ABI_VALUE_NODES_MAX };
  try {
    const values = types.map((type) => read(reader, type));
    return reader.at === felts.length ? ok(values) : err({ code: 'TooLong', at: reader.at });
  } catch (thrown) {
    if (thrown instanceof Refused) return err(thrown.refusal);
    throw thrown;
  }
};

const refuse = (code: DecodeRefusal['code'], at: number): never => {
  throw new Refused(code, at);
};

const next = (reader: Reader): Felt => {
  const felt = reader.felts[reader.at] ?? refuse('TooShort', reader.at);
  reader.at += 1;
  return felt;
};

/** The next felt, which must be at most `max`. */
const nextUpTo = (reader: Reader, max: bigint): bigint => {
  const felt = next(reader);
  return felt <= max ? felt : refuse('OutOfRange', reader.at - 1);
};

const read = (reader: Reader, type: AbiType): AbiValue => {
  reader.nodes -= 1;
  if (reader.nodes < 0) refuse('TooLarge', reader.at);
  switch (type.kind) {
    case 'integer':
      return readInteger(reader, type);
    case 'bool':
      return nextUpTo(reader, 1n) === 1n;
    case 'wide': {
      let value = 0n;
      for (let limb = 0; limb < type.limbs; limb++) value += nextUpTo(reader, LIMB - 1n) << BigInt(128 * limb);
      return value;
    }
    case 'byte_array':
      return readBytes(reader);
    case 'array': {
      const length = Number(nextUpTo(reader, BigInt(ABI_VALUE_NODES_MAX)));
      return Array.from({ length }, () => read(reader, type.item));
    }
    case 'fixed':
      return Array.from({ length: type.length }, () => read(reader, type.item));
    case 'tuple':
      return type.items.map((item) => read(reader, item));
    case 'struct':
      return type.members.map((member) => read(reader, member.type));
    case 'enum': {
      const variant = Number(nextUpTo(reader, BigInt(type.variants.length - 1)));
      const { type: content } = required(type.variants[variant], 'decodeAll: a variant');
      return { variant, value: read(reader, content) };
    }
    case 'unknown': {
      const rest = reader.felts.slice(reader.at);
      reader.at = reader.felts.length;
      return rest;
    }
  }
};

const readInteger = (reader: Reader, { min, max }: IntegerType): bigint => {
  const felt = next(reader);
  for (const value of [felt, felt - FELT_PRIME]) if (value >= min && value <= max) return value;
  return refuse('OutOfRange', reader.at - 1);
};

const readBytes = (reader: Reader): Uint8Array => {
  const full = Number(nextUpTo(reader, BigInt(ABI_VALUE_NODES_MAX)));
  if (full > reader.felts.length - reader.at) refuse('TooShort', reader.felts.length);
  const words = Array.from({ length: full }, () => wordOf(nextUpTo(reader, (1n << 248n) - 1n), WORD_BYTES));
  const rest = nextUpTo(reader, (1n << 240n) - 1n);
  const length = Number(nextUpTo(reader, BigInt(WORD_BYTES - 1)));
  if (rest >= 1n << BigInt(8 * length)) refuse('OutOfRange', reader.at - 2);
  const bytes = new Uint8Array(full * WORD_BYTES + length);
  words.forEach((word, i) => bytes.set(word, i * WORD_BYTES));
  bytes.set(wordOf(rest, length), full * WORD_BYTES);
  return bytes;
};

const wordOf = (value: bigint, length: number): Uint8Array => bigintToBytes(value, length);

// ── events ──

export type DecodedEvent = { readonly event: AbiEvent; readonly values: readonly AbiValue[] };

/** The event that begins with these keys, its members in the ABI's order; null when the ABI has none that fits. */
export const decodeEvent = (events: readonly AbiEvent[], keys: readonly Felt[], data: readonly Felt[]): DecodedEvent | null => {
  for (const event of events) {
    const { selectors, members } = event;
    if (!selectors.every((selector, i) => keys[i] === selector)) continue;
    const inKeys = decodeAll(typesOf(members.filter(({ isKey }) => isKey)), keys.slice(selectors.length));
    const inData = decodeAll(typesOf(members.filter(({ isKey }) => !isKey)), data);
    if (!inKeys.ok || !inData.ok) continue;
    let [key, datum] = [0, 0];
    const values = members.map(({ isKey }) => required(isKey ? inKeys.value[key++] : inData.value[datum++], 'decodeEvent: a value'));
    return { event, values };
  }
  return null;
};
