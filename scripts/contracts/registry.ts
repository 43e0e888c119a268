// All contracts of our own that are assembled into public/classes.
import type { ContractSource } from '../asm/contract.ts';
import { account } from './account.ts';
import { bridge } from './bridge.ts';
import { counter } from './counter.ts';
import { erc20 } from './erc20.ts';

export const CONTRACTS: readonly ContractSource[] = [account, bridge, counter, erc20];
