// The estimate of hashing a class against the formula of execution.md 9.1 worked by hand, and the weight that it adds to a block once.
import { describe, expect, test } from 'vitest';
import { casmHashResources, type HashedShape } from './casm-hash-estimate.ts';
import { constantsOf } from './constants.ts';
import { toResources } from './resources.ts';

const K = constantsOf('0.14.4');
const resources = (steps: number, rangeChecks: number, blakes: number): ReturnType<typeof toResources> =>
  toResources(
    steps,
    new Map([
      ['range_check', rangeChecks],
      ['blake', blakes],
    ]),
  );
/** H of five large felts: 40 words, not a multiple of 16. */
const FINAL = { steps: 5 * 50 + 192 - 2 * 26, rangeChecks: 8, blakes: 3 };

describe('casm hash estimate', () => {
  test('an empty class: three empty lists, an empty leaf, the final hash', () => {
    const empty: HashedShape = { entryPoints: [[], [], []], segments: [{ large: 0, small: 0 }], isLeaf: true };
    const steps = 54 + 3 * (21 + 167) + 4 + 167 + FINAL.steps;
    expect(casmHashResources(K, empty)).toEqual(resources(steps, FINAL.rangeChecks, FINAL.blakes));
  });

  test('entry points, builtins and one leaf whose words fill a message', () => {
    // One external with two builtins: 16 words, a full message; its list: two large and one small felt, 18 words.
    const shape: HashedShape = { entryPoints: [[2], [], []], segments: [{ large: 1, small: 4 }], isLeaf: true };
    const builtins = 2 * 50 + 216 - 26;
    const list = 2 * 50 + 18 + 192 - 26;
    const leaf = 50 + 4 * 18 + 216 - 26;
    const steps = 54 + (21 + 31 + 3 + builtins + list) + 2 * (21 + 167) + 4 + leaf + FINAL.steps;
    expect(casmHashResources(K, shape)).toEqual(resources(steps, 5 + 6 + 8 + FINAL.rangeChecks, 1 + 2 + 1 + FINAL.blakes));
  });

  test('a node over segments hashes each of them, and their lengths and hashes', () => {
    const shape: HashedShape = {
      entryPoints: [[], [], []],
      segments: [
        { large: 0, small: 3 },
        { large: 2, small: 0 },
      ],
      isLeaf: false,
    };
    const first = 3 * 18 + 192;
    const second = 2 * 50 + 216 - 26;
    const node = 2 * 50 + 2 * 18 + 192 - 26;
    const steps = 54 + 3 * (21 + 167) + 4 + 15 + (30 + first) + (30 + second) + node + FINAL.steps;
    expect(casmHashResources(K, shape)).toEqual(resources(steps, 6 + 5 + 7 + FINAL.rangeChecks, 1 + 1 + 2 + FINAL.blakes));
  });
});
