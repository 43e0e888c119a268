// Reads the ABI of a Cairo 1 contract, which may come from anywhere: each item is checked and a refusal names its place. Kinds of items that are not
// known are passed over; types that are not known become lists of felts (resolve.ts). Source: the ABI JSON of the Cairo compiler 2.12.
import { ABI_CHARACTERS_MAX, ABI_EVENTS_MAX, ABI_ITEMS_MAX, ABI_MEMBERS_MAX, ABI_NAME_MAX } from '../base/limits.ts';
import { type Result, err } from '../base/result.ts';
import { eachOf, need, readShape, type ShapeError, textOf } from '../base/shape.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { Abi, AbiEvent, AbiFunction, AbiMember, AbiType } from './abi-type.ts';
import { createResolver, type Definition } from './resolve.ts';
import { canonicalName } from './type-name.ts';

/** `at` is the place in the ABI, such as `abi[3].inputs[0].name`. */
export type AbiRefusal = ShapeError | { readonly code: 'TooLarge' | 'NotJson'; readonly at: string };

type Fields = Readonly<Record<string, unknown>>;
type Item = { readonly fields: Fields; readonly at: string };
type Types = (name: string) => AbiType;

/** The ABI of a JSON text, or of its value. */
export const parseAbi = (source: unknown): Result<Abi, AbiRefusal> => {
  if (typeof source !== 'string') return readShape(() => readAbi(source));
  if (source.length > ABI_CHARACTERS_MAX) return err({ code: 'TooLarge', at: 'abi' });
  let json: unknown = null;
  try {
    json = JSON.parse(source);
  } catch {
    return err({ code: 'NotJson', at: 'abi' });
  }
  return readShape(() => readAbi(json));
};

const objectOf = (value: unknown, at: string): Fields =>
  need(typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null, at);

const itemOf = (value: unknown, at: string): Item => ({ fields: objectOf(value, at), at });

/** A name of Cairo: letters, digits and underscores. */
const identifier = (value: unknown, at: string): string => {
  const text = textOf(value, at, ABI_NAME_MAX);
  return need(/^\w{1,200}$/.test(text) ? text : null, at);
};

/** The name of a type or an event: a path with arguments. */
const pathName = (value: unknown, at: string): string => {
  const text = textOf(value, at, ABI_NAME_MAX);
  return need(/^[\w:<>()[\]@;, -]+$/.test(text) ? text : null, at);
};

const named = (list: unknown, at: string): Definition['members'] =>
  eachOf(list, at, ABI_MEMBERS_MAX, (value, place) => {
    const { fields } = itemOf(value, place);
    return { name: identifier(fields['name'], `${place}.name`), type: pathName(fields['type'], `${place}.type`) };
  });

const readAbi = (json: unknown): Abi => {
  const top = eachOf(json, 'abi', ABI_ITEMS_MAX, itemOf);
  const items = top.flatMap((item) =>
    item.fields['type'] === 'interface' ? eachOf(item.fields['items'], `${item.at}.items`, ABI_ITEMS_MAX, itemOf) : [item],
  );
  need(items.length <= ABI_ITEMS_MAX ? items : null, 'abi');
  const of = (type: string): readonly Item[] => items.filter(({ fields }) => fields['type'] === type);
  const definitions = new Map<string, Definition>();
  for (const [kind, list] of [
    ['struct', 'members'],
    ['enum', 'variants'],
  ] as const) {
    for (const { fields, at } of of(kind)) {
      const name = canonicalName(pathName(fields['name'], `${at}.name`));
      definitions.set(name, { kind, members: named(fields[list], `${at}.${list}`) });
    }
  }
  const types = createResolver(definitions);
  const constructors = of('constructor').map((item) => readFunction(item, types, 'constructor'));
  need(constructors.length <= 1 ? constructors : null, of('constructor')[1]?.at ?? 'abi');
  return {
    functions: of('function').map((item) => readFunction(item, types, item.fields['state_mutability'] === 'view' ? 'view' : 'external')),
    constructor: constructors[0] ?? null,
    l1Handlers: of('l1_handler').map((item) => readFunction(item, types, 'l1_handler')),
    events: readEvents(of('event'), types),
  };
};

const membersOf = (list: Definition['members'], types: Types): readonly AbiMember[] =>
  list.map(({ name, type }) => ({ name, type: types(type) }));

const readFunction = ({ fields, at }: Item, types: Types, kind: AbiFunction['kind']): AbiFunction => {
  const name = identifier(fields['name'], `${at}.name`);
  const outputs = eachOf(fields['outputs'] ?? [], `${at}.outputs`, ABI_MEMBERS_MAX, (value, place) =>
    types(pathName(itemOf(value, place).fields['type'], `${place}.type`)),
  );
  return { name, selector: selectorOf(name), kind, inputs: membersOf(named(fields['inputs'] ?? [], `${at}.inputs`), types), outputs };
};

// ── events ──

type EventMember = { readonly name: string; readonly type: string; readonly kind: string };
type EventItem = { readonly name: string; readonly isEnum: boolean; readonly members: readonly EventMember[] };

const readEventItem = ({ fields, at }: Item): EventItem => {
  const isEnum = fields['kind'] === 'enum';
  const place = `${at}.${isEnum ? 'variants' : 'members'}`;
  const members = eachOf(fields[isEnum ? 'variants' : 'members'], place, ABI_MEMBERS_MAX, (value, where) => {
    const member = itemOf(value, where).fields;
    return {
      name: identifier(member['name'], `${where}.name`),
      type: pathName(member['type'], `${where}.type`),
      kind: textOf(member['kind'], `${where}.kind`, 10),
    };
  });
  return { name: pathName(fields['name'], `${at}.name`), isEnum, members };
};

/** Follows the enums from those that no other holds: a nested variant puts its selector before the keys, a flat one does not. */
const readEvents = (items: readonly Item[], types: Types): readonly AbiEvent[] => {
  // An event without a kind is of Cairo 0 and not emitted by a class that runs here.
  const all = items.filter(({ fields }) => fields['kind'] === 'enum' || fields['kind'] === 'struct').map(readEventItem);
  const byName = new Map(all.map((item) => [item.name, item]));
  const held = new Set(all.flatMap(({ isEnum, members }) => (isEnum ? members.map(({ type }) => type) : [])));
  const found: AbiEvent[] = [];
  const walk = (item: EventItem, selectors: AbiEvent['selectors'], way: readonly string[]): void => {
    if (way.includes(item.name) || found.length >= ABI_EVENTS_MAX) return;
    if (!item.isEnum) {
      const members = item.members.map(({ name, type, kind }) => ({ name, type: types(type), isKey: kind === 'key' }));
      found.push({ name: lastPart(item.name), selectors, members });
      return;
    }
    for (const variant of item.members) {
      const inner = byName.get(variant.type);
      if (inner === undefined) continue;
      walk(inner, variant.kind === 'flat' ? selectors : [...selectors, selectorOf(variant.name)], [...way, item.name]);
    }
  };
  for (const item of all) if (item.isEnum && !held.has(item.name)) walk(item, [], []);
  return found;
};

const lastPart = (name: string): string => name.split('::').at(-1) ?? name;
