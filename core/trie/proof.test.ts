// Goal: a proof shows the value of every key, present or absent, and nothing else: no change of one field of a proof and no other value passes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import { FELT_ZERO, type Felt, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { type ProofNode, type ProofNodes, proveKeys, verifyKey } from './proof.ts';
import { type Trie, type TrieHash, emptyTrie, hasherOf, rootHash, setLeaves } from './trie.ts';

const kernel = memoKernel(createKernel(), 100_000);
const verify = (trie: Trie, key: bigint, nodes: ProofNodes, root: Felt = rootHash(trie)) =>
  verifyKey(hasherOf(kernel, trie.hash), { root, height: trie.height, key }, nodes);

/** Tries of a few leaves, close together and far apart, with keys to ask for: some of the leaves and some others. */
const cases = fc.constantFrom<readonly [number, TrieHash]>([3, 'pedersen'], [8, 'poseidon'], [251, 'pedersen']).chain(([height, hash]) => {
  const end = 1n << BigInt(height);
  const key = fc.oneof(
    fc.bigInt({ min: 0n, max: end - 1n }),
    fc.bigInt({ min: 0n, max: 7n }),
    fc.bigInt({ min: 0n, max: 7n }).map((k) => end - 1n - k),
  );
  const leaves = fc.uniqueArray(fc.tuple(key, fc.bigInt({ min: 1n, max: 99n })), { maxLength: 8, selector: ([k]) => k });
  return fc.record({ height: fc.constant(height), hash: fc.constant(hash), leaves, others: fc.array(key, { maxLength: 4 }) });
});
const trieOf = (height: number, hash: TrieHash, leaves: readonly (readonly [bigint, bigint])[]): Trie =>
  setLeaves(
    kernel,
    emptyTrie(height, hash),
    leaves.map(([key, value]) => ({ key, value: toFelt(value) })),
  );

test('proof: every key has its value, absent ones none, each by itself and all in one proof', () => {
  fc.assert(
    fc.property(cases, ({ height, hash, leaves, others }) => {
      const trie = trieOf(height, hash, leaves);
      const keys = [...leaves.map(([key]) => key), ...others];
      const all = proveKeys(trie, keys);
      for (const key of keys) {
        const value = toFelt(leaves.find(([k]) => k === key)?.[1] ?? 0n);
        expect(verify(trie, key, all)).toEqual({ ok: true, value });
        expect(verify(trie, key, proveKeys(trie, [key]))).toEqual({ ok: true, value });
      }
    }),
    { numRuns: 60 },
  );
});

/** All proofs that differ from this one in one field of one node. */
const tampered = function* (nodes: ProofNodes): Generator<readonly [string, ProofNode | null]> {
  for (const [name, node] of nodes) {
    yield [name, null];
    if (node.kind === 'binary') {
      yield [name, { ...node, left: toFelt(node.left + 1n) }];
      yield [name, { ...node, right: toFelt(node.right + 1n) }];
      yield [name, { kind: 'binary', left: node.right, right: node.left }];
      yield [name, { kind: 'edge', path: node.right, length: 1, child: node.left }];
    } else {
      yield [name, { ...node, path: node.path ^ 1n }];
      yield [name, { ...node, length: node.length + 1 }];
      yield [name, { ...node, length: node.length - 1 }];
      yield [name, { ...node, child: toFelt(node.child + 1n) }];
      yield [name, { kind: 'binary', left: node.child, right: toFelt(node.path) }];
    }
  }
};

test('proof: with any field of any node changed it is refused', () => {
  let refused = 0;
  fc.assert(
    fc.property(cases, ({ height, hash, leaves, others }) => {
      const trie = trieOf(height, hash, leaves);
      for (const key of [...leaves.map(([k]) => k), ...others].slice(0, 3)) {
        const honest = proveKeys(trie, [key]);
        const right = verify(trie, key, honest);
        for (const [name, node] of tampered(honest)) {
          const changed = new Map(honest);
          if (node === null) changed.delete(name);
          else changed.set(name, node);
          const result = verify(trie, key, changed);
          // Two children that are the same can be exchanged: that is no change.
          if (JSON.stringify(node, text) === JSON.stringify(honest.get(name), text)) expect(result).toEqual(right);
          else {
            expect(result.ok).toBe(false);
            refused++;
          }
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(refused).toBeGreaterThan(100);
});
const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString(16) : value);

test('proof: that of another trie or of another key is refused, or shows the same', () => {
  fc.assert(
    fc.property(cases, cases, (a, b) => {
      const trie = trieOf(a.height, a.hash, a.leaves);
      const other = trieOf(
        a.height,
        a.hash,
        b.leaves.filter(([key]) => key < 1n << BigInt(a.height)),
      );
      for (const [key, value] of a.leaves) {
        const result = verify(trie, key, proveKeys(other, [key]));
        if (result.ok) expect(result.value).toBe(toFelt(value));
      }
    }),
    { numRuns: 60 },
  );
});

test('proof: each kind of error by name, and the node where it is', () => {
  const trie = trieOf(3, 'pedersen', [
    [0b000n, 5n],
    [0b011n, 6n],
    [0b111n, 7n],
  ]);
  const nodes = proveKeys(trie, [0b000n]);
  const root = rootHash(trie);
  expect(verify(trie, 0b000n, new Map())).toEqual({ ok: false, error: { code: 'NodeMissing', node: root } });
  expect(verify(trie, 0b111n, nodes)).toMatchObject({ ok: false, error: { code: 'NodeMissing' } });
  const name = `0x${root.toString(16)}`;
  const swap = (node: ProofNode): ProofNodes => new Map([...nodes, [name, node]]);
  expect(verify(trie, 0n, swap({ kind: 'binary', left: toFelt(1n), right: toFelt(2n) }))).toEqual({
    ok: false,
    error: { code: 'WrongHash', node: root },
  });
  for (const edge of [
    { path: 0n, length: 0 },
    { path: 0n, length: 4 },
    { path: 2n, length: 1 },
    { path: -1n, length: 2 },
    { path: 0n, length: 1.5 },
  ]) {
    expect(verify(trie, 0n, swap({ kind: 'edge', child: toFelt(1n), ...edge }))).toEqual({
      ok: false,
      error: { code: 'BadEdge', node: root },
    });
  }
  expect(() => proveKeys(trie, [8n])).toThrow(AssertionError);
});

test('proof: the empty trie proves the absence of every key with no nodes', () => {
  const trie = emptyTrie(251, 'pedersen');
  expect(proveKeys(trie, [5n]).size).toBe(0);
  expect(verify(trie, 5n, new Map())).toEqual({ ok: true, value: FELT_ZERO });
});
