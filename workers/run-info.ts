// What the page must know of a run beside its log, from the scenario's world.
import { feltToHex } from '../core/base/felt.ts';
import type { Run } from '../core/sim/run.ts';
import { type World, engineNameOf, nodesOf, stakePlanOf } from '../core/sim/world.ts';
import { ACCOUNT_ADDRESSES } from '../core/types/genesis.ts';
import type { Layout, Placement, RunInfo } from './api.ts';
import { allResidents } from './residents.ts';

export const describeRun = (world: World, run: Run, placement: Placement, layout: Layout): RunInfo => ({
  run,
  validators: world.validators,
  followers: world.followers,
  engines: Array.from({ length: nodesOf(world) }, (_, node) => engineNameOf(world, node)),
  settings: world.settings,
  overrides: world.overrides,
  genesisUnix: world.genesisUnix,
  chainId: world.chainId,
  stakes: stakePlanOf(world),
  lookaheadUs: world.links.latencyUsMin,
  inputCount: world.inputs.length,
  inputs: world.inputs.filter(({ kind }) => kind !== 'send_tx'),
  accounts: ACCOUNT_ADDRESSES.map((address, index) => ({ index, address: feltToHex(address) })),
  placement,
  hosts: allResidents(world, layout),
});
