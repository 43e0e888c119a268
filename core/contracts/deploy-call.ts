// A deployment through the universal deployer, as the call that starknet.js makes. Source: execution.md 10.5.
import { type Felt, FELT_ONE, FELT_ZERO, toFelt } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { Receipt } from '../types/block.ts';
import { UNIVERSAL_DEPLOYER_ADDRESS } from '../types/genesis.ts';
import type { Call } from '../types/transaction.ts';

const DEPLOY = selectorOf('deployContract');
const DEPLOYED = selectorOf('ContractDeployed');

export type Deployment = {
  readonly classHash: Felt;
  readonly salt: Felt;
  /** Whether the address depends on who deploys. */
  readonly isUnique: boolean;
  readonly calldata: readonly Felt[];
};

export const deployCall = ({ classHash, salt, isUnique, calldata }: Deployment): Call => ({
  to: UNIVERSAL_DEPLOYER_ADDRESS,
  selector: DEPLOY,
  calldata: [classHash, salt, isUnique ? FELT_ONE : FELT_ZERO, toFelt(calldata.length), ...calldata],
});

/** The addresses that the universal deployer says it has deployed to. */
export const deployedIn = ({ events }: Receipt): readonly Felt[] =>
  events.flatMap(({ from, keys, data: [address] }) =>
    from === UNIVERSAL_DEPLOYER_ADDRESS && keys[0] === DEPLOYED && address !== undefined ? [address] : [],
  );
