// Keys and signatures without a kernel: for tools, tables and tests. Multiples of the generator are climbed by the ladder, which needs no table.
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { type Signature, checkPrivateKey, signWith } from './ecdsa-core.ts';
import { invertMod } from './invert.ts';
import { createLadderArena, ladder } from './ladder.ts';
import { GENERATOR } from './parameters.ts';

/** The x coordinate of `scalar` times the generator; the scalar is in [1, N). */
const generatorMultiple = (scalar: bigint): Felt => {
  const { x, z } = ladder(createLadderArena(), GENERATOR.x, scalar);
  return toFelt((x * invertMod(z, FELT_PRIME)) % FELT_PRIME);
};

/** `signWith` over the ladder. */
export const signStark = (privateKey: bigint, hash: Felt): Signature => signWith({ generatorMultiple }, privateKey, hash);

/** The x coordinate of `privateKey` times the generator; the key is in [1, N), else RangeError. */
export const publicKeyOf = (privateKey: bigint): Felt => {
  checkPrivateKey(privateKey);
  return generatorMultiple(privateKey);
};
