// Reading values of unknown shape, such as parsed JSON from outside: each reader returns what it promises or throws a WrongShape that names the place,
// which `readShape` turns into a refusal. Unknown fields are refused too, so that a misspelt one is not silently ignored.
import { type Result, err, ok } from './result.ts';

/** Names the place of the first value that is not what it should be. */
export type ShapeError = { readonly code: 'WrongShape'; readonly at: string };

class WrongShape extends Error {
  readonly at: string;
  constructor(at: string) {
    super(at);
    this.at = at;
  }
}

/** Parsed JSON; undefined where the text is none. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Runs readers; what they refuse becomes an error value. Other exceptions pass. */
export const readShape = <T>(read: () => T): Result<T, ShapeError> => {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof WrongShape) return err({ code: 'WrongShape', at: error.at });
    throw error;
  }
};

/** `value`, or a refusal of the place when it is null. */
export const need = <T>(value: T | null, at: string): T => {
  if (value === null) throw new WrongShape(at);
  return value;
};

/** A whole number in [min, max]. */
export const wholeOf = (value: unknown, at: string, [min, max]: readonly [number, number]): number =>
  need(typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : null, at);

export const booleanOf = (value: unknown, at: string): boolean => need(typeof value === 'boolean' ? value : null, at);

/** A string of at most `max` characters. */
export const textOf = (value: unknown, at: string, max: number): string =>
  need(typeof value === 'string' && value.length <= max ? value : null, at);

/** One of the given strings. */
export const oneOf = <T extends string>(value: unknown, at: string, known: readonly T[]): T =>
  need(known.find((name) => name === value) ?? null, at);

/** A list of at most `max` items. */
const listOf = (value: unknown, at: string, max: number): readonly unknown[] =>
  need(Array.isArray(value) && value.length <= max ? (value as readonly unknown[]) : null, at);

/** Every item of a list, read by `read` with its own place. */
export const eachOf = <T>(value: unknown, at: string, max: number, read: (item: unknown, at: string) => T): readonly T[] =>
  listOf(value, at, max).map((item, i) => read(item, `${at}[${i}]`));

/** The fields of an object that has none but `names`; a missing one is undefined. */
export const fieldsOf = <K extends string>(value: unknown, at: string, names: readonly K[]): Readonly<Partial<Record<K, unknown>>> => {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const fields = need(isObject ? (value as Readonly<Record<string, unknown>>) : null, at);
  const known: ReadonlySet<string> = new Set(names);
  const odd = Object.keys(fields).find((name) => !known.has(name));
  if (odd !== undefined) {
    // A name from outside is shown only where it is a plain word.
    const name = /^\w{1,40}$/.test(odd) ? odd : '?';
    throw new WrongShape(at === '' ? name : `${at}.${name}`);
  }
  return fields as Readonly<Partial<Record<K, unknown>>>;
};

/** A 0x string of an integer below 2^bits, or its negative with a leading minus where `bits` is negative. */
export const hexOf = (value: unknown, at: string, bits: number): bigint => {
  const match = typeof value === 'string' ? /^(-?)0x([0-9a-fA-F]{1,64})$/.exec(value) : null;
  const [, sign = '', digits = ''] = need(match, at);
  const size = BigInt(`0x${digits}`);
  const isAllowed = size < 1n << BigInt(bits < 0 ? -bits : bits) && (sign === '' || bits < 0);
  return need(isAllowed ? (sign === '' ? size : -size) : null, at);
};

/** What `read` gives, or null for null and for a missing field. */
export const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : read(value);
