// Proofs that a key of a trie has a value, or none: the nodes on its path from the root, each by its hash. An absent key is shown by a path that ends in an
// edge which is no prefix of the key. Source: execution.md 10.10. A proof is bound to the root by the hashes alone: who verifies needs no trust in it.
import { assert } from '../base/assert.ts';
import { FELT_ZERO, type Felt, feltToHex } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { type Hasher, type Trie, type TrieNode, binaryHash, edgeHash, nodeHash } from './trie.ts';

/** A node with the hashes of its children; those of leaves are their values. */
export type ProofNode =
  | { readonly kind: 'binary'; readonly left: Felt; readonly right: Felt }
  | { readonly kind: 'edge'; readonly path: bigint; readonly length: number; readonly child: Felt };
/** By `feltToHex` of the node's hash. */
export type ProofNodes = ReadonlyMap<string, ProofNode>;

/** What is wrong at the node with the hash `node`: it is missing, its content has another hash, or it skips bits that are not there. */
export type ProofError = { readonly code: 'NodeMissing' | 'WrongHash' | 'BadEdge'; readonly node: Felt };

const lowBits = (value: bigint, count: number): bigint => value & ((1n << BigInt(count)) - 1n);

/** The union of the paths of `keys`, which have at most `height` bits (asserted). Empty for the empty trie. */
export const proveKeys = (trie: Trie, keys: readonly bigint[]): ProofNodes => {
  const nodes = new Map<string, ProofNode>();
  for (const key of keys) {
    assert(key >= 0n && key < 1n << BigInt(trie.height), `proveKeys: keys below 2^${trie.height}`);
    let node: TrieNode | null = trie.root;
    let height = trie.height;
    while (node !== null && typeof node === 'object') {
      const name = feltToHex(node.hash);
      if (node.kind === 'binary') {
        nodes.set(name, { kind: 'binary', left: nodeHash(node.left), right: nodeHash(node.right) });
        height--;
        node = (key >> BigInt(height)) % 2n === 0n ? node.left : node.right;
      } else {
        nodes.set(name, { kind: 'edge', path: node.path, length: node.length, child: nodeHash(node.child) });
        height -= node.length;
        node = lowBits(key >> BigInt(height), node.length) === node.path ? node.child : null;
      }
    }
  }
  return nodes;
};

const hashOfNode = (hasher: Hasher, node: ProofNode): Felt =>
  node.kind === 'binary' ? binaryHash(hasher, node.left, node.right) : edgeHash(hasher, node.child, node);

type ProvenKey = { readonly root: Felt; readonly height: number; readonly key: bigint };

/** The value of `key` in the trie with this root, 0 when it is absent; an error when the nodes do not show it. Nodes that are not needed are not looked at. */
export const verifyKey = (hasher: Hasher, { root, height, key }: ProvenKey, nodes: ProofNodes): Result<Felt, ProofError> => {
  let hash = root;
  let below = height;
  if (root === FELT_ZERO) return ok(FELT_ZERO);
  while (below > 0) {
    const node = nodes.get(feltToHex(hash));
    if (node === undefined) return err({ code: 'NodeMissing', node: hash });
    if (node.kind === 'edge') {
      const { path, length } = node;
      if (!Number.isSafeInteger(length) || length < 1 || length > below || path < 0n || path >> BigInt(length) !== 0n)
        return err({ code: 'BadEdge', node: hash });
    }
    if (hashOfNode(hasher, node) !== hash) return err({ code: 'WrongHash', node: hash });
    below -= node.kind === 'binary' ? 1 : node.length;
    if (node.kind === 'binary') hash = (key >> BigInt(below)) % 2n === 0n ? node.left : node.right;
    else if (lowBits(key >> BigInt(below), node.length) === node.path) hash = node.child;
    else return ok(FELT_ZERO);
  }
  return ok(hash);
};
