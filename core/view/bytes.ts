// A frame's bytes as rows for the inspector: every field with its depth, value and the bytes that hold it, and back from a byte to its field.
// The reading is core/wire/describe.ts, which needs only the schema table; the panel loads this file when a message is opened.
import type { FrameSummary, FrameTopic } from '../log/frame-summary.ts';
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
  sync_headers: 'BlockHeadersResponse',
  sync_state_diffs: 'StateDiffsResponse',
  sync_transactions: 'TransactionsResponse',
};

const spanOf = ([from, to]: readonly [number, number]): ByteSpan => ({ from, to });

/** A felt's inner `elements` field adds nothing to read: its bytes belong to the felt's own row. */
const isPlainFelt = (node: FieldNode): boolean => node.text.startsWith('0x') && node.children.length === 1;

/** What must be known of a frame beside its bytes. */
type Typed = { readonly topic: FrameTopic; readonly what: FrameSummary };

/** Message type of a frame: that of its topic, where queries are asked the request. */
export const messageTypeOf = ({ topic, what }: Typed): string =>
  what.kind === 'sync_request' ? TYPES[topic].replace('Response', 'Request') : TYPES[topic];

/** All fields of a frame, outer before inner, in the order of the bytes. */
export const describeFrame = (frame: Typed, bytes: Uint8Array): readonly FieldRow[] => fieldRows(messageTypeOf(frame), bytes);

/** All fields of a message of this type. */
export const fieldRows = (type: string, bytes: Uint8Array): readonly FieldRow[] => {
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
  for (const node of describeMessage(type, bytes)) add(node, 0);
  return rows;
};

/** The innermost field that holds the byte at `offset`, or null. */
export const rowAtByte = (rows: readonly FieldRow[], offset: number): FieldRow | null =>
  rows.findLast((row) => row.span.from <= offset && offset < row.span.to) ?? null;
