// The classes of block 0 as the built-in contracts mirror them: hashes of our own compiled contracts, and what hashing each costs a block that executes it
// first. Source: docs/contracts.md; class hashes are those of a placeholder Sierra class (execution.md 10.9).
import { required } from '../../base/assert.ts';
import { type Felt, feltFromHex } from '../../base/felt.ts';
import type { ExecutionResources } from '../../types/block.ts';
import { ATTEMPT_ADDRESS, UNIVERSAL_DEPLOYER_ADDRESS } from '../../types/genesis.ts';
import { OWN_CLASSES } from '../own-classes.ts';
import { toResources } from '../resources.ts';
import { COMPILED, type CompiledName } from './compiled.ts';

export type ClassHashes = { readonly classHash: Felt; readonly compiledClassHash: Felt };
type NativeClass = ClassHashes & { readonly hashing: ExecutionResources };

/** Of a class of ours; asserts that there is one of this name. */
export const ownHashes = (name: string): ClassHashes => {
  const { classHash, compiledClassHash } = required(
    OWN_CLASSES.find((own) => own.name === name),
    'ownHashes: a class of ours',
  );
  return { classHash: feltFromHex(classHash), compiledClassHash: feltFromHex(compiledClassHash) };
};

const native = (name: CompiledName): NativeClass => {
  const [steps, rangeChecks, blakes] = COMPILED[name].hashing;
  const builtins = new Map([
    ['range_check', rangeChecks],
    ['blake', blakes],
  ]);
  return { ...ownHashes(name), hashing: toResources(steps, builtins) };
};

export const NATIVE_CLASSES: Readonly<Record<CompiledName, NativeClass>> = {
  account: native('account'),
  erc20: native('erc20'),
  bridge: native('bridge'),
};

/** Contracts that stand in block 0 too, by the names of their classes; there is no built-in code of them. */
export const MORE_CONTRACTS: readonly { readonly name: string; readonly address: Felt }[] = [
  { name: 'universal-deployer', address: UNIVERSAL_DEPLOYER_ADDRESS },
  { name: 'attempt', address: ATTEMPT_ADDRESS },
];
