// Families of vectors about primitives, transactions, classes and signatures: each turns an input into the value that core/ computes for it.
import { bytesToBigint } from '../core/base/bytes.ts';
import { FELT_ZERO, type Felt, feltFromAscii } from '../core/base/felt.ts';
import { utf8ToBytes } from '../core/base/utf8.ts';
import { blakeFelts } from '../core/crypto/blake.ts';
import { publicKeyOf, signStark } from '../core/crypto/ecdsa.ts';
import { starknetKeccak } from '../core/crypto/keccak.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { sierraClassHash } from '../core/hashes/class-hash.ts';
import {
  type CompiledClass,
  type CompiledEntryPoint,
  type SegmentLengths,
  compiledClassHashV1,
  compiledClassHashV2,
} from '../core/hashes/compiled-class-hash.ts';
import { contractAddress } from '../core/hashes/contract-address.ts';
import { type HashVariant, boundsOfRpc, daModeOfRpc, transactionHashOfRpc } from '../core/hashes/historic-transaction-hash.ts';
import { l1ToL2MessageHash, precommitDigest } from '../core/hashes/message-hash.ts';
import { pedersenMany } from '../core/hashes/pedersen-many.ts';
import {
  type Json,
  RpcShapeError,
  countIn,
  feltIn,
  feltsIn,
  integerIn,
  listIn,
  objectIn,
  textIn,
  toCount,
  toJson,
  toList,
  toText,
} from '../core/hashes/rpc-reading.ts';
import { daModesFelt, tipAndBoundsHash, transactionHash } from '../core/hashes/transaction-hash.ts';
import type { SierraEntryPoint, Transaction } from '../core/types/transaction.ts';
import type { Family } from './vectors-runner.ts';

const hades = (kernel: Kernel, input: Json): readonly Felt[] => {
  const [a = FELT_ZERO, b = FELT_ZERO, c = FELT_ZERO, ...more] = feltsIn(input, 'state');
  if (more.length > 0) throw new RpcShapeError('state: expected three felts');
  return kernel.hades([a, b, c]);
};

const VARIANTS: readonly HashVariant[] = ['normal', 'deprecated', 'as_invoke'];

/** The hash from the RPC shape and, where the transaction is one of those that exist today, from the core's own type as well. */
const transactionHashes = (kernel: Kernel, input: Json): Felt => {
  const [chainId, transaction] = [textIn(input, 'chain_id'), objectIn(input, 'transaction')] as const;
  const onlyQuery = input['only_query'] === true;
  const variant = VARIANTS.find((name) => name === (input['variant'] ?? 'normal'));
  if (variant === undefined) throw new RpcShapeError('variant: expected normal, deprecated or as_invoke');
  const hash = transactionHashOfRpc(kernel, { chainId, onlyQuery, variant, transaction });
  const own = onlyQuery || variant !== 'normal' ? null : toTransaction(transaction);
  if (own !== null && transactionHash(kernel, own, feltFromAscii(chainId)) !== hash)
    throw new Error('transactionHash of the same transaction differs');
  return hash;
};

/** Null for what the core has no type for: older versions, the legacy bounds, and declarations (which name no class here). */
const toTransaction = (tx: Json): Transaction | null => {
  const type = textIn(tx, 'type');
  if (type === 'L1_HANDLER')
    return {
      kind: 'l1_handler',
      nonce: feltIn(tx, 'nonce'),
      address: feltIn(tx, 'contract_address'),
      entryPointSelector: feltIn(tx, 'entry_point_selector'),
      calldata: feltsIn(tx, 'calldata'),
    };
  if (integerIn(tx, 'version') !== 3n) return null;
  const { l1Gas, l2Gas, l1DataGas } = boundsOfRpc(objectIn(tx, 'resource_bounds'));
  if (l1DataGas === null) return null;
  const fields = {
    signature: [],
    nonce: feltIn(tx, 'nonce'),
    resourceBounds: { l1Gas, l2Gas, l1DataGas },
    tip: integerIn(tx, 'tip'),
    paymasterData: feltsIn(tx, 'paymaster_data'),
    nonceDaMode: daModeOfRpc(tx['nonce_data_availability_mode']),
    feeDaMode: daModeOfRpc(tx['fee_data_availability_mode']),
  };
  if (type === 'INVOKE')
    return {
      ...fields,
      kind: 'invoke_v3',
      sender: feltIn(tx, 'sender_address'),
      calldata: feltsIn(tx, 'calldata'),
      accountDeploymentData: feltsIn(tx, 'account_deployment_data'),
      proofFacts: tx['proof_facts'] === undefined ? [] : feltsIn(tx, 'proof_facts'),
      proof: new Uint8Array(),
    };
  if (type === 'DEPLOY_ACCOUNT')
    return {
      ...fields,
      kind: 'deploy_account_v3',
      classHash: feltIn(tx, 'class_hash'),
      addressSalt: feltIn(tx, 'contract_address_salt'),
      constructorCalldata: feltsIn(tx, 'constructor_calldata'),
    };
  return null;
};

const sierraEntryPoints = (byType: Json, type: string): readonly SierraEntryPoint[] =>
  listIn(byType, type).map((item) => {
    const entryPoint = toJson(item, type);
    return { selector: feltIn(entryPoint, 'selector'), index: countIn(entryPoint, 'function_idx') };
  });

const sierraHash = (kernel: Kernel, input: Json): Felt => {
  const byType = objectIn(input, 'entry_points_by_type');
  return sierraClassHash(kernel, {
    abi: textIn(input, 'abi'),
    contractClassVersion: textIn(input, 'contract_class_version'),
    program: feltsIn(input, 'sierra_program'),
    externals: sierraEntryPoints(byType, 'EXTERNAL'),
    l1Handlers: sierraEntryPoints(byType, 'L1_HANDLER'),
    constructors: sierraEntryPoints(byType, 'CONSTRUCTOR'),
  });
};

const compiledEntryPoints = (byType: Json, type: string): readonly CompiledEntryPoint[] =>
  listIn(byType, type).map((item) => {
    const entryPoint = toJson(item, type);
    return {
      selector: feltIn(entryPoint, 'selector'),
      offset: countIn(entryPoint, 'offset'),
      builtins: listIn(entryPoint, 'builtins').map((name) => toText(name, 'builtins')),
    };
  });

const segmentLengths = (value: unknown): SegmentLengths =>
  Array.isArray(value) ? toList(value, 'bytecode_segment_lengths').map(segmentLengths) : toCount(value, 'bytecode_segment_lengths');

const compiledClass = (input: Json): CompiledClass => {
  const byType = objectIn(input, 'entry_points_by_type');
  const lengths = input['bytecode_segment_lengths'];
  return {
    bytecode: feltsIn(input, 'bytecode'),
    segmentLengths: lengths === null || lengths === undefined ? null : segmentLengths(lengths),
    externals: compiledEntryPoints(byType, 'EXTERNAL'),
    l1Handlers: compiledEntryPoints(byType, 'L1_HANDLER'),
    constructors: compiledEntryPoints(byType, 'CONSTRUCTOR'),
  };
};

const voteSignature = (kernel: Kernel, input: Json): { readonly digest: Felt; readonly r: Felt; readonly s: Felt } => {
  const privateKey = integerIn(input, 'private_key');
  const publicKey = publicKeyOf(privateKey);
  const digest = precommitDigest(feltIn(input, 'block_hash'));
  const { r, s } = signStark(privateKey, digest);
  if (publicKey !== feltIn(input, 'public_key')) throw new Error('publicKeyOf the private key differs');
  if (!kernel.ecdsaVerify(publicKey, digest, r, s)) throw new Error('ecdsaVerify refuses the signature');
  return { digest, r, s };
};

const messageHash = (input: Json): bigint =>
  bytesToBigint(
    l1ToL2MessageHash({
      kind: 'l1_handler',
      nonce: feltIn(input, 'nonce'),
      address: feltIn(input, 'l2_to_address'),
      entryPointSelector: feltIn(input, 'selector'),
      calldata: [feltIn(input, 'l1_from_address'), ...feltsIn(input, 'payload')],
    }),
  );

export const HASH_FAMILIES: Readonly<Record<string, Family>> = {
  pedersen: (kernel, input) => kernel.pedersen(feltIn(input, 'a'), feltIn(input, 'b')),
  pedersen_array: (kernel, input) => pedersenMany(kernel, feltsIn(input, 'elements')),
  poseidon_permutation: hades,
  poseidon_array: (kernel, input) => kernel.poseidonMany(feltsIn(input, 'elements')),
  poseidon_pair: (kernel, input) => kernel.poseidonPair(feltIn(input, 'a'), feltIn(input, 'b')),
  starknet_keccak: (_, input) => starknetKeccak(utf8ToBytes(textIn(input, 'utf8'))),
  blake_felt_array: (_, input) => blakeFelts(feltsIn(input, 'elements')),
  ascii_felt: (_, input) => feltFromAscii(textIn(input, 'ascii')),
  tx_hash: transactionHashes,
  tx_hash_query: transactionHashes,
  tip_resource_bounds: (kernel, input) =>
    tipAndBoundsHash(kernel, integerIn(input, 'tip'), boundsOfRpc(objectIn(input, 'resource_bounds'))),
  da_mode_felt: (_, input) => daModesFelt(daModeOfRpc(input['nonce_mode']), daModeOfRpc(input['fee_mode'])),
  contract_address: (kernel, input) =>
    contractAddress(kernel, {
      deployer: feltIn(input, 'deployer_address'),
      salt: feltIn(input, 'salt'),
      classHash: feltIn(input, 'class_hash'),
      calldata: feltsIn(input, 'constructor_calldata'),
    }),
  sierra_class_hash: sierraHash,
  compiled_class_hash_v1_poseidon: (kernel, input) => compiledClassHashV1(kernel, compiledClass(input)),
  compiled_class_hash_v2_blake: (_, input) => compiledClassHashV2(compiledClass(input)),
  l1_to_l2_message_hash: (_, input) => messageHash(input),
  precommit_vote_signature: voteSignature,
  block_signature: (kernel, input) => {
    const hash = kernel.poseidonMany([feltIn(input, 'block_hash'), feltIn(input, 'state_diff_commitment')]);
    return kernel.ecdsaVerify(feltIn(input, 'public_key'), hash, feltIn(input, 'r'), feltIn(input, 's'));
  },
};
