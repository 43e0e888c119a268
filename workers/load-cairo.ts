// The Cairo engines of a worker of the browser: the virtual machine as a chunk of its own and the class files that block 0 needs, both loaded only for a
// run whose world names such an engine. What cannot be loaded is told as text; the run cannot go on without it.
import { worldOf } from '../core/scenarios/registry.ts';
import { type CairoEngines, needsCairo } from '../core/sim/engines.ts';
import type { Run } from '../core/sim/run.ts';

/** `engines` is null where the run needs none; `missing`: what could not be loaded. */
export type LoadedCairo = { readonly engines: CairoEngines | null; readonly missing: string | null };

const NOTHING: LoadedCairo = { engines: null, missing: null };

/** Loads what the run needs; never rejects. */
export const loadCairo = async (run: Run): Promise<LoadedCairo> => {
  const world = worldOf(run);
  if (world === undefined || !needsCairo(world)) return NOTHING;
  try {
    const { openCairo } = await import('./open-cairo.ts');
    return { engines: await openCairo(run.classes ?? []), missing: null };
  } catch (error) {
    return { engines: null, missing: error instanceof Error ? error.message : String(error) };
  }
};
