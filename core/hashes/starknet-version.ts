// Order of Starknet versions, for the rules that depend on them. A version is a dotted list of two to four numbers, such as 0.13.2.1.
import { assert } from '../base/assert.ts';

/** Whether `version` is `limit` or later. Asserts that both are dotted numbers. */
export const isVersionAtLeast = (version: string, limit: string): boolean => {
  const [a, b] = [partsOf(version), partsOf(limit)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};

const partsOf = (version: string): readonly number[] => {
  assert(/^\d{1,4}(?:\.\d{1,4}){1,3}$/.test(version), `isVersionAtLeast: a dotted version, got ${version}`);
  return version.split('.').map(Number);
};
