// The address of a contract from what deploys it. Source: commitments.md 2.
import { type Felt, feltFromAscii, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { pedersenMany } from './pedersen-many.ts';

/** Addresses, storage cells and class hashes are taken modulo this: 2^251 - 256. */
export const ADDRESS_END: bigint = 2n ** 251n - 256n;
const PREFIX: Felt = feltFromAscii('STARKNET_CONTRACT_ADDRESS');

export type Deployment = {
  /** 0 for a deploy-account transaction. */
  readonly deployer: Felt;
  readonly salt: Felt;
  readonly classHash: Felt;
  readonly calldata: readonly Felt[];
};

/** The address that `deployment` gets. */
export const contractAddress = (kernel: Kernel, deployment: Deployment): Felt => {
  const { deployer, salt, classHash, calldata } = deployment;
  return toFelt(pedersenMany(kernel, [PREFIX, deployer, salt, classHash, pedersenMany(kernel, calldata)]) % ADDRESS_END);
};
