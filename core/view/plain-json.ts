// Plain data of the log as JSON and back: bigints, bytes, Maps and Sets are objects with a single key that no log event has. For files of our own only.

type Tagged =
  | { readonly $n: string }
  | { readonly $b: string }
  | { readonly $m: readonly (readonly [unknown, unknown])[] }
  | { readonly $s: readonly unknown[] };

const HEX = '0123456789abcdef';

const toHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += `${HEX[byte >> 4] ?? ''}${HEX[byte & 15] ?? ''}`;
  return text;
};

const toBytes = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

const tag = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return { $n: value.toString(16) } satisfies Tagged;
  if (value instanceof Uint8Array) return { $b: toHex(value) } satisfies Tagged;
  if (value instanceof Map) return { $m: [...value] } satisfies Tagged;
  if (value instanceof Set) return { $s: [...value] } satisfies Tagged;
  return value;
};

const untag = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const tagged = value as Partial<Record<'$n' | '$b' | '$m' | '$s', unknown>>;
  if (typeof tagged.$n === 'string') return BigInt(`0x${tagged.$n}`);
  if (typeof tagged.$b === 'string') return toBytes(tagged.$b);
  if (Array.isArray(tagged.$m)) return new Map(tagged.$m as [unknown, unknown][]);
  if (Array.isArray(tagged.$s)) return new Set(tagged.$s as unknown[]);
  return value;
};

/** JSON of plain data; bigints must not be negative. */
export const writePlain = (value: unknown): string => JSON.stringify(value, tag);

/** What `writePlain` wrote. */
export const readPlain = (text: string): unknown => JSON.parse(text, untag);
