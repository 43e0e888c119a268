// Plain data: numbers, strings, booleans, bigints, null, undefined, arrays, objects, Map, Set, Uint8Array. What crosses a port, what a snapshot
// holds and what a log event is made of. Frozen values are immutable by agreement and are shared, never copied.
import { assert } from './assert.ts';

/** Freezes a value that will never change again (one level: its parts are frozen by whoever made them) and returns it. */
export const freeze = <T extends object>(value: T): Readonly<T> => Object.freeze(value);

const cloneObject = (value: object): object => {
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) copy[key] = clonePlain(item);
  return copy;
};

/** A deep copy of plain data in which frozen objects and byte arrays are shared. Asserts that no class instance or function is inside. */
export const clonePlain = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || value instanceof Uint8Array) {
    assert(typeof value !== 'function' && typeof value !== 'symbol', 'clonePlain: plain data');
    return value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => clonePlain(item)) as T;
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [clonePlain(k), clonePlain(v)])) as T;
  if (value instanceof Set) return new Set([...value].map((item) => clonePlain(item))) as T;
  assert(Object.getPrototypeOf(value) === Object.prototype, 'clonePlain: plain data');
  return cloneObject(value) as T;
};

/** A canonical text of plain data: equal values give equal texts, whatever the order in which keys were inserted into objects. */
export const plainToText = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      assert(Number.isFinite(value), 'plainToText: a finite number');
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectToText(value);
    case 'function':
    case 'symbol':
      assert(false, 'plainToText: plain data');
  }
};

const objectToText = (value: object): string => {
  if (Array.isArray(value)) return `[${value.map((item) => plainToText(item)).join(',')}]`;
  if (value instanceof Uint8Array) return bytesToText(value);
  if (value instanceof Map) return `M[${[...value].map(([k, v]) => `${plainToText(k)}:${plainToText(v)}`).join(',')}]`;
  if (value instanceof Set) return `S[${[...value].map((item) => plainToText(item)).join(',')}]`;
  const record = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of Object.keys(record).toSorted((a, b) => (a < b ? -1 : 1))) {
    if (record[key] !== undefined) text += `${key}:${plainToText(record[key])},`;
  }
  return `${text}}`;
};

const bytesToText = (bytes: Uint8Array): string => {
  let text = 'x';
  for (const byte of bytes) text += String.fromCharCode(0x100 + byte);
  return text;
};
