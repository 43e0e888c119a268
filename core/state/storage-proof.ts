// Proofs of parts of the state against a state root, as `starknet_getStorageProof` gives them. Source: execution.md 10.10; hashes: commitments.md 3.
// A contract that is not there has a leaf of zeros here; the RPC leaves open what its leaf data are.
import { required } from '../base/assert.ts';
import { FELT_ZERO, type Felt, feltToHex } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { type ProofError, type ProofNodes, proveKeys, verifyKey } from '../trie/proof.ts';
import { emptyTrie, hasherOf, rootHash } from '../trie/trie.ts';
import { KEY_BITS, type StateTries, contractLeaf, globalStateRoot } from './commitment.ts';

/** What is to be proven; all felts are below 2^251. */
export type ProofRequest = {
  readonly classHashes: readonly Felt[];
  readonly contracts: readonly Felt[];
  readonly storage: readonly { readonly contract: Felt; readonly keys: readonly Felt[] }[];
};

export type ContractLeaf = { readonly nonce: Felt; readonly classHash: Felt; readonly storageRoot: Felt };

export type StateProof = {
  readonly classes: ProofNodes;
  readonly contracts: ProofNodes;
  /** In the order of `contracts` of the request. */
  readonly leaves: readonly ContractLeaf[];
  /** In the order of `storage` of the request. */
  readonly storage: readonly ProofNodes[];
  readonly contractsRoot: Felt;
  readonly classesRoot: Felt;
};

/** What a proof shows, in the order of the request; zeros where nothing is. */
export type ProvenState = {
  /** Leaves of the classes trie: they cover the compiled class hash. */
  readonly classes: readonly Felt[];
  readonly contracts: readonly ContractLeaf[];
  readonly storage: readonly (readonly Felt[])[];
};

/** `part` and `index` name the list of the proof and the entry in it. */
export type StateProofError =
  | { readonly code: 'WrongStateRoot' }
  /** Other numbers of leaves or of lists of nodes than were asked for. */
  | { readonly code: 'WrongNumber'; readonly part: 'contracts' | 'storage' }
  | { readonly code: 'WrongLeaf'; readonly part: 'contracts'; readonly index: number }
  /** Storage of a contract whose own leaf is not proven. */
  | { readonly code: 'ContractNotProven'; readonly part: 'storage'; readonly index: number }
  | { readonly code: 'BadProof'; readonly part: 'classes' | 'contracts' | 'storage'; readonly index: number; readonly error: ProofError };

/** The proof of what `request` names in the committed state. */
export const proveState = (tries: StateTries, request: ProofRequest): StateProof => {
  const storageOf = (contract: Felt) => tries.contractsByAddress.get(feltToHex(contract))?.storage ?? emptyTrie(KEY_BITS, 'pedersen');
  return {
    classes: proveKeys(tries.classes, request.classHashes),
    contracts: proveKeys(tries.contracts, request.contracts),
    leaves: request.contracts.map((contract) => {
      const found = tries.contractsByAddress.get(feltToHex(contract));
      return {
        nonce: found?.nonce ?? FELT_ZERO,
        classHash: found?.classHash ?? FELT_ZERO,
        storageRoot: rootHash(storageOf(contract)),
      };
    }),
    storage: request.storage.map(({ contract, keys }) => proveKeys(storageOf(contract), keys)),
    contractsRoot: rootHash(tries.contracts),
    classesRoot: rootHash(tries.classes),
  };
};

/** A leaf of nothing but zeros is none. */
const leafHash = (kernel: Kernel, leaf: ContractLeaf): Felt =>
  leaf.nonce === FELT_ZERO && leaf.classHash === FELT_ZERO && leaf.storageRoot === FELT_ZERO ? FELT_ZERO : contractLeaf(kernel, leaf);

/** What `proof` shows of a state with this root (0.14.0 and later); the first thing that is wrong otherwise. */
export const verifyStateProof = (
  kernel: Kernel,
  stateRoot: Felt,
  request: ProofRequest,
  proof: StateProof,
): Result<ProvenState, StateProofError> => {
  const { contractsRoot, classesRoot, leaves } = proof;
  if (globalStateRoot(kernel, contractsRoot, classesRoot) !== stateRoot) return err({ code: 'WrongStateRoot' });
  if (leaves.length !== request.contracts.length) return err({ code: 'WrongNumber', part: 'contracts' });
  if (proof.storage.length !== request.storage.length) return err({ code: 'WrongNumber', part: 'storage' });
  const pedersen = hasherOf(kernel, 'pedersen');
  const classes: Felt[] = [];
  for (const [index, key] of request.classHashes.entries()) {
    const value = verifyKey(hasherOf(kernel, 'poseidon'), { root: classesRoot, height: KEY_BITS, key }, proof.classes);
    if (!value.ok) return err({ code: 'BadProof', part: 'classes', index, error: value.error });
    classes.push(value.value);
  }
  for (const [index, key] of request.contracts.entries()) {
    const value = verifyKey(pedersen, { root: contractsRoot, height: KEY_BITS, key }, proof.contracts);
    if (!value.ok) return err({ code: 'BadProof', part: 'contracts', index, error: value.error });
    const leaf = required(leaves[index], 'verifyStateProof: a leaf for each contract');
    if (leafHash(kernel, leaf) !== value.value) return err({ code: 'WrongLeaf', part: 'contracts', index });
  }
  const storage = verifyStorage(kernel, request, proof);
  return storage.ok ? ok({ classes, contracts: leaves, storage: storage.value }) : storage;
};

/** The values of the storage keys, under the storage roots of leaves that are verified. */
const verifyStorage = (kernel: Kernel, request: ProofRequest, proof: StateProof): Result<readonly (readonly Felt[])[], StateProofError> => {
  const values: Felt[][] = [];
  for (const [index, { contract, keys }] of request.storage.entries()) {
    const leaf = proof.leaves[request.contracts.indexOf(contract)];
    const nodes = required(proof.storage[index], 'verifyStorage: nodes for each contract');
    if (leaf === undefined) return err({ code: 'ContractNotProven', part: 'storage', index });
    const found: Felt[] = [];
    for (const key of keys) {
      const value = verifyKey(hasherOf(kernel, 'pedersen'), { root: leaf.storageRoot, height: KEY_BITS, key }, nodes);
      if (!value.ok) return err({ code: 'BadProof', part: 'storage', index, error: value.error });
      found.push(value.value);
    }
    values.push(found);
  }
  return ok(values);
};
