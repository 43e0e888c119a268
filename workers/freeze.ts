// Frozen objects lose their frozenness in a structured clone; they are listed before the post and frozen again after it. Identity inside one message
// survives, so shared structure stays shared.
import type { HostSnapshot } from '../core/sim/host.ts';
import { type ProcessId, slotOf } from '../core/types/ids.ts';
import type { Layout, Portable, PortableSnapshot } from './api.ts';
import { livesIn } from './residents.ts';
import { shareEqual } from './share-equal.ts';

const collect = (value: unknown, seen: Set<object>, frozen: object[]): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Object.isFrozen(value)) frozen.push(value);
  if (value instanceof Uint8Array) return;
  if (value instanceof Map) {
    for (const [k, v] of value) {
      collect(k, seen, frozen);
      collect(v, seen, frozen);
    }
  } else if (value instanceof Set) for (const item of value) collect(item, seen, frozen);
  else for (const item of Object.values(value)) collect(item, seen, frozen);
};

/** Plain data ready to be posted. */
export const toPortable = <T>(value: T): Portable<T> => {
  const frozen: object[] = [];
  collect(value, new Set(), frozen);
  return { value, frozen };
};

/** The data as it was before it crossed the port. */
export const fromPortable = <T>(portable: Portable<T>): T => {
  for (const object of portable.frozen) Object.freeze(object);
  return portable.value;
};

/** A snapshot ready to be posted, process by process. */
export const packSnapshot = ({ t, processes }: HostSnapshot): PortableSnapshot => ({
  t,
  processes: new Map([...processes].map(([id, state]) => [id, toPortable(state)] as const)),
});

/** The snapshot of some processes as it was before it crossed the port. */
export const unpackSnapshot = ({ t, processes }: PortableSnapshot, ids: readonly ProcessId[]): HostSnapshot => ({
  t,
  processes: new Map(
    ids.flatMap((id) => {
      const state = processes.get(id);
      return state === undefined ? [] : [[id, fromPortable(state)] as const];
    }),
  ),
});

/** Snapshots of several hosts at one time as one, in which processes of one kind share what is equal. The parts are changed: they have crossed a port. */
export const joinSnapshots = (t: number, parts: readonly PortableSnapshot[]): PortableSnapshot => {
  const models = new Map<number, Portable<unknown>>();
  const processes = parts
    .flatMap((part) => [...part.processes])
    .map(([id, own]) => {
      const model = models.get(slotOf(id));
      const shared = model === undefined ? own : shareEqual(model, own);
      models.set(slotOf(id), shared);
      return [id, shared] as const;
    });
  return { t, processes: new Map(processes) };
};

/** The part of a snapshot that each host of a layout needs. */
export const shareSnapshot = ({ t, processes }: PortableSnapshot, layout: Layout): readonly PortableSnapshot[] =>
  layout.map((homes) => ({ t, processes: new Map([...processes].filter(([id]) => livesIn(homes, id))) }));
