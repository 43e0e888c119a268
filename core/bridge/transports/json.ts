// JSON values, and the spelling of numbers that exceed JSON's.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `0x` and hex digits: prices, fees and amounts of 64 bits and more. */
export const hexOf = (value: bigint): string => `0x${value.toString(16)}`;

/** A Map as an object, keys in order, so that equal maps give equal texts. */
export const mapToJson = <T>(map: ReadonlyMap<string, T>, toJson: (value: T) => Json): Json =>
  Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, toJson(value)]));
