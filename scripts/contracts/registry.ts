// All contracts of our own that are assembled into public/classes.
import type { ContractSource } from '../asm/contract.ts';
import { account } from './account.ts';
import { attempt } from './attempt.ts';
import { bridge } from './bridge.ts';
import { counter } from './counter.ts';
import { erc20 } from './erc20.ts';
import { exchange } from './exchange.ts';
import { probe } from './probe.ts';
import { universalDeployer } from './universal-deployer.ts';

export const CONTRACTS: readonly ContractSource[] = [account, attempt, bridge, counter, erc20, exchange, probe, universalDeployer];
