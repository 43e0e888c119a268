// A frame's bytes as rows for the inspector: every field with its depth, value and the bytes that hold it, and back from a byte to its field.
// The reading is core/wire/describe.ts, which needs only the schema table; the panel loads this file when a message is opened.
import type { FrameTopic } from '../log/event.ts';
import { type FieldNode, describeMessage } from '../wire/describe.ts';

type ByteSpan = { readonly from: number; readonly to: number };

export type FieldRow = {
  /** Position in the list. */
  readonly id: number;
  readonly depth: number;
  readonly kind: FieldNode['kind'];
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly text: string;
  /** A felt that was not below P: decoders reduce it. */
  readonly reduced: boolean;
  /** Tag, length and payload together. */
  readonly span: ByteSpan;
  readonly tag: ByteSpan;
  readonly length: ByteSpan | null;
  readonly payload: ByteSpan;
};

const TYPES: Readonly<Record<FrameTopic, string>> = {
  consensus_votes: 'Vote',
  consensus_proposals: 'StreamMessage',
  mempool: 'MempoolTransactionBatch',
};

const spanOf = ([from, to]: readonly [number, number]): ByteSpan => ({ from, to });

/** A felt's inner `elements` field adds nothing to read: its bytes belong to the felt's own row. */
const isPlainFelt = (node: FieldNode): boolean => node.text.startsWith('0x') && node.children.length === 1;

/** Message type of the frames of a topic. */
export const messageTypeOf = (topic: FrameTopic): string => TYPES[topic];

/** All fields of a frame, outer before inner, in the order of the bytes. */
export const describeFrame = (topic: FrameTopic, bytes: Uint8Array): readonly FieldRow[] => {
  const rows: FieldRow[] = [];
  const add = (node: FieldNode, depth: number): void => {
    rows.push({
      id: rows.length,
      depth,
      kind: node.kind,
      name: node.name,
      number: node.number,
      type: node.type,
      text: node.text,
      reduced: node.reduced,
      span: { from: node.tag[0], to: node.payload[1] },
      tag: spanOf(node.tag),
      length: node.length === null ? null : spanOf(node.length),
      payload: spanOf(node.payload),
    });
    if (!isPlainFelt(node)) for (const child of node.children) add(child, depth + 1);
  };
  for (const node of describeMessage(TYPES[topic], bytes)) add(node, 0);
  return rows;
};

/** The innermost field that holds the byte at `offset`, or null. */
export const rowAtByte = (rows: readonly FieldRow[], offset: number): FieldRow | null =>
  rows.findLast((row) => row.span.from <= offset && offset < row.span.to) ?? null;
