// The kernel in TypeScript: Pedersen, Poseidon, ECDSA and ec_op over double limbs (limbs.ts), roots and inverses over bigints. Tables and scratch memory belong to the object; tables are
// built on first use, so that a host that never hashes pays little. Same results on every engine: all arithmetic is on exact integers.
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { createEcOp } from './ec-op.ts';
import { createEcOpSums, createEcdsaMultiples } from './ec-sums.ts';
import { createEcdsaVerify, createGeneratorMultiple } from './ecdsa-core.ts';
import { createFieldSqrt } from './field-sqrt.ts';
import { invertMod } from './invert.ts';
import type { Kernel } from './kernel.ts';
import { createPedersen } from './pedersen.ts';
import { createPoseidon } from './poseidon.ts';

/** A kernel of its own; one per host (thread) is enough, and it must not be shared between threads. */
export const createKernel = (): Kernel => {
  const multiples = createEcdsaMultiples();
  return {
    pedersen: createPedersen(),
    ...createPoseidon(),
    ecdsaVerify: createEcdsaVerify(multiples),
    generatorMultiple: createGeneratorMultiple(multiples),
    ecOp: createEcOp(createEcOpSums()),
    fieldSqrt: createFieldSqrt(),
    invert: (value) => toFelt(invertMod(value, FELT_PRIME)),
  };
};
