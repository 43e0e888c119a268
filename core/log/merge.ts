// Merges chunks of several hosts that cover the same span of time into one list in the total order (t, p, n).
import { DIGEST_BYTES } from '../base/digest.ts';
import { type LogChunk, type LogEvent, compareLogEvents } from './event.ts';

/** All events of the chunks in total order, chains beside them. */
export const mergeChunks = (chunks: readonly LogChunk[]): LogChunk => {
  const rows: { readonly event: LogEvent; readonly chain: Uint8Array }[] = [];
  for (const { events, chains } of chunks) {
    events.forEach((event, i) => rows.push({ event, chain: chains.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES) }));
  }
  const sorted = rows.toSorted((a, b) => compareLogEvents(a.event, b.event));
  const chains = new Uint8Array(sorted.length * DIGEST_BYTES);
  sorted.forEach(({ chain }, i) => chains.set(chain, i * DIGEST_BYTES));
  return { events: sorted.map((row) => row.event), chains };
};
