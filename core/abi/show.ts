// A decoded value as one line of text: `{by_whom: 0x64b…, pairs: [(1, true)], name: "cat"}`. Texts of contracts stand in quotes and escaped.
import { required } from '../base/assert.ts';
import { bytesToHex } from '../base/hex.ts';
import { bigintToBytes } from '../base/bytes.ts';
import { bytesToUtf8 } from '../base/utf8.ts';
import type { AbiType, AbiValue } from './abi-type.ts';

export const showValue = (type: AbiType, value: AbiValue): string => {
  switch (type.kind) {
    case 'integer':
      return type.look === 'hex' ? hex(value as bigint) : type.look === 'number' ? (value as bigint).toString() : feltText(value as bigint);
    case 'wide':
    case 'bool':
      return (value as bigint | boolean).toString();
    case 'byte_array': {
      const text = bytesToUtf8(value as Uint8Array);
      return text === null ? `0x${bytesToHex(value as Uint8Array)}` : quoted(text);
    }
    case 'array':
    case 'fixed':
      return `[${(value as readonly AbiValue[]).map((item) => showValue(type.item, item)).join(', ')}]`;
    case 'tuple':
      return `(${type.items.map((item, i) => showValue(item, partOf(value, i))).join(', ')})`;
    case 'struct':
      return `{${type.members.map((member, i) => `${member.name}: ${showValue(member.type, partOf(value, i))}`).join(', ')}}`;
    case 'enum': {
      const { variant, value: content } = value as Extract<AbiValue, { readonly variant: number }>;
      const { name, type: inner } = required(type.variants[variant], 'showValue: a variant');
      return isUnit(inner) ? name : `${name}(${showValue(inner, content)})`;
    }
    case 'unknown':
      return `[${(value as readonly bigint[]).map(hex).join(', ')}]`;
  }
};

/** A felt as a number; a large one in digits of base 16, with the short string that it may be. */
const feltText = (felt: bigint): string => {
  const text = shortString(felt);
  return felt < 1n << 64n
    ? `${felt}${text === null || felt < 1n << 16n ? '' : ` ${text}`}`
    : `${hex(felt)}${text === null ? '' : ` ${text}`}`;
};

/** The ASCII text in quotes that a felt may be, of two characters or more; null when it is none. */
const shortString = (felt: bigint): string | null => {
  const length = Math.ceil(felt.toString(16).length / 2);
  if (length < 2 || length > 31) return null;
  const text = bytesToUtf8(bigintToBytes(felt, length));
  return text !== null && /^[\x20-\x7e]+$/.test(text) ? `'${text}'` : null;
};

/** The type's name as people know it. */
export const typeName = (type: AbiType): string => {
  switch (type.kind) {
    case 'integer':
    case 'struct':
    case 'enum':
    case 'unknown':
      return type.name;
    case 'bool':
      return 'bool';
    case 'wide':
      return type.limbs === 2 ? 'u256' : 'u512';
    case 'byte_array':
      return 'ByteArray';
    case 'array':
      return `Array<${typeName(type.item)}>`;
    case 'fixed':
      return `[${typeName(type.item)}; ${type.length}]`;
    case 'tuple':
      return `(${type.items.map(typeName).join(', ')})`;
  }
};

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const partOf = (value: AbiValue, i: number): AbiValue => required((value as readonly AbiValue[])[i], 'showValue: a part');
const isUnit = (type: AbiType): boolean => type.kind === 'tuple' && type.items.length === 0;

/** Escaped so that no line break, control character or change of writing direction gets through. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
