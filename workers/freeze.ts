// Frozen objects lose their frozenness in a structured clone; they are listed before the post and frozen again after it. Identity inside one message
// survives, so shared structure stays shared.
import type { HostSnapshot } from '../core/sim/host.ts';
import type { PortableSnapshot } from './api.ts';

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

/** A snapshot ready to be posted. */
export const toPortable = (snapshot: HostSnapshot): PortableSnapshot => {
  const frozen: object[] = [];
  collect(snapshot, new Set(), frozen);
  return { snapshot, frozen };
};

/** The snapshot as it was before it crossed the port. */
export const fromPortable = (portable: PortableSnapshot): HostSnapshot => {
  for (const object of portable.frozen) Object.freeze(object);
  return portable.snapshot;
};
