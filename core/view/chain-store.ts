// The digest chains of a log, DIGEST_BYTES per event, in the blocks in which they came: an hour of a run has more events than it is wise to make objects
// for. Blocks are kept as they were handed over, not copied.
import { assert } from '../base/assert.ts';
import { DIGEST_BYTES } from '../base/digest.ts';
import { upperBound } from './steps.ts';

/** Chains of the events of indexes [from, to). */
type Block = { readonly from: number; readonly to: number; readonly bytes: Uint8Array };

const partOf = ({ from, bytes }: Block, start: number, end: number): Block => ({
  from: start,
  to: end,
  bytes: bytes.subarray((start - from) * DIGEST_BYTES, (end - from) * DIGEST_BYTES),
});

export class ChainStore {
  /** Ascending, none overlaps another; `#starts` holds where each begins. */
  #blocks: Block[] = [];
  #starts: number[] = [];

  /** The chain after the event of an index; undefined where it is not kept. A view: not to be written into. */
  at(index: number): Uint8Array | undefined {
    const block = this.#blocks[upperBound(this.#starts, index) - 1];
    if (block === undefined || index >= block.to) return undefined;
    return block.bytes.subarray((index - block.from) * DIGEST_BYTES, (index - block.from + 1) * DIGEST_BYTES);
  }

  /** Takes chains of events from index `from` on, of which none is kept. */
  add(from: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const at = upperBound(this.#starts, from);
    const to = from + bytes.length / DIGEST_BYTES;
    assert((this.#blocks[at - 1]?.to ?? 0) <= from && to <= (this.#starts[at] ?? to), 'ChainStore: chains that are not kept yet');
    this.#blocks.splice(at, 0, { from, to, bytes });
    this.#starts.splice(at, 0, from);
  }

  /** Lets the chains of the events of indexes [first, end) go. */
  forget(first: number, end: number): void {
    this.#replace(
      this.#blocks.flatMap((block) => {
        if (block.to <= first || block.from >= end) return [block];
        return [
          ...(block.from < first ? [partOf(block, block.from, first)] : []),
          ...(block.to > end ? [partOf(block, end, block.to)] : []),
        ];
      }),
    );
  }

  /** The same without the events from index `end` on. */
  before(end: number): ChainStore {
    const shorter = new ChainStore();
    shorter.#replace(this.#blocks);
    shorter.forget(end, Number.POSITIVE_INFINITY);
    return shorter;
  }

  #replace(blocks: readonly Block[]): void {
    this.#blocks = [...blocks];
    this.#starts = blocks.map(({ from }) => from);
  }
}
