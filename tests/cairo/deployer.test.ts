// The universal deployer under the engine: the address with and without the caller in it, and the event as starknet.js reads it.
import { expect, test } from 'vitest';
import { type Felt, FELT_ZERO, feltFromAscii, toFelt } from '../../core/base/felt.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { contractAddress } from '../../core/hashes/contract-address.ts';
import { counter } from '../../scripts/contracts/counter.ts';
import { probe } from '../../scripts/contracts/probe.ts';
import { universalDeployer } from '../../scripts/contracts/universal-deployer.ts';
import { EngineWorld, KERNEL, stopOf } from './engine-world.ts';

const [DEPLOYER, CALLER, SALT, COUNTER_CLASS, PROBE_CLASS] = [0xd0n, 0xca11n, 0x5a17n, 0xc2n, 0xc3n] as const;
const start = (): EngineWorld =>
  new EngineWorld([
    { classHash: 0xc1n, source: universalDeployer, at: DEPLOYER },
    { classHash: COUNTER_CLASS, source: counter },
    { classHash: PROBE_CLASS, source: probe },
  ]);
const deploy = (world: EngineWorld, calldata: readonly bigint[], name = 'deploy_contract') =>
  world.ask({ to: DEPLOYER, name, calldata, caller: CALLER });
const addressOf = (deployer: Felt, salt: Felt): Felt =>
  contractAddress(KERNEL, { deployer, salt, classHash: toFelt(COUNTER_CLASS), calldata: [toFelt(11)] });

test.each([
  ['bound to its caller', 1n, 'deploy_contract', addressOf(toFelt(DEPLOYER), KERNEL.pedersen(toFelt(CALLER), toFelt(SALT)))],
  ['the same for everybody', 0n, 'deployContract', addressOf(FELT_ZERO, toFelt(SALT))],
])('deployer: an address %s', (_, notFromZero, name, address) => {
  const world = start();
  const { data, phase } = deploy(world, [COUNTER_CLASS, SALT, notFromZero, 1n, 11n], name);
  expect(data).toEqual([address]);
  expect(world.state.classHashAt(address)).toBe(COUNTER_CLASS);
  expect(world.state.storageAt(address, selectorOf('count'))).toBe(11n);
  expect(phase.events).toEqual([
    { from: DEPLOYER, keys: [selectorOf('ContractDeployed')], data: [address, CALLER, notFromZero, COUNTER_CLASS, 1n, 11n, SALT] },
  ]);
});

test('deployer: what cannot be deployed', () => {
  const world = start();
  expect(deploy(world, [COUNTER_CLASS, SALT, 0n, 2n, 11n]).data).toEqual([feltFromAscii('Failed to deserialize param #4')]);
  expect(stopOf(deploy(world, [0x777n, SALT, 0n, 0n]))).not.toBeNull();
  expect(stopOf(deploy(world, [PROBE_CLASS, SALT, 0n, 1n, 1n]))).toContain('constructor refuses');
  deploy(world, [COUNTER_CLASS, SALT, 0n, 1n, 11n]);
  expect(stopOf(deploy(world, [COUNTER_CLASS, SALT, 0n, 1n, 11n]))).toMatch(/unavailable|not available|already/i);
});
