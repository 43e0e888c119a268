// Requests and results of `starknet_getStorageProof` as JSON (types of JSON-RPC 0.10). Source: execution.md 10.10. Reading refuses what has another shape
// or is too long, with its place; whether a proof proves anything is the business of storage-proof.ts.
import { type Felt, feltToHex, isFelt } from '../base/felt.ts';
import { PROOF_KEYS_MAX, PROOF_NODES_MAX } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { type ShapeError, eachOf, fieldsOf, hexOf, need, readShape, wholeOf } from '../base/shape.ts';
import type { ProofNode, ProofNodes } from '../trie/proof.ts';
import { KEY_BITS } from './commitment.ts';
import type { ContractLeaf, ProofRequest, StateProof } from './storage-proof.ts';

type NodeJson = {
  readonly node_hash: string;
  readonly node:
    | { readonly left: string; readonly right: string }
    | { readonly path: string; readonly length: number; readonly child: string };
};

export type ProofRequestJson = {
  readonly class_hashes: readonly string[];
  readonly contract_addresses: readonly string[];
  readonly contracts_storage_keys: readonly { readonly contract_address: string; readonly storage_keys: readonly string[] }[];
};

export type ProofResultJson = {
  readonly classes_proof: readonly NodeJson[];
  readonly contracts_proof: {
    readonly nodes: readonly NodeJson[];
    readonly contract_leaves_data: readonly { readonly nonce: string; readonly class_hash: string; readonly storage_root: string }[];
  };
  readonly contracts_storage_proofs: readonly (readonly NodeJson[])[];
  readonly global_roots: { readonly contracts_tree_root: string; readonly classes_tree_root: string; readonly block_hash: string };
};

const nodesToJson = (nodes: ProofNodes): readonly NodeJson[] =>
  [...nodes].map(([hash, node]) => ({
    node_hash: hash,
    node:
      node.kind === 'binary'
        ? { left: feltToHex(node.left), right: feltToHex(node.right) }
        : { path: `0x${node.path.toString(16)}`, length: node.length, child: feltToHex(node.child) },
  }));

export const requestToJson = ({ classHashes, contracts, storage }: ProofRequest): ProofRequestJson => ({
  class_hashes: classHashes.map(feltToHex),
  contract_addresses: contracts.map(feltToHex),
  contracts_storage_keys: storage.map(({ contract, keys }) => ({
    contract_address: feltToHex(contract),
    storage_keys: keys.map(feltToHex),
  })),
});

/** `blockHash` is that of the block whose state is proven. */
export const proofToJson = (proof: StateProof, blockHash: Felt): ProofResultJson => ({
  classes_proof: nodesToJson(proof.classes),
  contracts_proof: {
    nodes: nodesToJson(proof.contracts),
    contract_leaves_data: proof.leaves.map(({ nonce, classHash, storageRoot }) => ({
      nonce: feltToHex(nonce),
      class_hash: feltToHex(classHash),
      storage_root: feltToHex(storageRoot),
    })),
  },
  contracts_storage_proofs: proof.storage.map(nodesToJson),
  global_roots: {
    contracts_tree_root: feltToHex(proof.contractsRoot),
    classes_tree_root: feltToHex(proof.classesRoot),
    block_hash: feltToHex(blockHash),
  },
});

const feltOf = (value: unknown, at: string): Felt => {
  const integer = hexOf(value, at, 256);
  return need(isFelt(integer) ? integer : null, at);
};
const keyOf = (value: unknown, at: string): Felt => {
  const felt = feltOf(value, at);
  return need(felt < 1n << BigInt(KEY_BITS) ? felt : null, at);
};
const keysOf = (value: unknown, at: string): readonly Felt[] => eachOf(value, at, PROOF_KEYS_MAX, keyOf);

/** All three lists, each of which may be missing. */
export const readProofRequest = (value: unknown): Result<ProofRequest, ShapeError> =>
  readShape(() => {
    const fields = fieldsOf(value, '', ['class_hashes', 'contract_addresses', 'contracts_storage_keys']);
    return {
      classHashes: keysOf(fields.class_hashes ?? [], 'class_hashes'),
      contracts: keysOf(fields.contract_addresses ?? [], 'contract_addresses'),
      storage: eachOf(fields.contracts_storage_keys ?? [], 'contracts_storage_keys', PROOF_KEYS_MAX, (item, at) => {
        const entry = fieldsOf(item, at, ['contract_address', 'storage_keys']);
        return {
          contract: keyOf(entry.contract_address, `${at}.contract_address`),
          keys: keysOf(entry.storage_keys, `${at}.storage_keys`),
        };
      }),
    };
  });

const nodeOf = (value: unknown, at: string): ProofNode => {
  const isBinary = typeof value === 'object' && value !== null && 'left' in value;
  if (isBinary) {
    const { left, right } = fieldsOf(value, at, ['left', 'right']);
    return { kind: 'binary', left: feltOf(left, `${at}.left`), right: feltOf(right, `${at}.right`) };
  }
  const { path, length, child } = fieldsOf(value, at, ['path', 'length', 'child']);
  return {
    kind: 'edge',
    path: hexOf(path, `${at}.path`, KEY_BITS),
    length: wholeOf(length, `${at}.length`, [1, KEY_BITS]),
    child: feltOf(child, `${at}.child`),
  };
};

const nodesOf = (value: unknown, at: string): ProofNodes =>
  new Map(
    eachOf(value, at, PROOF_NODES_MAX, (item, place) => {
      const entry = fieldsOf(item, place, ['node_hash', 'node']);
      return [feltToHex(feltOf(entry.node_hash, `${place}.node_hash`)), nodeOf(entry.node, `${place}.node`)] as const;
    }),
  );

const leafOf = (value: unknown, at: string): ContractLeaf => {
  const leaf = fieldsOf(value, at, ['nonce', 'class_hash', 'storage_root']);
  return {
    nonce: feltOf(leaf.nonce, `${at}.nonce`),
    classHash: feltOf(leaf.class_hash, `${at}.class_hash`),
    storageRoot: feltOf(leaf.storage_root, `${at}.storage_root`),
  };
};

export const readProofResult = (value: unknown): Result<{ readonly proof: StateProof; readonly blockHash: Felt }, ShapeError> =>
  readShape(() => {
    const fields = fieldsOf(value, '', ['classes_proof', 'contracts_proof', 'contracts_storage_proofs', 'global_roots']);
    const contracts = fieldsOf(fields.contracts_proof, 'contracts_proof', ['nodes', 'contract_leaves_data']);
    const roots = fieldsOf(fields.global_roots, 'global_roots', ['contracts_tree_root', 'classes_tree_root', 'block_hash']);
    const proof: StateProof = {
      classes: nodesOf(fields.classes_proof, 'classes_proof'),
      contracts: nodesOf(contracts.nodes, 'contracts_proof.nodes'),
      leaves: eachOf(contracts.contract_leaves_data, 'contracts_proof.contract_leaves_data', PROOF_KEYS_MAX, leafOf),
      storage: eachOf(fields.contracts_storage_proofs, 'contracts_storage_proofs', PROOF_KEYS_MAX, nodesOf),
      contractsRoot: feltOf(roots.contracts_tree_root, 'global_roots.contracts_tree_root'),
      classesRoot: feltOf(roots.classes_tree_root, 'global_roots.classes_tree_root'),
    };
    return { proof, blockHash: feltOf(roots.block_hash, 'global_roots.block_hash') };
  });
