// Binary Merkle-Patricia trie of Starknet: keys of `height` bits, most significant bit first; a zero value is an absent leaf; an edge skips as many
// bits as it can. Source: commitments.md 3. Hash of a binary node: h(left, right); of an edge: h(child, path) + length modulo P.
//
// Persistent: `setLeaves` returns a new trie that shares every untouched node with the old one. Nodes are frozen plain data with their hash inside, so
// that snapshots share them too. A batch of changes makes and hashes every new node once. There is no node store here; proofs are in proof.ts.
import { assert } from '../base/assert.ts';
import { FELT_ZERO, type Felt, reduceToFelt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Kernel } from '../crypto/kernel.ts';

export type TrieHash = 'pedersen' | 'poseidon';
type BinaryNode = { readonly kind: 'binary'; readonly hash: Felt; readonly left: TrieNode; readonly right: TrieNode };
/** `path` is the integer of the `length` skipped bits; the child is never an edge. */
type EdgeNode = {
  readonly kind: 'edge';
  readonly hash: Felt;
  readonly path: bigint;
  readonly length: number;
  readonly child: BinaryNode | Felt;
};
/** A bare felt is the value of a leaf, at height 0. */
export type TrieNode = BinaryNode | EdgeNode | Felt;
export type Trie = { readonly height: number; readonly hash: TrieHash; readonly root: TrieNode | null };
export type TrieEntry = { readonly key: bigint; readonly value: Felt };

/** An empty trie over keys of `height` bits. */
export const emptyTrie = (height: number, hash: TrieHash): Trie => freeze({ height, hash, root: null });

/** The root's hash; 0 for the empty trie. */
export const rootHash = (trie: Trie): Felt => (trie.root === null ? FELT_ZERO : nodeHash(trie.root));

/** `trie` with the values of `entries` (each key once, asserted) set; a zero value removes its leaf. The order of entries has no meaning. */
export const setLeaves = (kernel: Kernel, trie: Trie, entries: readonly TrieEntry[]): Trie => {
  const sorted = entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  sorted.forEach(({ key }, i) => {
    assert(key >= 0n && key < 1n << BigInt(trie.height), `setLeaves: keys below 2^${trie.height}`);
    assert(key !== sorted[i - 1]?.key, 'setLeaves: each key once');
  });
  if (sorted.length === 0) return trie;
  const stem = update(hasherOf(kernel, trie.hash), trie.root === null ? null : stemOf(trie.root), { height: trie.height, entries: sorted });
  return freeze({ ...trie, root: stem === null ? null : nodeOf(hasherOf(kernel, trie.hash), stem) });
};

export type Hasher = (a: Felt, b: Felt) => Felt;
/** The node hash of a trie. */
export const hasherOf = (kernel: Kernel, hash: TrieHash): Hasher => (hash === 'pedersen' ? kernel.pedersen : kernel.poseidonPair);

/** A leaf's hash is its value. */
export const nodeHash = (node: TrieNode): Felt => (typeof node === 'bigint' ? node : node.hash);

/** Hash of a binary node over the hashes of its children. */
export const binaryHash = (hasher: Hasher, left: Felt, right: Felt): Felt => hasher(left, right);

/** Hash of an edge of `length` >= 1 bits onto the node with the hash `child`. */
export const edgeHash = (hasher: Hasher, child: Felt, edge: { readonly path: bigint; readonly length: number }): Felt =>
  reduceToFelt(hasher(child, toFelt(edge.path)) + BigInt(edge.length));

/** A subtree seen from above, not hashed yet: skipped bits (perhaps none), then a node that is no edge. Null: nothing there. */
type Stem = { readonly path: bigint; readonly length: number; readonly bottom: BinaryNode | Felt };

const stemOf = (node: TrieNode): Stem =>
  typeof node === 'object' && node.kind === 'edge'
    ? { path: node.path, length: node.length, bottom: node.child }
    : { path: 0n, length: 0, bottom: node };

const nodeOf = (hasher: Hasher, { path, length, bottom }: Stem): TrieNode =>
  length === 0
    ? bottom
    : freeze({ kind: 'edge', hash: edgeHash(hasher, nodeHash(bottom), { path, length }), path, length, child: bottom } satisfies EdgeNode);

/** `stem` below `length` more skipped bits. */
const extend = (stem: Stem | null, path: bigint, length: number): Stem | null =>
  stem === null ? null : { path: (path << BigInt(stem.length)) | stem.path, length: length + stem.length, bottom: stem.bottom };

const lowBits = (value: bigint, count: number): bigint => value & ((1n << BigInt(count)) - 1n);
const bitLength = (value: bigint): number => {
  const digits = value.toString(16);
  return 4 * (digits.length - 1) + 32 - Math.clz32(Number.parseInt(digits.charAt(0), 16));
};

/** Changes below one point of the trie: keys have `height` bits there, ascending, at least one. */
type Changes = { readonly height: number; readonly entries: readonly TrieEntry[] };

/** The subtree `stem` after `changes`. */
const update = (hasher: Hasher, stem: Stem | null, changes: Changes): Stem | null => {
  if (stem === null) return build(hasher, changes);
  const { height, entries } = changes;
  const above = BigInt(height - stem.length);
  let common = stem.length;
  for (const { key } of entries) common = Math.min(common, stem.length - bitLength((key >> above) ^ stem.path));
  if (common > 0 || height === 0) return updateBelow(hasher, stem, { skip: common, changes });
  const { left, right } = split(changes);
  const [stemLeft, stemRight] = childrenOf(stem);
  return join(
    hasher,
    left.entries.length === 0 ? stemLeft : update(hasher, stemLeft, left),
    right.entries.length === 0 ? stemRight : update(hasher, stemRight, right),
  );
};

/** All changes agree with the first `skip` bits of the stem, which therefore stay skipped. */
const updateBelow = (
  hasher: Hasher,
  stem: Stem,
  { skip, changes: { height, entries } }: { readonly skip: number; readonly changes: Changes },
): Stem | null => {
  const rest = stem.length - skip;
  const lower = height - skip;
  if (lower === 0) return leafStem(stem, entries);
  const below: Stem = { path: lowBits(stem.path, rest), length: rest, bottom: stem.bottom };
  const updated = update(hasher, below, { height: lower, entries: entries.map(({ key, value }) => ({ key: lowBits(key, lower), value })) });
  return extend(updated, stem.path >> BigInt(rest), skip);
};

/** The stem that leads to a leaf, with the leaf's new value. */
const leafStem = ({ path, length }: Stem, [entry]: readonly TrieEntry[]): Stem | null =>
  entry === undefined || entry.value === FELT_ZERO ? null : { path, length, bottom: entry.value };

/** A subtree from nothing. */
const build = (hasher: Hasher, { height, entries }: Changes): Stem | null => {
  const present = entries.filter(({ value }) => value !== FELT_ZERO);
  const [first] = present;
  const last = present.at(-1);
  if (first === undefined || last === undefined) return null;
  if (present.length === 1) return { path: first.key, length: height, bottom: first.value };
  const lower = bitLength(first.key ^ last.key);
  const { left, right } = split({ height: lower, entries: present.map(({ key, value }) => ({ key: lowBits(key, lower), value })) });
  return extend(join(hasher, build(hasher, left), build(hasher, right)), first.key >> BigInt(lower), height - lower);
};

/** The changes on either side of the top bit, which is taken off. */
const split = ({ height, entries }: Changes): { readonly left: Changes; readonly right: Changes } => {
  const top = 1n << BigInt(height - 1);
  const left = entries.filter(({ key }) => key < top);
  const right = entries.slice(left.length).map(({ key, value }) => ({ key: key - top, value }));
  return { left: { height: height - 1, entries: left }, right: { height: height - 1, entries: right } };
};

/** The two subtrees one bit below a stem. */
const childrenOf = ({ path, length, bottom }: Stem): readonly [Stem | null, Stem | null] => {
  if (length === 0) {
    assert(typeof bottom === 'object', 'childrenOf: no leaf above height 0');
    return [stemOf(bottom.left), stemOf(bottom.right)];
  }
  const below: Stem = { path: lowBits(path, length - 1), length: length - 1, bottom };
  return path >> BigInt(length - 1) === 0n ? [below, null] : [null, below];
};

/** The subtree with these two below its top bit; binary nodes are made here, and edges only below them and at the root. */
const join = (hasher: Hasher, left: Stem | null, right: Stem | null): Stem | null => {
  if (left === null) return extend(right, 1n, 1);
  if (right === null) return extend(left, 0n, 1);
  const [leftNode, rightNode] = [nodeOf(hasher, left), nodeOf(hasher, right)] as const;
  const hash = binaryHash(hasher, nodeHash(leftNode), nodeHash(rightNode));
  return { path: 0n, length: 0, bottom: freeze({ kind: 'binary', hash, left: leftNode, right: rightNode } satisfies BinaryNode) };
};
