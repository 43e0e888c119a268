// Opening and closing of records that last.
import { type Diagram, file } from './diagram.ts';
import type { Place, Primitive } from './primitives.ts';

type Lasting = Extract<Primitive, { readonly to: Place | null }>;

/** Files a record that is complete. */
export const addPrimitive = (diagram: Diagram, made: Primitive, first: number = made.at.step, last: number = made.at.step): void => {
  diagram.byId.set(made.id, made);
  file(diagram, made, first, last);
};

/** Keeps a record open under `key`; one that is open there already ends here. */
export const openSpan = (diagram: Diagram, key: string, made: Lasting): void => {
  closeSpan(diagram, key, made.at);
  diagram.byId.set(made.id, made);
  diagram.open.set(key, made);
};

/** Ends what is open under `key`; returns it, or null when nothing is. */
export const closeSpan = (diagram: Diagram, key: string, to: Place): Lasting | null => {
  const made = diagram.open.get(key);
  if (made === undefined) return null;
  made.to = to;
  diagram.open.delete(key);
  file(diagram, made, made.at.step, to.step);
  return made;
};
