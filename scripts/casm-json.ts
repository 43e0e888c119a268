// Reading the JSON that `npm run casm` takes: felts, names that come in several spellings, files with a size limit. What is wrong is thrown as
// CasmRefusal with its place, and the command prints that one line.
import { readFileSync, statSync } from 'node:fs';
import { type Felt, isFelt, toFelt } from '../core/base/felt.ts';
import { IMPORT_BYTES_MAX } from '../core/base/limits.ts';
import { utf8ToBytes } from '../core/base/utf8.ts';
import { bytesToBigint } from '../core/base/bytes.ts';

/** An input that is refused: what is wrong, and where. */
export class CasmRefusal extends Error {
  override readonly name = 'CasmRefusal';
  readonly where: string;
  constructor(error: string, where: string) {
    super(error);
    this.where = where;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** The JSON of a file. */
export const readJsonFile = (path: string): unknown => {
  const refuse = (why: string): never => {
    throw new CasmRefusal(why, shown(path));
  };
  let text = '';
  try {
    if (statSync(path).size > IMPORT_BYTES_MAX) return refuse(`the file is larger than ${IMPORT_BYTES_MAX} bytes`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CasmRefusal) throw error;
    return refuse('the file cannot be read');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`no JSON: ${error instanceof Error ? shown(error.message.split('\n')[0] ?? '') : 'unreadable'}`);
  }
};

export const fieldsAt = (value: unknown, where: string): Fields => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new CasmRefusal('an object is expected', where);
};

export const listAt = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new CasmRefusal('a list is expected', where);
};

export const textAt = (value: unknown, where: string): string => {
  if (typeof value === 'string' && value.length <= 4_096) return value;
  throw new CasmRefusal('a string of at most 4096 characters is expected', where);
};

/** A non-negative integer: 0x digits, decimal digits or a JSON number. */
export const integerAt = (value: unknown, where: string): bigint => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (typeof value === 'string' && /^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(value)) return BigInt(value);
  throw new CasmRefusal('a number is expected, as 0x digits or in decimal', where);
};

export const feltAt = (value: unknown, where: string): Felt => {
  const integer = integerAt(value, where);
  if (isFelt(integer)) return toFelt(integer);
  throw new CasmRefusal('the number is not below the field prime', where);
};

/** A felt, or a name of at most 31 characters as its felt. */
export const nameFeltAt = (value: unknown, where: string): Felt => {
  if (typeof value === 'string' && /^[A-Za-z_][\x20-\x7e]{0,30}$/.test(value)) return toFelt(bytesToBigint(utf8ToBytes(value)));
  return feltAt(value, where);
};

export const countAt = (value: unknown, where: string, max: number = Number.MAX_SAFE_INTEGER): number => {
  const integer = integerAt(value, where);
  if (integer <= BigInt(max)) return Number(integer);
  throw new CasmRefusal(`the number is above ${max}`, where);
};

export const feltsAt = (value: unknown, where: string): readonly Felt[] =>
  listAt(value, where).map((item, i) => feltAt(item, `${where}[${i}]`));

const plainName = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** The field of a name, whether it is written `maxAmount`, `max_amount` or `MAX_AMOUNT`. */
export const pick = (fields: Fields, ...names: readonly string[]): unknown => {
  const wanted = new Set(names.map(plainName));
  const key = Object.keys(fields).find((name) => wanted.has(plainName(name)));
  return key === undefined ? undefined : fields[key];
};

/** `read` of the field, or `fallback` where it is missing. */
export const pickOr = <T>(
  fields: Fields,
  { names, where, fallback }: { readonly names: readonly string[]; readonly where: string; readonly fallback: T },
  read: (value: unknown, where: string) => T,
): T => {
  const value = pick(fields, ...names);
  return value === undefined || value === null ? fallback : read(value, `${where}.${names[0] ?? ''}`);
};

/** Refuses fields that are none of `names`. */
export const onlyFields = (fields: Fields, where: string, names: readonly string[]): void => {
  const known = new Set(names.map(plainName));
  const odd = Object.keys(fields).find((name) => !known.has(plainName(name)));
  if (odd !== undefined) throw new CasmRefusal(`an unknown field; known are ${names.join(', ')}`, `${where}.${shown(odd)}`);
};
