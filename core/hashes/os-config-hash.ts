// The hash of the operating system's configuration that the facts of a client-side proof name. Source: commitments.md 1 ("New in 2026").
import { type Felt, feltFromAscii } from '../base/felt.ts';
import { blakeFelts } from '../crypto/blake.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { pedersenMany } from './pedersen-many.ts';
import { isVersionAtLeast } from './starknet-version.ts';

const CONFIG_3: Felt = feltFromAscii('StarknetOsConfig3');
const CONFIG_4: Felt = feltFromAscii('StarknetOsConfig4');

export type OsConfig = {
  /** ASCII name. */
  readonly chainId: string;
  readonly strkFeeToken: Felt;
  readonly starknetVersion: string;
  /** Keys of the committee that is named from 0.14.3 on; without any, nothing is hashed for them. */
  readonly publicKeys: readonly Felt[];
};

/** Pedersen before 0.14.3, Blake2s from then on. */
export const osConfigHash = (kernel: Kernel, { chainId, strkFeeToken, starknetVersion, publicKeys }: OsConfig): Felt => {
  const chain = feltFromAscii(chainId);
  return isVersionAtLeast(starknetVersion, '0.14.3')
    ? blakeFelts([CONFIG_4, chain, strkFeeToken, ...(publicKeys.length > 0 ? [blakeFelts(publicKeys)] : [])])
    : pedersenMany(kernel, [CONFIG_3, chain, strkFeeToken]);
};
