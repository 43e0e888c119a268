// The machines of a world: which process a process id names, and how it is configured from the world.
import { feltFromAscii } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { CONSENSUS_SLOT, slotOf, validatorOf } from '../types/ids.ts';
import type { FollowerKind } from '../types/nodes.ts';
import { createBatcherProcess } from '../validator/batcher-process.ts';
import type { BatcherProcessConfig } from '../validator/batcher-state.ts';
import { createConsensusProcess } from '../validator/consensus-process.ts';
import { createFollowerProcess } from '../validator/follower-process.ts';
import type { ProcessMachine } from '../validator/process.ts';
import { type CairoEngines, enginesOf, needsCairo } from './engines.ts';
import type { MachineFactory } from './host.ts';
import { PRESETS } from './presets.ts';
import { type World, stakingOf } from './world.ts';

/** A factory of honest machines; `kernel` may memoise, which changes no result. `cairo`: where the world names such an engine. */
export const createMachines = (world: World, seed: number, kernel: Kernel, cairo: CairoEngines | null = null): MachineFactory => {
  const engineOf = enginesOf(world, kernel, cairo);
  const network = cairo !== null && needsCairo(world) ? { genesis: cairo.genesis, declaredClass: cairo.declaredClass } : {};
  const staking = stakingOf(world);
  const { genesisUnix, chainId, settings, l1 } = world;
  const keepsBodies = world.followers.includes('re_execute');
  return (id) => {
    const shared = { validator: validatorOf(id), count: world.validators, seed, genesisUnix, chainId, settings, l1, kernel };
    const slot = slotOf(id);
    const engine = engineOf(shared.validator);
    const follow = world.followers[shared.validator - world.validators];
    if (follow !== undefined) return createFollowerMachine({ ...shared, ...network, slot, engine }, follow);
    if (slot === CONSENSUS_SLOT)
      return createConsensusProcess({ ...shared, staking, batchers: world.batchers, presets: PRESETS, keepsBodies });
    return createBatcherProcess({ ...shared, ...network, slot, engine, presets: PRESETS });
  };
};

/** A full node speaks to its one batcher in Apollo's way, whatever the validators do. */
const createFollowerMachine = (config: BatcherProcessConfig, follow: FollowerKind): ProcessMachine => {
  const { validator, count, kernel } = config;
  if (config.slot === CONSENSUS_SLOT)
    return createFollowerProcess({ node: validator, validators: count, follow, chainId: feltFromAscii(config.chainId), kernel });
  const settings = { ...config.settings, bridge: { ...config.settings.bridge, transport: 'apollo' as const } };
  const { bridge } = settings;
  return createBatcherProcess({ ...config, settings, presets: { ...PRESETS, bridge: { local: bridge, remote: bridge } } });
};
