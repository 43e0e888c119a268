// Exact fractions of whole numbers, as the versioned constants give their prices. No floats: both factors stay below 2^53.
import { assert } from '../base/assert.ts';

/** Numerator and denominator, both whole and the second positive. */
export type Ratio = readonly [number, number];

/** ceil(a / b) of whole numbers, b > 0. */
export const ceilDiv = (a: number, b: number): number => {
  assert(Number.isSafeInteger(a) && Number.isSafeInteger(b) && a >= 0 && b > 0, 'ceilDiv: whole numbers below 2^53');
  const rest = a % b;
  return (a - rest) / b + (rest === 0 ? 0 : 1);
};

/** ceil(count * ratio). */
export const ceilTimes = (count: number, [numerator, denominator]: Ratio): number => ceilDiv(count * numerator, denominator);

/** floor(count * ratio). */
export const floorTimes = (count: number, [numerator, denominator]: Ratio): number => {
  const product = count * numerator;
  assert(Number.isSafeInteger(product) && product >= 0, 'floorTimes: whole numbers below 2^53');
  return (product - (product % denominator)) / denominator;
};
