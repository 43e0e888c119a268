// Reads fields of JSON objects in the shapes of the Starknet RPC. Numbers are 0x-hex strings or, where small, JSON numbers; capitals and leading zeros
// occur. A missing or ill-formed field is thrown as `RpcShapeError`: these readers serve tools and tests, the product itself never reads this JSON.
import { type Felt, isFelt, toFelt } from '../base/felt.ts';

/** A JSON value that has not the shape that was asked for. */
export class RpcShapeError extends Error {
  override readonly name = 'RpcShapeError';
}

export type Json = Readonly<Record<string, unknown>>;

const fail = (path: string, expected: string): never => {
  throw new RpcShapeError(`${path}: expected ${expected}`);
};

export const toJson = (value: unknown, path: string): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : fail(path, 'an object');

/** A non-negative integer of any size. */
const toInteger = (value: unknown, path: string): bigint => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === 'string' && /^0x[0-9a-fA-F]+$/.test(value)) return BigInt(value);
  return fail(path, 'a number as 0x-hex');
};

export const toFeltAt = (value: unknown, path: string): Felt => {
  const integer = toInteger(value, path);
  return isFelt(integer) ? toFelt(integer) : fail(path, 'a value below P');
};

export const toList = (value: unknown, path: string): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : fail(path, 'a list');

export const toText = (value: unknown, path: string): string => (typeof value === 'string' ? value : fail(path, 'a string'));

/** A whole number below 2^53. */
export const toCount = (value: unknown, path: string): number => {
  const count = Number(toInteger(value, path));
  return Number.isSafeInteger(count) ? count : fail(path, 'a number below 2^53');
};

export const objectIn = (json: Json, key: string): Json => toJson(json[key], key);
export const integerIn = (json: Json, key: string): bigint => toInteger(json[key], key);
export const feltIn = (json: Json, key: string): Felt => toFeltAt(json[key], key);
export const listIn = (json: Json, key: string): readonly unknown[] => toList(json[key], key);
export const textIn = (json: Json, key: string): string => toText(json[key], key);
export const countIn = (json: Json, key: string): number => toCount(json[key], key);
export const feltsIn = (json: Json, key: string): readonly Felt[] => listIn(json, key).map((item, i) => toFeltAt(item, `${key}[${i}]`));
