// The machines of a world: which process a process id names, and how it is configured from the world.
import type { Kernel } from '../crypto/kernel.ts';
import { createNativeEngine } from '../exec/engines/native.ts';
import { CONSENSUS_SLOT, slotOf, validatorOf } from '../types/ids.ts';
import { createBatcherProcess } from '../validator/batcher-process.ts';
import { createConsensusProcess } from '../validator/consensus-process.ts';
import type { MachineFactory } from './host.ts';
import { PRESETS } from './presets.ts';
import { type World, stakingOf } from './world.ts';

/** A factory of honest machines; `kernel` may memoise, which changes no result. */
export const createMachines = (world: World, seed: number, kernel: Kernel): MachineFactory => {
  const engine = createNativeEngine(kernel);
  const staking = stakingOf(world);
  const { genesisUnix, chainId, settings, l1 } = world;
  return (id) => {
    const shared = { validator: validatorOf(id), count: world.validators, seed, genesisUnix, chainId, settings, l1, kernel };
    const slot = slotOf(id);
    if (slot === CONSENSUS_SLOT) return createConsensusProcess({ ...shared, staking, batchers: world.batchers, presets: PRESETS });
    return createBatcherProcess({ ...shared, slot, engine, presets: PRESETS });
  };
};
