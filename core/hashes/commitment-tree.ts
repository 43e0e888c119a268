// Root of the binary tree of height 64 over consecutive keys 0..n-1, with Poseidon nodes. Source: commitments.md 3 (node rule) and 4.
// Since the keys start at 0 without gaps, every skipped path is 0 and the shape follows from n alone; core/trie has the general tree.
import { assert } from '../base/assert.ts';
import { FELT_ZERO, type Felt, reduceToFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';

const TREE_HEIGHT = 64;

/** The root over `leaves` in order; 0 when there are none. A leaf is a hash, never 0 (asserted: a zero leaf would be an absent one). */
export const commitmentTreeRoot = (kernel: Kernel, leaves: readonly Felt[]): Felt => {
  assert(
    leaves.every((leaf) => leaf !== FELT_ZERO),
    'commitmentTreeRoot: leaves other than 0',
  );
  return leaves.length === 0 ? FELT_ZERO : subtree(kernel, leaves, TREE_HEIGHT);
};

/** Hash of the subtree of `height` that holds `leaves`, at least one, at its lowest keys. */
const subtree = (kernel: Kernel, leaves: readonly Felt[], height: number): Felt => {
  let bottomHeight = 0;
  while (2 ** bottomHeight < leaves.length) bottomHeight++;
  const bottom = bottomHeight === 0 ? (leaves[0] ?? FELT_ZERO) : binary(kernel, leaves, bottomHeight);
  return bottomHeight === height ? bottom : reduceToFelt(kernel.poseidonPair(bottom, FELT_ZERO) + BigInt(height - bottomHeight));
};

const binary = (kernel: Kernel, leaves: readonly Felt[], height: number): Felt => {
  const half = 2 ** (height - 1);
  return kernel.poseidonPair(subtree(kernel, leaves.slice(0, half), height - 1), subtree(kernel, leaves.slice(half), height - 1));
};
