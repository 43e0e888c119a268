// Which processes of a run a layout puts where. Kept from mesh.ts because the page's first load needs no world.
import { type World, processesOf } from '../core/sim/world.ts';
import { CONSENSUS_SLOT, type ProcessId, slotOf, validatorOf } from '../core/types/ids.ts';
import type { Home, Layout } from './api.ts';

/** True when a host with these homes handles the process. */
export const livesIn = (homes: readonly Home[], id: ProcessId): boolean =>
  homes.some(
    ({ node, part }) => node === validatorOf(id) && (part === 'whole' || (part === 'consensus') === (slotOf(id) === CONSENSUS_SLOT)),
  );

/** The processes of one host. */
export const residentsOf = (world: World, homes: readonly Home[]): readonly ProcessId[] =>
  processesOf(world).filter((id) => livesIn(homes, id));

/** The processes of each host. */
export const allResidents = (world: World, layout: Layout): readonly (readonly ProcessId[])[] =>
  layout.map((homes) => residentsOf(world, homes));
