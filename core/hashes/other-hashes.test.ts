// What the vectors of the two families leave open: sizes of Propeller's tree beside five, and both eras of the configuration's hash.
import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { joinBytes } from '../base/bytes.ts';
import { toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { osConfigHash } from './os-config-hash.ts';
import { propellerLeaf, propellerRoot } from './propeller-merkle.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** The rule once more, top down: the left subtree is the largest power of two below the number of leaves. */
const rootOf = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half))];
  return sha256(joinBytes([text('<node><left>'), left, text('</left><right>'), right, text('</right></node>')]));
};

test('propeller: the root of 1 to 20 leaves equals the tree built from the top', () => {
  for (let count = 1; count <= 20; count++) {
    const leaves = Array.from({ length: count }, (_, i) => propellerLeaf(Uint8Array.of(i, count)));
    expect(propellerRoot(leaves)).toEqual(rootOf(leaves));
  }
  expect(() => propellerRoot([])).toThrow('at least one');
});

test('os config: the rule changes at 0.14.3, and keys count from then on only', () => {
  const kernel = createKernel();
  const hash = (starknetVersion: string, keys: readonly number[] = [], chainId = 'SN_MAIN', token = 0x123): bigint =>
    osConfigHash(kernel, { chainId, strkFeeToken: toFelt(token), starknetVersion, publicKeys: keys.map(toFelt) });
  expect(hash('0.14.1')).toBe(hash('0.14.2'));
  expect(hash('0.14.3')).toBe(hash('0.14.4'));
  expect(new Set([hash('0.14.2'), hash('0.14.3'), hash('0.14.3', [5]), hash('0.14.3', [6]), hash('0.14.3', [5, 6])]).size).toBe(5);
  expect(hash('0.14.2', [5])).toBe(hash('0.14.2'));
  expect(new Set([hash('0.14.3'), hash('0.14.3', [], 'SN_SEPOLIA'), hash('0.14.3', [], 'SN_MAIN', 0x124)]).size).toBe(3);
});
