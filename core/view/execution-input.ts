// What a committed transaction's execution depends on, found in the log: the diffs of all blocks before, what its block wrote first, the transactions
// before it. Source: execution.md 7.1 (a block is its transactions in order, over the state of its parent).
import { feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import type { CommittedBlock, InspectInput } from '../inspect/types.ts';
import type { LogEvent } from '../log/event.ts';
import type { Receipt, StateDiff } from '../types/block.ts';
import { writePlain } from './plain-json.ts';
import type { EventOf } from './view.ts';

/** `own`: what the block's receipt says, to compare. */
export type ExecutionInput = { readonly input: InspectInput; readonly receipt: Receipt };

type Committed = EventOf<'block_committed'>;

/** By height, as it was committed first; undefined where no kept event says. */
const blocksOf = (events: readonly (LogEvent | undefined)[]): readonly (Committed | undefined)[] => {
  const blocks: (Committed | undefined)[] = [];
  for (const event of events) if (event?.kind === 'block_committed') blocks[event.height] ??= event;
  return [...blocks];
};

/** A block, its hash without root and parent, and the first event that commits it. */
export type ToldBlock = CommittedBlock & { readonly hash: string; readonly event: Committed };

/** By height; there is none at 0: no event tells of genesis. */
export const committedBlocks = (events: readonly (LogEvent | undefined)[]): readonly (ToldBlock | undefined)[] =>
  blocksOf(events).map((event) => {
    if (event === undefined) return undefined;
    const { info, txs, receipts, stateDiff } = event;
    return { info, txs, receipts, stateDiff, start: startOf(stateDiff), hash: feltToHex(event.partialBlockHash), event };
  });

/** Contract of the sequencer's own writes: block hashes. */
const BLOCK_HASHES = feltToHex(toFelt(1));

/**
 * `hash`: hex of a transaction. Null where the log holds no block with it; `gone` where it no longer holds all blocks before. Events that are not kept are
 * undefined.
 */
export const executionInput = (
  events: readonly (LogEvent | undefined)[],
  { hash, chainId }: { readonly hash: string; readonly chainId: string },
): ExecutionInput | 'gone' | null => {
  const blocks = blocksOf(events);
  const own = blocks.find((block) => block?.txs.some((tx) => feltToHex(tx.hash) === hash));
  if (own === undefined) return null;
  const at = own.txs.findIndex((tx) => feltToHex(tx.hash) === hash);
  const receipt = own.receipts[at];
  const before = Array.from({ length: own.height - 1 }, (_, i) => blocks[i + 1]?.stateDiff);
  if (receipt === undefined || before.includes(undefined)) return 'gone';
  const input = {
    chainId: feltFromAscii(chainId),
    info: own.info,
    before: before.filter((diff) => diff !== undefined),
    start: startOf(own.stateDiff),
    txs: own.txs.slice(0, at + 1),
  };
  return { input, receipt };
};

/** The first field in which two receipts differ; null: they are equal. */
export const receiptDifference = (a: Receipt, b: Receipt): keyof Receipt | null =>
  (Object.keys(a) as (keyof Receipt)[]).find((key) => writePlain(a[key]) !== writePlain(b[key])) ?? null;

const startOf = ({ storage }: StateDiff): StateDiff => {
  const cells = storage.get(BLOCK_HASHES);
  return {
    storage: new Map(cells === undefined ? [] : [[BLOCK_HASHES, cells]]),
    nonces: new Map(),
    deployed: new Map(),
    declared: new Map(),
  };
};
