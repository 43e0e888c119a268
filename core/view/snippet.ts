// A derivation as text to take away: a plain list, and a program over starknet.js that computes the same hash.
import type { DerivedHash } from './derive-block.ts';

const quoted = (hash: DerivedHash): string => hash.rows.map(({ label, value }) => `  '${value}', // ${label}`).join('\n');

/** One line per row, value first, and the hash. */
export const plainList = (hash: DerivedHash): string =>
  [...hash.rows.map(({ label, value }) => `${value}  ${label}`), `${hash.hash}  = ${hash.label}`].join('\n');

const TREE = `const P = 2n ** 251n + 17n * 2n ** 192n + 1n;
const pair = (a, b) => BigInt(hash.computePoseidonHash(a, b));
// Binary tree of height 64 over the keys 0, 1, 2, …; a path without branches is Poseidon(child, 0) + its length.
const subtree = (leaves, height) => {
  let bottom = 0;
  while (2 ** bottom < leaves.length) bottom++;
  const half = 2 ** (bottom - 1);
  const node =
    bottom === 0 ? leaves[0] : pair(subtree(leaves.slice(0, half), bottom - 1), subtree(leaves.slice(half), bottom - 1));
  return bottom === height ? node : (pair(node, 0n) + BigInt(height - bottom)) % P;
};
const result = values.length === 0 ? 0n : subtree(values.map(BigInt), 64);`;

const PACKED = `const [txs, events, length, da] = values.map(BigInt);
const result = (txs << 192n) + (events << 128n) + (length << 64n) + (da << 63n);`;

const BODY: Readonly<Record<DerivedHash['how'], string>> = {
  poseidon: 'const result = BigInt(hash.computePoseidonHashOnElements(values));',
  tree: TREE,
  packed: PACKED,
};

/** A module for starknet.js 10: prints the hash and whether it is the expected one. */
export const starknetSnippet = (derived: DerivedHash): string =>
  [
    ...(derived.how === 'packed' ? [] : ["import { hash } from 'starknet';", '']),
    `// ${derived.label}`,
    `const values = [\n${quoted(derived)}\n];`,
    BODY[derived.how],
    `console.log('0x' + result.toString(16), result === ${derived.hash}n);`,
    '',
  ].join('\n');
