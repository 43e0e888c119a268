// A second opinion on every decided block: the page executes it again with the correct Cairo engine in a worker of its own. Consensus agrees on what the
// validators' engines say; only this tells when they are wrong together. Runs while somebody looks at the checks.
import { create } from 'zustand';
import type { BlockDifference } from '../../core/inspect/types.ts';
import { committedBlocks, type ToldBlock } from '../../core/view/execution-input.ts';
import type { InspectReply } from '../../workers/api.ts';
import { openInspect, type InspectSession } from '../../workers/spawn-inspect.ts';
import { useRun } from './run.ts';

/** Blocks of one request. */
const BATCH = 20;

type Found = { readonly height: number; readonly difference: BlockDifference; readonly eventId: string };
type State = {
  /** `gone`: the log no longer keeps a block that would be next. */
  readonly phase: 'idle' | 'running' | 'gone' | 'failed';
  readonly detail: string;
  /** Blocks 1 to here have been executed again. */
  readonly verified: number;
  readonly first: Found | null;
};

const NOTHING: State = { phase: 'idle', detail: '', verified: 0, first: null };
export const useSecondEngine = create<State>()(() => NOTHING);

let session: InspectSession | null = null;
let busy = false;
/** Hashes of the blocks that were executed again, from height 1 on. */
let hashes: string[] = [];

const forget = (): void => {
  hashes = [];
  useSecondEngine.setState(NOTHING);
};

const take = (sent: readonly ToldBlock[], reply: InspectReply['reply']): void => {
  busy = false;
  if (reply.kind === 'failed') useSecondEngine.setState({ phase: 'failed', detail: reply.message });
  if (reply.kind !== 'verified') return;
  hashes.push(...sent.map(({ hash }) => hash));
  const at = reply.differences.findIndex((difference) => difference !== null);
  const [difference, block] = [reply.differences[at] ?? null, sent[at]];
  const found = difference === null || block === undefined ? null : foundIn(block, difference);
  useSecondEngine.setState(({ first }) => ({ phase: 'idle', verified: hashes.length, first: first ?? found }));
  pump();
};

const foundIn = ({ info, event }: ToldBlock, difference: BlockDifference): Found => ({
  height: info.height,
  difference,
  eventId: `${event.p}:${event.n}`,
});

/** Sends the next blocks, if there are any and the last ones have come back. */
const pump = (): void => {
  if (session === null || busy) return;
  const { line, info, run } = useRun.getState();
  if (info === null || run === null) return;
  const blocks = committedBlocks(line.events);
  // Another branch, or another run: what was found is not of it.
  if (hashes.some((hash, i) => (blocks[i + 1]?.hash ?? hash) !== hash) || blocks.length <= hashes.length) forget();
  const next: ToldBlock[] = [];
  for (let height = hashes.length + 1; next.length < BATCH; height++) {
    const block = blocks[height];
    if (block === undefined) break;
    next.push(block);
  }
  if (next.length === 0) {
    if (blocks.length > hashes.length + 1) useSecondEngine.setState({ phase: 'gone' });
    return;
  }
  busy = true;
  useSecondEngine.setState({ phase: 'running' });
  const sent = next.map(({ info: header, start, txs, receipts, stateDiff }) => ({ info: header, start, txs, receipts, stateDiff }));
  const request = {
    kind: 'verify',
    restart: hashes.length === 0,
    chainId: info.chainId,
    blocks: sent,
    classes: run.classes ?? [],
  } as const;
  session.ask(request, (reply) => take(next, reply));
};

/** Begins; the result ends it. */
export const startSecondEngine = (): (() => void) => {
  session = openInspect();
  busy = false;
  forget();
  pump();
  const stop = useRun.subscribe((now, before) => {
    if (now.version !== before.version || now.line !== before.line) pump();
  });
  return () => {
    stop();
    session?.close();
    session = null;
  };
};
