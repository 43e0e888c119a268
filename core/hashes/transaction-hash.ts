// Hashes of the transactions that exist today: version 3 with three resource bounds, and L1 handlers. Source: commitments.md 1
// (S:starknet_api/src/transaction_hash.rs). Older versions and query hashes are in historic-transaction-hash.ts.
import { FELT_ZERO, type Felt, feltFromAscii, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type {
  AccountTransaction,
  DaMode,
  DeployAccountV3,
  InvokeV3,
  L1HandlerV0,
  ResourceLimits,
  Transaction,
} from '../types/transaction.ts';
import { sierraClassHash } from './class-hash.ts';
import { contractAddress } from './contract-address.ts';
import { pedersenMany } from './pedersen-many.ts';

/** What the three kinds of version 3 have in common, and the elements that follow. */
export type Version3Fields = {
  readonly prefix: 'invoke' | 'declare' | 'deploy_account';
  /** 3, or 3 + 2^128 for a query. */
  readonly version: Felt;
  readonly address: Felt;
  readonly tip: bigint;
  readonly bounds: HashedBounds;
  readonly paymasterData: readonly Felt[];
  readonly chainId: Felt;
  readonly nonce: Felt;
  readonly nonceDaMode: DaMode;
  readonly feeDaMode: DaMode;
  readonly rest: readonly Felt[];
};

/** Bounds to hash; the form from before data gas existed has no third one. */
export type HashedBounds = { readonly l1Gas: ResourceLimits; readonly l2Gas: ResourceLimits; readonly l1DataGas: ResourceLimits | null };

const VERSION_3: Felt = toFelt(3);

/** The hash of `tx` on the chain `chainId` (the felt of its ASCII name). */
export const transactionHash = (kernel: Kernel, tx: Transaction, chainId: Felt): Felt =>
  tx.kind === 'l1_handler'
    ? l1HandlerHash(kernel, tx, chainId)
    : version3Hash(kernel, { ...tx, ...ownElements(kernel, tx), version: VERSION_3, bounds: tx.resourceBounds, chainId });

/** Poseidon of the common elements and the rest. */
export const version3Hash = (kernel: Kernel, fields: Version3Fields): Felt =>
  kernel.poseidonMany([
    feltFromAscii(fields.prefix),
    fields.version,
    fields.address,
    tipAndBoundsHash(kernel, fields.tip, fields.bounds),
    kernel.poseidonMany(fields.paymasterData),
    fields.chainId,
    fields.nonce,
    daModesFelt(fields.nonceDaMode, fields.feeDaMode),
    ...fields.rest,
  ]);

const ownElements = (kernel: Kernel, tx: AccountTransaction): Pick<Version3Fields, 'prefix' | 'address' | 'rest'> => {
  switch (tx.kind) {
    case 'invoke_v3':
      return { prefix: 'invoke', address: tx.sender, rest: invokeElements(kernel, tx) };
    case 'declare_v3':
      return {
        prefix: 'declare',
        address: tx.sender,
        rest: [kernel.poseidonMany(tx.accountDeploymentData), sierraClassHash(kernel, tx.class), tx.compiledClassHash],
      };
    case 'deploy_account_v3':
      return {
        prefix: 'deploy_account',
        address: deployedAddress(kernel, tx),
        rest: [kernel.poseidonMany(tx.constructorCalldata), tx.classHash, tx.addressSalt],
      };
  }
};

/** The elements of an invoke after the common ones: proof facts only where there are any. */
export const invokeElements = (
  kernel: Kernel,
  { accountDeploymentData, calldata, proofFacts }: Pick<InvokeV3, 'accountDeploymentData' | 'calldata' | 'proofFacts'>,
): readonly Felt[] => [
  kernel.poseidonMany(accountDeploymentData),
  kernel.poseidonMany(calldata),
  ...(proofFacts.length > 0 ? [kernel.poseidonMany(proofFacts)] : []),
];

/** The address of the account that `tx` deploys. */
export const deployedAddress = (kernel: Kernel, tx: Pick<DeployAccountV3, 'addressSalt' | 'classHash' | 'constructorCalldata'>): Felt =>
  contractAddress(kernel, { deployer: FELT_ZERO, salt: tx.addressSalt, classHash: tx.classHash, calldata: tx.constructorCalldata });

const l1HandlerHash = (kernel: Kernel, tx: L1HandlerV0, chainId: Felt): Felt =>
  pedersenMany(kernel, [
    feltFromAscii('l1_handler'),
    FELT_ZERO,
    tx.address,
    tx.entryPointSelector,
    pedersenMany(kernel, tx.calldata),
    FELT_ZERO,
    chainId,
    tx.nonce,
  ]);

const resourceFelt = (name: string, limits: ResourceLimits): Felt =>
  toFelt((feltFromAscii(name) << 192n) + (limits.maxAmount << 128n) + limits.maxPricePerUnit);

/** Poseidon of the tip and one felt per resource. */
export const tipAndBoundsHash = (kernel: Kernel, tip: bigint, bounds: HashedBounds): Felt =>
  kernel.poseidonMany([
    toFelt(tip),
    resourceFelt('L1_GAS', bounds.l1Gas),
    resourceFelt('L2_GAS', bounds.l2Gas),
    ...(bounds.l1DataGas === null ? [] : [resourceFelt('L1_DATA', bounds.l1DataGas)]),
  ]);

/** Nonce mode * 2^32 + fee mode. */
export const daModesFelt = (nonceMode: DaMode, feeMode: DaMode): Felt => toFelt(nonceMode * 2 ** 32 + feeMode);
