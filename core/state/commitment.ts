// Roots of the state: a storage trie per contract, the contracts trie, the classes trie and the global root. Source: commitments.md 3 with the rule of
// 0.14.0 and later. Everything is frozen plain data: applying a diff returns new tries that share what did not change.
// When to commit is the batcher's business; nothing here knows a block.
import { FELT_ZERO, type Felt, feltFromAscii, feltFromHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { type Trie, type TrieEntry, emptyTrie, rootHash, setLeaves } from '../trie/trie.ts';
import type { StateDiff } from '../types/block.ts';

const STATE_PREFIX: Felt = feltFromAscii('STARKNET_STATE_V0');
const CLASS_PREFIX: Felt = feltFromAscii('CONTRACT_CLASS_LEAF_V0');
/** Bits of addresses, storage keys and class hashes. */
export const KEY_BITS = 251;

/** What a contract's leaf covers. Class hash and nonce of a system contract are 0. */
type CommittedContract = { readonly classHash: Felt; readonly nonce: Felt; readonly storage: Trie };

/** The committed state. Contracts by `feltToHex` of their address; a diff that names only some of a contract's fields keeps the others. */
export type StateTries = {
  readonly contracts: Trie;
  readonly classes: Trie;
  readonly contractsByAddress: ReadonlyMap<string, CommittedContract>;
};

export type CommittedState = {
  readonly tries: StateTries;
  readonly contractsRoot: Felt;
  readonly classesRoot: Felt;
  readonly stateRoot: Felt;
  /** Leaves written in all tries: storage cells, contracts, classes. */
  readonly changedLeaves: number;
};

const EMPTY_CONTRACT: CommittedContract = freeze({ classHash: FELT_ZERO, nonce: FELT_ZERO, storage: emptyTrie(KEY_BITS, 'pedersen') });

/** The state before genesis. */
export const emptyStateTries = (): StateTries =>
  freeze({ contracts: emptyTrie(KEY_BITS, 'pedersen'), classes: emptyTrie(KEY_BITS, 'poseidon'), contractsByAddress: freeze(new Map()) });

/** `tries` after `diff`, with the roots. Zero values remove leaves, also of contracts and classes, so that a reversed diff restores the old roots. */
export const applyStateDiff = (kernel: Kernel, tries: StateTries, diff: StateDiff): CommittedState => {
  const contractsByAddress = new Map(tries.contractsByAddress);
  const contractLeaves: TrieEntry[] = [];
  let cells = 0;
  for (const address of new Set([...diff.storage.keys(), ...diff.nonces.keys(), ...diff.deployed.keys()])) {
    const before = contractsByAddress.get(address) ?? EMPTY_CONTRACT;
    const written = [...(diff.storage.get(address) ?? [])].map(([key, value]) => ({ key: feltFromHex(key), value }));
    cells += written.length;
    const after = freeze({
      classHash: diff.deployed.get(address) ?? before.classHash,
      nonce: diff.nonces.get(address) ?? before.nonce,
      storage: setLeaves(kernel, before.storage, written),
    });
    contractsByAddress.set(address, after);
    contractLeaves.push({ key: feltFromHex(address), value: leafOfContract(kernel, after) });
  }
  const classLeaves = [...diff.declared].map(([classHash, compiled]) => ({
    key: feltFromHex(classHash),
    value: compiled === FELT_ZERO ? FELT_ZERO : classLeaf(kernel, compiled),
  }));
  const contracts = setLeaves(kernel, tries.contracts, contractLeaves);
  const classes = setLeaves(kernel, tries.classes, classLeaves);
  const [contractsRoot, classesRoot] = [rootHash(contracts), rootHash(classes)] as const;
  return {
    tries: freeze({ contracts, classes, contractsByAddress: freeze(contractsByAddress) }),
    contractsRoot,
    classesRoot,
    stateRoot: globalStateRoot(kernel, contractsRoot, classesRoot),
    changedLeaves: cells + contractLeaves.length + classLeaves.length,
  };
};

/** A contract of which nothing is left has no leaf. */
const leafOfContract = (kernel: Kernel, { classHash, nonce, storage }: CommittedContract): Felt => {
  const storageRoot = rootHash(storage);
  const isEmpty = classHash === FELT_ZERO && nonce === FELT_ZERO && storageRoot === FELT_ZERO;
  return isEmpty ? FELT_ZERO : contractLeaf(kernel, { classHash, storageRoot, nonce });
};

/** Leaf of the contracts trie. */
export const contractLeaf = (
  { pedersen }: Kernel,
  { classHash, storageRoot, nonce }: { readonly classHash: Felt; readonly storageRoot: Felt; readonly nonce: Felt },
): Felt => pedersen(pedersen(pedersen(classHash, storageRoot), nonce), FELT_ZERO);

/** Leaf of the classes trie. */
export const classLeaf = (kernel: Kernel, compiledClassHash: Felt): Felt => kernel.poseidonPair(CLASS_PREFIX, compiledClassHash);

/** The state root of 0.14.0 and later: 0 only when both tries are empty. */
export const globalStateRoot = (kernel: Kernel, contractsRoot: Felt, classesRoot: Felt): Felt =>
  contractsRoot === FELT_ZERO && classesRoot === FELT_ZERO ? FELT_ZERO : kernel.poseidonMany([STATE_PREFIX, contractsRoot, classesRoot]);

/** The state root before 0.14.0, where an empty classes trie left the contracts' root as it was; for history only. */
export const globalStateRootBefore014 = (kernel: Kernel, contractsRoot: Felt, classesRoot: Felt): Felt =>
  classesRoot === FELT_ZERO ? contractsRoot : globalStateRoot(kernel, contractsRoot, classesRoot);
