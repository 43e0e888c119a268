// The round constants of the Hades permutation (poseidon.ts) in the order of use: 4 full rounds, 83 partial ones, 4 full ones. The n-th constant by definition
// is SHA-256 of "Hades" and n in decimal, modulo P. In the partial rounds only lane 2 is cubed, so the constants of the other two lanes are carried through
// the matrices into later constants beforehand: one addition per partial round instead of three. Source: commitments.md 0.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBigint } from '../base/bytes.ts';
import { type Felt, reduceToFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';

export const HALF_FULL_ROUNDS = 4;
export const PARTIAL_ROUNDS = 83;

type Lanes = readonly [bigint, bigint, bigint];
const mixValues = ([a, b, c]: Lanes): Lanes => [3n * a + b + c, a - b + c, a + b - 2n * c];
const addValues = (a: Lanes, b: Lanes): Lanes => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const constantOf = (index: number): bigint => bytesToBigint(sha256(utf8ToBytes(`Hades${index}`)));
/** The constants of all three lanes of a round, not reduced. */
const constantsOf = (round: number): Lanes => [constantOf(3 * round), constantOf(3 * round + 1), constantOf(3 * round + 2)];

/** Three for each full round, one, that of lane 2, for each partial one: 107. */
export const roundConstants = (): readonly Felt[] => {
  const constants: bigint[] = [];
  for (let r = 0; r < HALF_FULL_ROUNDS; r++) constants.push(...constantsOf(r));
  let pending: Lanes = [0n, 0n, 0n];
  for (let r = 0; r < PARTIAL_ROUNDS; r++) {
    const [a, b, c] = addValues(pending, constantsOf(HALF_FULL_ROUNDS + r));
    constants.push(c);
    pending = mixValues([a, b, 0n]);
  }
  for (let r = 0; r < HALF_FULL_ROUNDS; r++) {
    const last = constantsOf(HALF_FULL_ROUNDS + PARTIAL_ROUNDS + r);
    constants.push(...(r === 0 ? addValues(pending, last) : last));
  }
  return constants.map(reduceToFelt);
};
