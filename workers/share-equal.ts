// Validators of one run hold the same chain. In the backup that the director keeps, what one process has frozen and another one of its kind has as well,
// equal in every part, is there once. Frozen values are never changed, so nobody can tell; what is not frozen stays everybody's own.
import type { Portable } from './api.ts';

type Pairs = {
  readonly ownFrozen: ReadonlySet<object>;
  readonly modelFrozen: ReadonlySet<object>;
  /** An object of the snapshot -> the equal one of the model that takes its place. */
  readonly instead: Map<object, object>;
};

/** Compares two parts; `put` puts another value in the place of the own one. Goes on after a difference: what lies beside it may be equal. */
const isSame = (own: unknown, model: unknown, pairs: Pairs, put: (value: object) => void): boolean => {
  if (typeof own !== 'object' || own === null) return Object.is(own, model);
  if (typeof model !== 'object' || model === null) return false;
  if (own === model) return true;
  const known = pairs.instead.get(own);
  if (known !== undefined) {
    put(known);
    return known === model;
  }
  if (!hasSameParts(own, model, pairs)) return false;
  const isConstant = own instanceof Uint8Array || (pairs.ownFrozen.has(own) && pairs.modelFrozen.has(model));
  if (isConstant) {
    pairs.instead.set(own, model);
    put(model);
  }
  return true;
};

const hasSameParts = (own: object, model: object, pairs: Pairs): boolean => {
  if (own instanceof Uint8Array)
    return model instanceof Uint8Array && own.length === model.length && own.every((byte, i) => byte === model[i]);
  if (own instanceof Map) return model instanceof Map && hasSameEntries(own, model, pairs);
  if (own instanceof Set) return model instanceof Set && hasSameItems(own, model);
  if (Array.isArray(own) !== Array.isArray(model) || model instanceof Map || model instanceof Set || model instanceof Uint8Array)
    return false;
  const [mine, theirs] = [own as Record<string, unknown>, model as Readonly<Record<string, unknown>>];
  const keys = Object.keys(own);
  let same = keys.length === Object.keys(model).length;
  for (const key of keys) {
    const isHere = Object.hasOwn(theirs, key);
    same = isHere && isSame(mine[key], theirs[key], pairs, (value) => void (mine[key] = value)) && same;
  }
  return same;
};

/** Items are primitives. Their order belongs to a Set. */
const hasSameItems = (own: ReadonlySet<unknown>, model: ReadonlySet<unknown>): boolean => {
  const items = model.keys();
  return own.size === model.size && [...own].every((item) => Object.is(items.next().value, item));
};

/** Keys are primitives. The order of entries belongs to a Map. */
const hasSameEntries = (own: Map<unknown, unknown>, model: ReadonlyMap<unknown, unknown>, pairs: Pairs): boolean => {
  let same = own.size === model.size;
  const keys = model.keys();
  for (const [key, value] of own) {
    const isNext = Object.is(keys.next().value, key);
    same = isSame(value, model.get(key), pairs, (other) => void own.set(key, other)) && isNext && same;
  }
  return same;
};

/** The data of `own`, which is changed, with all that it can share with `model`. Both have crossed a port and are not frozen again yet. */
export const shareEqual = <T>(model: Portable<unknown>, own: Portable<T>): Portable<T> => {
  const pairs: Pairs = { ownFrozen: new Set(own.frozen), modelFrozen: new Set(model.frozen), instead: new Map() };
  let { value } = own;
  isSame(own.value, model.value, pairs, (other) => void (value = other as T));
  return { value, frozen: own.frozen.map((object) => pairs.instead.get(object) ?? object) };
};
