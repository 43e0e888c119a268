// The trie against its definition (a plain recursion over the set of leaves), for any history of changes; roots of the reference are in tests/vectors.
// The laws use a cheap stand-in for the hash, so that many shapes are tried; the last test uses the real one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import { FELT_ZERO, type Felt, reduceToFelt, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { commitmentTreeRoot } from '../hashes/commitment-tree.ts';
import { type Trie, type TrieEntry, type TrieNode, emptyTrie, rootHash, setLeaves } from './trie.ts';

const cheap: Kernel = {
  ...createKernel(),
  pedersen: (a, b) => reduceToFelt(a * 0x1234567n + b * 0x89abcdn + a * b + 7n),
  poseidonPair: (a, b) => reduceToFelt(a * 0x7654321n + b * 0xfedcban + a * b + 5n),
};

type Leaves = ReadonlyMap<bigint, Felt>;
type Skipped = { readonly path: bigint; readonly length: number; readonly hash: Felt };

const hashOf = ({ path, length, hash }: Skipped): Felt =>
  length === 0 ? hash : reduceToFelt(cheap.pedersen(hash, toFelt(path)) + BigInt(length));

/** The definition: split by the top bit until height 0; a subtree on one side only lengthens the skipped path. */
const define = (height: number, leaves: Leaves): Skipped | null => {
  const present = [...leaves].filter(([, value]) => value !== 0n);
  if (present.length === 0) return null;
  if (height === 0) return { path: 0n, length: 0, hash: present[0]![1] };
  const top = 1n << BigInt(height - 1);
  const left = define(height - 1, new Map(present.filter(([key]) => key < top)));
  const right = define(height - 1, new Map(present.filter(([key]) => key >= top).map(([key, value]) => [key - top, value])));
  if (left !== null && right !== null) return { path: 0n, length: 0, hash: cheap.pedersen(hashOf(left), hashOf(right)) };
  const only = left ?? right!;
  return { path: (left === null ? 1n << BigInt(only.length) : 0n) | only.path, length: only.length + 1, hash: only.hash };
};
const definedRoot = (height: number, leaves: Leaves): Felt => {
  const top = define(height, leaves);
  return top === null ? FELT_ZERO : hashOf(top);
};

/** Every edge is as long as it can be, and every child of an edge is no edge. */
const checkShape = (node: TrieNode | null, height: number): void => {
  if (node === null || typeof node === 'bigint') return;
  expect(Object.isFrozen(node)).toBe(true);
  if (node.kind === 'binary') {
    checkShape(node.left, height - 1);
    checkShape(node.right, height - 1);
    return;
  }
  expect(node.length).toBeGreaterThan(0);
  expect(node.path < 1n << BigInt(node.length)).toBe(true);
  expect(typeof node.child === 'bigint' ? node.length === height : node.child.kind === 'binary').toBe(true);
  checkShape(node.child, height - node.length);
};

const entriesOf = (map: Leaves): TrieEntry[] => [...map].map(([key, value]) => ({ key, value }));
const value = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 50n })).map(toFelt);
/** Batches of changes at one height; keys cluster, so that paths are shared. */
const history = fc.constantFrom(1, 2, 4, 9, 64, 251).chain((height) => {
  const end = 1n << BigInt(height);
  const near = fc.bigInt({ min: 0n, max: end > 16n ? 16n : end - 1n });
  const key = fc.oneof(
    near,
    near.map((k) => (end - 1n - k) % end),
    fc.bigInt({ min: 0n, max: end - 1n }),
  );
  const batch = fc.array(fc.tuple(key, value), { maxLength: 12 }).map((pairs) => new Map(pairs));
  return fc.record({ height: fc.constant(height), batches: fc.array(batch, { maxLength: 6 }) });
});

test('trie: after any history of changes the root is that of the definition', () => {
  fc.assert(
    fc.property(history, ({ height, batches }) => {
      let trie = emptyTrie(height, 'pedersen');
      const leaves = new Map<bigint, Felt>();
      for (const batch of batches) {
        trie = setLeaves(cheap, trie, entriesOf(batch));
        for (const [key, v] of batch) leaves.set(key, v);
        expect(rootHash(trie)).toBe(definedRoot(height, leaves));
        checkShape(trie.root, height);
      }
    }),
    { numRuns: 500 },
  );
});

test('trie: the order of entries and their division into batches have no meaning', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 20n - 1n }), value), { selector: ([key]) => key, maxLength: 20 }),
      fc.integer({ min: 1, max: 7 }),
      (pairs, size) => {
        const entries = entriesOf(new Map(pairs));
        const whole = setLeaves(cheap, emptyTrie(20, 'pedersen'), entries);
        let piecewise = emptyTrie(20, 'pedersen');
        for (let i = entries.length; i > 0; i -= size) piecewise = setLeaves(cheap, piecewise, entries.slice(Math.max(0, i - size), i));
        expect(piecewise).toEqual(whole);
      },
    ),
  );
});

test('trie: every set of leaves at height 3 has the root of the definition and its own root', () => {
  const roots = new Set<Felt>();
  for (let mask = 0; mask < 256; mask++) {
    const leaves = new Map([...Array(8).keys()].filter((k) => (mask >> k) & 1).map((k) => [BigInt(k), toFelt(100 + k)]));
    const trie = setLeaves(cheap, emptyTrie(3, 'pedersen'), entriesOf(leaves));
    expect(rootHash(trie)).toBe(definedRoot(3, leaves));
    roots.add(rootHash(trie));
  }
  expect(roots.size).toBe(256);
});

test('trie: removing everything leaves the empty trie, and the old version is untouched', () => {
  fc.assert(
    fc.property(history, ({ height, batches }) => {
      const [first = new Map<bigint, Felt>(), second = new Map<bigint, Felt>()] = batches;
      const before = setLeaves(cheap, emptyTrie(height, 'pedersen'), entriesOf(first));
      const root = rootHash(before);
      const after = setLeaves(cheap, before, entriesOf(second));
      const emptied = setLeaves(
        cheap,
        after,
        [...new Set([...first.keys(), ...second.keys()])].map((key) => ({ key, value: FELT_ZERO })),
      );
      expect(emptied.root).toBeNull();
      expect(rootHash(emptied)).toBe(0n);
      expect(rootHash(before)).toBe(root);
      expect(root).toBe(definedRoot(height, first));
    }),
  );
});

test('trie: a change shares every node off its path', () => {
  const keys = [0n, 1n, 2n, 3n].map((k) => k << 249n);
  const before = setLeaves(
    cheap,
    emptyTrie(251, 'pedersen'),
    keys.map((key) => ({ key, value: toFelt(1) })),
  );
  const after = setLeaves(cheap, before, [{ key: keys[3]!, value: toFelt(2) }]);
  const rootOf = ({ root }: Trie) => (typeof root === 'object' && root?.kind === 'binary' ? root : undefined)!;
  expect(rootOf(after).left).toBe(rootOf(before).left);
  expect(rootOf(after).right).not.toBe(rootOf(before).right);
});

test('trie: each new node is hashed once', () => {
  let hashes = 0;
  const counting: Kernel = {
    ...cheap,
    pedersen: (a, b) => {
      hashes++;
      return cheap.pedersen(a, b);
    },
  };
  const full = Array.from({ length: 16 }, (_, k) => ({ key: BigInt(k), value: toFelt(k + 1) }));
  const trie = setLeaves(counting, emptyTrie(4, 'pedersen'), full);
  expect(hashes).toBe(15);
  setLeaves(counting, trie, full.slice(0, 2));
  expect(hashes).toBe(15 + 4);
});

test('trie: a key out of range or twice is a bug', () => {
  const empty = emptyTrie(8, 'pedersen');
  const one = toFelt(1);
  expect(() => setLeaves(cheap, empty, [{ key: 256n, value: one }])).toThrow(AssertionError);
  expect(() => setLeaves(cheap, empty, [{ key: -1n, value: one }])).toThrow(AssertionError);
  expect(() =>
    setLeaves(cheap, empty, [
      { key: 5n, value: one },
      { key: 5n, value: one },
    ]),
  ).toThrow(AssertionError);
});

test('trie: at height 64 over consecutive keys it is the commitment tree', () => {
  const kernel = createKernel();
  for (let n = 0; n < 20; n++) {
    const leaves = Array.from({ length: n }, (_, i) => toFelt(1000 + i));
    const trie = setLeaves(
      kernel,
      emptyTrie(64, 'poseidon'),
      leaves.map((leaf, i) => ({ key: BigInt(i), value: leaf })),
    );
    expect(commitmentTreeRoot(kernel, leaves)).toBe(rootHash(trie));
  }
});
