// Which key does what: the keys of the actions, as the visitor has changed them. A key does one thing only; a change that would take another action's
// key is refused. Escape and the digits, which choose validators, are never given away.
import { ACTIONS, type Action, type ActionId } from './actions.ts';

/** Keys by action, where they differ from the table. */
type Keys = Readonly<Record<string, string>>;

/** Named keys that may be given to an action, with or without shift. */
const NAMED = /^(?:Shift\+)?(?:Arrow(?:Left|Right|Up|Down)|Home|End|PageUp|PageDown|Insert|Delete|Enter|Backspace|F\d{1,2})$/;

/** One character that is no digit, or a named key. */
const isFree = (key: string): boolean => (key.length === 1 ? !/[1-9]/.test(key) : NAMED.test(key));

/** Action ids whose key cannot be changed. */
export const FIXED: ReadonlySet<ActionId> = new Set<ActionId>(['escape']);

/** Every action with its present key. Of what is stored only sound changes count: known actions, free keys, no key twice. */
export const keysOf = (changed: Keys): ReadonlyMap<ActionId, string> => {
  const taken = new Set<string>();
  const keys = new Map<ActionId, string>();
  for (const { id } of ACTIONS) {
    const wish = Object.hasOwn(changed, id) ? changed[id] : undefined;
    if (wish === undefined || !isFree(wish) || FIXED.has(id) || taken.has(wish)) continue;
    if (ACTIONS.some((other) => other.key === wish && other.id !== id && !Object.hasOwn(changed, other.id))) continue;
    keys.set(id, wish);
    taken.add(wish);
  }
  for (const { id, key } of ACTIONS) {
    if (!keys.has(id) && !taken.has(key)) keys.set(id, key);
  }
  return keys;
};

/** The action behind a key, if any. */
export const actionOfKey = (changed: Keys, key: string): Action | null => {
  for (const [id, own] of keysOf(changed)) if (own === key) return ACTIONS.find((action) => action.id === id) ?? null;
  return null;
};

/** How a keyboard event is written in the table. */
export const keyOfEvent = (event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string =>
  event.shiftKey && event.key.length > 1 && event.key !== 'Shift' ? `Shift+${event.key}` : event.key;

/** What comes of giving `key` to an action: the changed keys, or why not. `by` has the key already. */
export type Rebound =
  | { readonly ok: true; readonly keys: Keys }
  | { readonly ok: false; readonly why: 'unusable' }
  | { readonly ok: false; readonly why: 'taken'; readonly by: ActionId };

export const rebind = (changed: Keys, id: ActionId, key: string): Rebound => {
  if (FIXED.has(id) || !isFree(key)) return { ok: false, why: 'unusable' };
  const by = actionOfKey(changed, key);
  if (by !== null && by.id !== id) return { ok: false, why: 'taken', by: by.id };
  const others = Object.fromEntries(Object.entries(changed).filter(([other]) => other !== id));
  const isOwn = ACTIONS.some((action) => action.id === id && action.key === key);
  return { ok: true, keys: isOwn ? others : { ...others, [id]: key } };
};
