// A crossing in full: the fields of a frame behind gRPC's prefix, or the JSON body that Apollo's remote form would send; the local channel serialises
// nothing, and the page says so. The panel loads this file when a row is opened.
import { answerToJson, requestToJson } from '../bridge/transports/apollo-json.ts';
import { type FieldRow, fieldRows } from './bytes.ts';
import type { Crossed } from './bridge-traffic.ts';

/** Bytes of gRPC's prefix: a flag and the length. */
export const PREFIX_BYTES = 5;

export type CrossedDetail =
  /** `message` and `rows`: what follows the prefix. */
  | { readonly kind: 'frame'; readonly prefix: Uint8Array; readonly message: Uint8Array; readonly rows: readonly FieldRow[] }
  /** Null: the answer came from the transport itself, nothing crossed. */
  | { readonly kind: 'json'; readonly text: string | null };

/** Indented for reading; it crosses without spaces. */
const pretty = (json: string): string => JSON.stringify(JSON.parse(json) as unknown, null, 2);

export const describeCrossed = (event: Crossed): CrossedDetail => {
  switch (event.kind) {
    case 'bridge_frame': {
      const message = event.bytes.subarray(PREFIX_BYTES);
      return { kind: 'frame', prefix: event.bytes.subarray(0, PREFIX_BYTES), message, rows: fieldRows('BridgeFrame', message) };
    }
    case 'call_sent':
      return { kind: 'json', text: pretty(requestToJson(event.request)) };
    case 'answer_delivered': {
      const json = answerToJson(event.request, event.answer);
      return { kind: 'json', text: json === null ? null : pretty(json) };
    }
  }
};
