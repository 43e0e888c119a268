// The Merkle tree over the shards of a Propeller broadcast: SHA-256 with tags around what is hashed; an odd node goes up unchanged.
// Source: commitments.md 6 (apollo_propeller, merkle.rs). Digests are 32 bytes, no felts.
import { assert, required } from '../base/assert.ts';
import { joinBytes } from '../base/bytes.ts';
import { sha256 } from '../base/sha256.ts';
import { utf8ToBytes } from '../base/utf8.ts';

const [LEAF, LEAF_END, NODE_LEFT, RIGHT, NODE_END] = ['<leaf>', '</leaf>', '<node><left>', '</left><right>', '</right></node>'].map((tag) =>
  utf8ToBytes(tag),
) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** The digest of one shard's bytes. */
export const propellerLeaf = (data: Uint8Array): Uint8Array => sha256(joinBytes([LEAF, data, LEAF_END]));

/** The root over the digests of at least one shard. */
export const propellerRoot = (leaves: readonly Uint8Array[]): Uint8Array => {
  assert(leaves.length > 0, 'propellerRoot: at least one leaf');
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = required(level[i], 'propellerRoot: a left node');
      const right = level[i + 1];
      above.push(right === undefined ? left : sha256(joinBytes([NODE_LEFT, left, RIGHT, right, NODE_END])));
    }
    level = above;
  }
  return required(level[0], 'propellerRoot: one node');
};
