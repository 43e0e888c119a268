// The kernel in TypeScript: Pedersen, Poseidon and ECDSA over double limbs (limbs.ts). Tables and scratch memory belong to the object; tables are
// built on first use, so that a host that never hashes pays little. Same results on every engine: all arithmetic is on exact integers.
import { createEcdsaVerify } from './ecdsa.ts';
import type { Kernel } from './kernel.ts';
import { createPedersen } from './pedersen.ts';
import { createPoseidon } from './poseidon.ts';

/** A kernel of its own; one per host (thread) is enough, and it must not be shared between threads. */
export const createKernel = (): Kernel => ({ pedersen: createPedersen(), ...createPoseidon(), ecdsaVerify: createEcdsaVerify() });
