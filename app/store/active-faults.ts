// Which faults are on: read from the interventions of scenario and user.
import { useMemo } from 'react';
import type { Intervention } from '../../core/sim/intervention.ts';
import { interventionsOf } from './deed-facts.ts';
import { useRun } from './run.ts';

export type Fault = Extract<Intervention, { readonly kind: 'fault_on' }>['fault'];

type Listed = Parameters<typeof interventionsOf>[0];

export type ActiveFault = { readonly id: number; readonly fault: Fault; readonly sinceUs: number; readonly byUser: boolean };

/** Faults that are on at `us` (one set at this very moment counts), in the order in which they were switched on. */
export const activeFaults = (listed: Listed, us: number): readonly ActiveFault[] => {
  const active = new Map<number, ActiveFault>();
  const scenario = listed.info?.inputs.length ?? 0;
  for (const [i, item] of interventionsOf(listed).entries()) {
    if (item.t > Math.floor(us) + 1) continue;
    if (item.kind === 'fault_on') active.set(item.id, { id: item.id, fault: item.fault, sinceUs: item.t, byUser: i >= scenario });
    if (item.kind === 'fault_off') active.delete(item.id);
  }
  return [...active.values()];
};

/** Faults that are on at the cursor. */
export const useActiveFaults = (): readonly ActiveFault[] => {
  const info = useRun((s) => s.info);
  const open = useRun((s) => s.run);
  // Once a second is enough for a list; a pause or a step gives the exact moment.
  const us = useRun((s) => (s.playing ? Math.floor(s.us / 1_000_000) * 1_000_000 : Math.floor(s.us)));
  return useMemo(() => activeFaults({ info, run: open }, us), [info, open, us]);
};
