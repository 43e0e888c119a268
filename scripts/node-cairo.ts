// The Cairo engines of the command line: from the same class files that the page fetches.
import { readFileSync } from 'node:fs';
import type { Kernel } from '../core/crypto/kernel.ts';
import { createCairoEngines, GENESIS_FILES } from '../core/sim/cairo-engines.ts';
import { needsCairo } from '../core/sim/engines.ts';
import type { MachineFactory } from '../core/sim/host.ts';
import { createMachines } from '../core/sim/machines.ts';
import type { World } from '../core/sim/world.ts';
import type { ClassFile } from '../core/types/engines.ts';
import type { LoadedCairo } from '../workers/load-cairo.ts';

const CLASSES = new URL('../public/classes/', import.meta.url);

/** The engines of a world that needs them. Throws when a file is not the one that belongs to this version. */
export const loadNodeCairo = (world: World, brought: readonly ClassFile[] = []): LoadedCairo => {
  if (!needsCairo(world)) return { engines: null, missing: null };
  const texts = new Map(GENESIS_FILES.map((file) => [file, readFileSync(new URL(file, CLASSES), 'utf8')]));
  const made = createCairoEngines(texts, brought);
  if (!made.ok) throw new Error(`${made.error.file}: ${made.error.why}`);
  return { engines: made.value, missing: null };
};

/** The machines of a world, whatever engines it names. */
export const createNodeMachines = (world: World, seed: number, kernel: Kernel): MachineFactory =>
  createMachines(world, seed, kernel, loadNodeCairo(world).engines);
