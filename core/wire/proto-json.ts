// The proto3 JSON form of a message <-> the plain object that a codec encodes, driven by the schema table. Names may be proto names or
// lowerCamelCase, bytes are base64, 64-bit integers decimal strings or numbers, enums names or numbers, null is absent. Only the vectors need it.
import { type Result, err, ok } from '../base/result.ts';
import { ENUMS, MESSAGES, type SchemaField } from './generated/schema.ts';
import { propertyOf } from './message-codec.ts';

type Plain = Readonly<Record<string, unknown>>;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 in the standard or the URL alphabet, padding optional; null for anything else. */
const base64ToBytes = (text: string): Uint8Array | null => {
  const digits = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const digit of digits) {
    value = ((value << 6) | BASE64.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (value >> bits) & 0xff;
  }
  return bytes;
};

const readInteger = (value: unknown, bits: number): bigint | null => {
  if (typeof value === 'string' ? !/^\d{1,20}$/.test(value) : !Number.isSafeInteger(value)) return null;
  const integer = BigInt(value as string | number);
  return integer >= 0n && integer < 1n << BigInt(bits) ? integer : null;
};

const readEnum = (type: string, value: unknown): number | null => {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null;
  const row = Object.entries(ENUMS[type] ?? {}).find(([, name]) => name === value);
  return row === undefined ? null : Number(row[0]);
};

const readScalar = (type: string, value: unknown): unknown => {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'bytes':
      return typeof value === 'string' ? base64ToBytes(value) : null;
    case 'uint32': {
      const integer = readInteger(value, 32);
      return integer === null ? null : Number(integer);
    }
    case 'uint64': {
      const integer = readInteger(value, 64);
      return integer === null ? null : { low: Number(integer & 0xffffffffn), high: Number(integer >> 32n), unsigned: true };
    }
    default:
      return readEnum(type, value);
  }
};

const readValue = ([, name, type]: SchemaField, value: unknown): Result<unknown, string> => {
  if (MESSAGES[type] !== undefined) return jsonToMessage(type, value);
  const scalar = readScalar(type, value);
  return scalar === null ? err(`${name}: no ${type}`) : ok(scalar);
};

const readField = (field: SchemaField, value: unknown): Result<unknown, string> => {
  if (field[3] !== '[]') return readValue(field, value);
  if (!Array.isArray(value)) return err(`${field[1]}: no list`);
  const list: unknown[] = [];
  for (const item of value) {
    const read = readValue(field, item);
    if (!read.ok) return read;
    list.push(read.value);
  }
  return ok(list);
};

/** The object to encode, or what is wrong with the JSON. */
export const jsonToMessage = (type: string, json: unknown): Result<Plain, string> => {
  const fields = MESSAGES[type];
  if (fields === undefined) return err(`unknown message type ${type}`);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return err(`${type}: no object`);
  const message: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    const field = fields.find(([, name]) => name === key || propertyOf(name) === key);
    if (field === undefined) return err(`${type}: unknown field ${key}`);
    if (value === null) continue;
    const read = readField(field, value);
    if (!read.ok) return read;
    message[propertyOf(field[1])] = read.value;
  }
  return ok(message);
};

const plainScalar = (type: string, value: unknown): unknown => {
  if (type === 'bytes') return value instanceof Uint8Array ? Uint8Array.from(value) : new Uint8Array(0);
  if (type !== 'uint64') return value ?? (type === 'string' ? '' : 0);
  const { low, high } = (value ?? { low: 0, high: 0 }) as { readonly low: number; readonly high: number };
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
};

/** A message with every field present: what two encodings of the same content have in common. For comparisons, through plainToText. */
export const completeMessage = (type: string, message: Plain): unknown =>
  (MESSAGES[type] ?? []).map(([, name, fieldType, label]) => {
    const value = message[propertyOf(name)];
    const complete = (item: unknown): unknown =>
      MESSAGES[fieldType] === undefined ? plainScalar(fieldType, item) : completeMessage(fieldType, item as Plain);
    if (label === '[]') return ((value ?? []) as readonly unknown[]).map((item) => complete(item));
    const isAbsent = (value ?? null) === null && (label === '?' || MESSAGES[fieldType] !== undefined);
    return isAbsent ? null : complete(value);
  });
