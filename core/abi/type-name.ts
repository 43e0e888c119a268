// Reads the name of a type, such as `core::option::Option::<(core::felt252, [core::integer::u8; 3])>`, into its parts. Source: the type names that the
// Cairo compiler writes into an ABI. Knows the grammar only, not what a name means.
import { ABI_NAME_MAX, ABI_TYPE_DEPTH_MAX } from '../base/limits.ts';

export type TypeName =
  | { readonly kind: 'path'; readonly path: string; readonly args: readonly TypeName[] }
  | { readonly kind: 'tuple'; readonly items: readonly TypeName[] }
  | { readonly kind: 'fixed'; readonly item: TypeName; readonly length: number }
  /** An argument of a generic type that is a number. */
  | { readonly kind: 'number'; readonly value: bigint };

/** Mutable: where the reader is. */
type Reader = { readonly text: string; at: number; depth: number };

/** Null when it is no type's name. Snapshots (`@T`) read as what they are of. */
export const readTypeName = (name: string): TypeName | null => {
  if (name.length > ABI_NAME_MAX) return null;
  const reader: Reader = { text: name.replaceAll(' ', ''), at: 0, depth: 0 };
  const read = readType(reader);
  return reader.at === reader.text.length ? read : null;
};

const take = (reader: Reader, token: string): boolean => {
  if (!reader.text.startsWith(token, reader.at)) return false;
  reader.at += token.length;
  return true;
};

const match = (reader: Reader, pattern: RegExp): string | null => {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0] ?? null;
  reader.at += found?.length ?? 0;
  return found;
};

const readType = (reader: Reader): TypeName | null => {
  if (reader.depth >= ABI_TYPE_DEPTH_MAX) return null;
  reader.depth += 1;
  const read = readAt(reader);
  reader.depth -= 1;
  return read;
};

const readAt = (reader: Reader): TypeName | null => {
  while (take(reader, '@'));
  if (take(reader, '(')) {
    const items = readList(reader, ')');
    return items === null ? null : { kind: 'tuple', items };
  }
  if (take(reader, '[')) return readFixed(reader);
  const number = match(reader, /-?\d+/y);
  if (number !== null) return number.length > 80 ? null : { kind: 'number', value: BigInt(number) };
  const path = match(reader, /[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*/y);
  if (path === null) return null;
  const generic = take(reader, '::<') || take(reader, '<');
  const args = generic ? readList(reader, '>') : [];
  return args === null ? null : { kind: 'path', path, args };
};

const readFixed = (reader: Reader): TypeName | null => {
  const item = readType(reader);
  const length = item !== null && take(reader, ';') ? match(reader, /\d{1,6}/y) : null;
  return item === null || length === null || !take(reader, ']') ? null : { kind: 'fixed', item, length: Number(length) };
};

/** Types between commas, one of which may stand behind the last; the end is read too. */
const readList = (reader: Reader, end: string): readonly TypeName[] | null => {
  const items: TypeName[] = [];
  while (!take(reader, end)) {
    const item = readType(reader);
    if (item === null) return null;
    items.push(item);
    if (!take(reader, ',') && !reader.text.startsWith(end, reader.at)) return null;
  }
  return items;
};

/** The one spelling of a name, by which it is looked up. */
export const nameOf = (type: TypeName): string => {
  switch (type.kind) {
    case 'number':
      return String(type.value);
    case 'tuple':
      return `(${type.items.map(nameOf).join(',')}${type.items.length === 1 ? ',' : ''})`;
    case 'fixed':
      return `[${nameOf(type.item)};${type.length}]`;
    case 'path':
      return type.args.length === 0 ? type.path : `${type.path}::<${type.args.map(nameOf).join(',')}>`;
  }
};

/** The one spelling, or the text itself when it is no type's name. */
export const canonicalName = (name: string): string => {
  const read = readTypeName(name);
  return read === null ? name : nameOf(read);
};
