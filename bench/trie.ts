// 1,000 random slots into an empty storage trie and into tries of 10,000 and 100,000 slots: CPU time with the kernel in WebAssembly, the number of hashes,
// and what those hashes would take one by one, which is the peer.
import { toFelt } from '../core/base/felt.ts';
import { type RngState, createRng, nextUint32 } from '../core/base/rng.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { type Trie, type TrieEntry, emptyTrie, rootHash, setLeaves } from '../core/trie/trie.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';

const NEW_SLOTS = 1_000;
const ROUNDS = 5;
const CASES: readonly (readonly [slots: number, barMs: number | null])[] = [
  [0, 150],
  [10_000, null],
  [100_000, 600],
];

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** 251 random bits. */
const keyOf = (rng: RngState): bigint => {
  let key = 0n;
  for (let i = 0; i < 8; i++) key = (key << 32n) | BigInt(nextUint32(rng));
  return key >> 5n;
};
const slots = (rng: RngState, count: number): readonly TrieEntry[] =>
  Array.from({ length: count }, () => ({ key: keyOf(rng), value: toFelt(nextUint32(rng) + 1) }));

const hashesOf = (kernel: Kernel, trie: Trie, entries: readonly TrieEntry[]): number => {
  let hashes = 0;
  const counting: Kernel = { ...kernel, pedersen: (a, b) => (hashes++, kernel.pedersen(a, b)) };
  setLeaves(counting, trie, entries);
  return hashes;
};

/** Prints the table. */
export const benchTrie = (): void => {
  const kernel = createNodeKernel();
  const rng = createRng(7, 'bench trie');
  console.log(`${NEW_SLOTS} random slots into a storage trie, CPU ms (best of ${ROUNDS})`);
  console.log('slots before    hashes        ms   hashes alone        bar');
  for (const [before, bar] of CASES) {
    const trie = setLeaves(kernel, emptyTrie(251, 'pedersen'), slots(rng, before));
    const entries = slots(rng, NEW_SLOTS);
    const hashes = hashesOf(kernel, trie, entries);
    let [best, alone] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS; round++) {
      best = Math.min(
        best,
        cpuMs(() => rootHash(setLeaves(kernel, trie, entries))),
      );
      alone = Math.min(
        alone,
        cpuMs(() => {
          for (let i = 0; i < hashes; i++)
            kernel.pedersen(toFelt(entries[i % NEW_SLOTS]?.key ?? 0n), toFelt(entries[(i * 7) % NEW_SLOTS]?.key ?? 0n));
        }),
      );
    }
    const verdict = bar === null ? '' : `${bar} ms ${best <= bar ? 'met' : 'MISSED'}`;
    console.log(
      `${String(before).padStart(12)} ${String(hashes).padStart(9)} ${best.toFixed(1).padStart(9)} ${alone.toFixed(1).padStart(14)} ${verdict.padStart(14)}`,
    );
  }
};
