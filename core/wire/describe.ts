// For the byte inspector: a message as a tree of fields with the bytes each occupies. It reads with the schema table alone, not with the generated code,
// so the page needs no protobuf library, and it goes on as far as it can: what it cannot read becomes an error node at its offset.
// Of a valid message every byte belongs to exactly one leaf range: a tag, a length, or the payload of a node without children.
import { FELT_BYTES, FELT_PRIME, feltToHex, reduceToFelt } from '../base/felt.ts';
import { bytesToBigint } from '../base/bytes.ts';
import { bytesToHex } from '../base/hex.ts';
import { DESCRIBED_FIELDS_MAX } from '../base/limits.ts';
import { bytesToUtf8 } from '../base/utf8.ts';
import { ENUMS, MESSAGES, type SchemaField } from './generated/schema.ts';

/** Bytes [start, end) of the whole message. */
export type ByteRange = readonly [start: number, end: number];

export type FieldNode = {
  /** `unknown`: a field number or wire type that the schema does not have, skipped by decoders. `error`: unreadable from here on. */
  readonly kind: 'field' | 'unknown' | 'error';
  /** Proto name, with an index in a repeated field: `calldata[2]`. Of an error: what is wrong. */
  readonly name: string;
  /** Field number; 0 for an error. */
  readonly number: number;
  /** Scalar type, or the full name of a message or enum. */
  readonly type: string;
  readonly tag: ByteRange;
  /** Null for a varint or a fixed number. */
  readonly length: ByteRange | null;
  /** Covered by the children where there are any. */
  readonly payload: ByteRange;
  /** The decoded value in short: a number, a felt in hex, an enum's name, `3 fields`. */
  readonly text: string;
  /** True for a felt >= P: decoders reduce it, `text` shows the reduced value. */
  readonly reduced: boolean;
  readonly children: readonly FieldNode[];
};

/** Where a parse stands; `left` counts the nodes that may still be listed. */
type Cursor = { readonly bytes: Uint8Array; at: number; left: number };
type Varint = { readonly value: bigint; readonly range: ByteRange };

const FELT_TYPES: ReadonlySet<string> = new Set(['Felt252', 'Hash', 'Address']);
const VARINT_BYTES_MAX = 10;
const SHOWN_BYTES = 32;
const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/** The fields of a message of this type (a full name of the schema), in the order of the bytes. Never throws. */
export const describeMessage = (type: string, bytes: Uint8Array): readonly FieldNode[] =>
  describeFields(type, { bytes, at: 0, left: DESCRIBED_FIELDS_MAX }, bytes.length);

const errorNode = (name: string, start: number, end: number): FieldNode => ({
  kind: 'error',
  name,
  number: 0,
  type: '',
  tag: [start, start],
  length: null,
  payload: [start, end],
  text: '',
  reduced: false,
  children: [],
});

/** A varint that ends before `end`, or null; the cursor then stays. */
const readVarint = (cursor: Cursor, end: number): Varint | null => {
  const start = cursor.at;
  let value = 0n;
  for (let i = 0; i < VARINT_BYTES_MAX && start + i < end; i++) {
    const byte = cursor.bytes[start + i] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte >= 0x80) continue;
    cursor.at = start + i + 1;
    return { value: BigInt.asUintN(64, value), range: [start, cursor.at] };
  }
  return null;
};

const describeFields = (type: string, cursor: Cursor, end: number): readonly FieldNode[] => {
  const nodes: FieldNode[] = [];
  const counts = new Map<string, number>();
  while (cursor.at < end) {
    const start = cursor.at;
    if (cursor.left === 0) {
      nodes.push(errorNode('more fields than are listed', start, end));
      break;
    }
    cursor.left--;
    const node = describeField(type, cursor, end);
    if (typeof node === 'string') {
      nodes.push(errorNode(node, start, end));
      break;
    }
    nodes.push(node);
  }
  cursor.at = end;
  return nodes.map((node) => withIndex(type, node, counts));
};

/** `calldata` -> `calldata[0]`, `calldata[1]` … in a repeated field. */
const withIndex = (type: string, node: FieldNode, counts: Map<string, number>): FieldNode => {
  const field = node.kind === 'field' ? fieldOf(type, node.number) : undefined;
  if (field === undefined || field[3] !== '[]') return node;
  const index = counts.get(node.name) ?? 0;
  counts.set(node.name, index + 1);
  return { ...node, name: `${node.name}[${index}]` };
};

const fieldOf = (type: string, number: number): SchemaField | undefined => MESSAGES[type]?.find((f) => f[0] === number);

const wireTypeOf = (fieldType: string): number =>
  fieldType === 'uint32' || fieldType === 'uint64' || ENUMS[fieldType] !== undefined ? WIRE_VARINT : WIRE_BYTES;

/** One field, or what is wrong at the place where it starts. */
const describeField = (type: string, cursor: Cursor, end: number): FieldNode | string => {
  const tag = readVarint(cursor, end);
  if (tag === null) return 'a tag that does not end';
  const number = Number(tag.value >> 3n);
  const wireType = Number(tag.value & 7n);
  if (number === 0 || tag.value >= 1n << 32n) return `a tag that names no field: ${tag.value}`;
  const content = readContent(cursor, end, wireType);
  if (typeof content === 'string') return content;
  const field = fieldOf(type, number);
  if (field === undefined || wireTypeOf(field[2]) !== wireType) {
    return {
      ...unknownNode(number, wireType),
      tag: tag.range,
      length: content.length,
      payload: content.payload,
      text: shown(content.bytes),
    };
  }
  const base = {
    kind: 'field' as const,
    name: field[1],
    number,
    type: field[2],
    tag: tag.range,
    length: content.length,
    payload: content.payload,
  };
  return { ...base, ...describeValue(type, field, content, cursor) };
};

const unknownNode = (number: number, wireType: number): Omit<FieldNode, 'tag' | 'length' | 'payload' | 'text'> => ({
  kind: 'unknown',
  name: `field ${number}`,
  number,
  type: `wire type ${wireType}`,
  reduced: false,
  children: [],
});

type Content = { readonly length: ByteRange | null; readonly payload: ByteRange; readonly bytes: Uint8Array; readonly varint: bigint };

/** Reads what follows a tag; the cursor moves behind it. */
const readContent = (cursor: Cursor, end: number, wireType: number): Content | string => {
  if (wireType === WIRE_VARINT) {
    const varint = readVarint(cursor, end);
    if (varint === null) return 'a number that does not end';
    return { length: null, payload: varint.range, bytes: cursor.bytes.subarray(...varint.range), varint: varint.value };
  }
  const length = wireType === WIRE_BYTES ? readVarint(cursor, end) : null;
  if (wireType === WIRE_BYTES && length === null) return 'a length that does not end';
  const size = length?.value ?? { [WIRE_FIXED64]: 8n, [WIRE_FIXED32]: 4n }[wireType];
  if (size === undefined) return `wire type ${wireType}, which this schema never uses`;
  const start = cursor.at;
  if (size > BigInt(end - start)) return `${size} bytes announced, ${end - start} left`;
  cursor.at = start + Number(size);
  const payload: ByteRange = [start, cursor.at];
  return { length: length?.range ?? null, payload, bytes: cursor.bytes.subarray(...payload), varint: 0n };
};

type Value = Pick<FieldNode, 'text' | 'reduced' | 'children'>;

const leaf = (text: string): Value => ({ text, reduced: false, children: [] });

const describeValue = (message: string, [, name, type]: SchemaField, content: Content, cursor: Cursor): Value => {
  /** The content of a stream message is an encoded proposal part. */
  const nested = message === 'StreamMessage' && name === 'content' ? 'ProposalPart' : type;
  if (MESSAGES[nested] !== undefined) return describeNested(nested, content, cursor);
  if (type === 'uint32') return leaf(String(BigInt.asUintN(32, content.varint)));
  if (type === 'uint64') return leaf(String(content.varint));
  if (type === 'string') return leaf(textOf(content.bytes));
  if (type === 'bytes') return leaf(message === 'StreamMessage' ? streamIdText(content.bytes) : shown(content.bytes));
  return leaf(`${ENUMS[type]?.[Number(content.varint)] ?? 'no name'} (${content.varint})`);
};

const describeNested = (type: string, content: Content, cursor: Cursor): Value => {
  const [start, end] = content.payload;
  cursor.at = start;
  const children = describeFields(type, cursor, end);
  const felt = FELT_TYPES.has(type) ? feltOf(content) : null;
  if (felt !== null) return { text: feltToHex(reduceToFelt(felt)), reduced: felt >= FELT_PRIME, children };
  return { text: type === 'Uint128' ? u128Text(children) : summary(children), reduced: false, children };
};

/** The integer of a Felt252, Hash or Address in its usual form: one field of 32 bytes. */
const feltOf = ({ bytes }: Content): bigint | null =>
  bytes.length === 2 + FELT_BYTES && bytes[0] === 0x0a && bytes[1] === FELT_BYTES ? bytesToBigint(bytes.subarray(2)) : null;

const u128Text = (children: readonly FieldNode[]): string => {
  const half = (number: number): bigint => BigInt(children.findLast((c) => c.kind === 'field' && c.number === number)?.text ?? 0);
  return String((half(2) << 64n) | half(1));
};

const summary = (children: readonly FieldNode[]): string => (children.length === 1 ? '1 field' : `${children.length} fields`);

const textOf = (bytes: Uint8Array): string => {
  const text = bytesToUtf8(bytes);
  return text === null ? `no UTF-8: ${shown(bytes)}` : JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
};

const shown = (bytes: Uint8Array): string => {
  const hex = `0x${bytesToHex(bytes.subarray(0, SHOWN_BYTES))}`;
  return bytes.length > SHOWN_BYTES ? `${hex}… (${bytes.length} bytes)` : hex;
};

const streamIdText = (bytes: Uint8Array): string =>
  bytes.length === 12 ? `height ${bytesToBigint(bytes.subarray(0, 8))}, round ${bytesToBigint(bytes.subarray(8))}` : shown(bytes);
