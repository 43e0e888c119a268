// The right chamber of a card: what one validator's batcher process holds, folded from its log events. It has no p2p port, so there is none here.
// Source of the states: protocol.md 3.2. `partialBlockHash` is the batcher's side of the proposal commitment (commitments.md 5).
import type { Felt } from '../base/felt.ts';
import type { ProposalId } from '../types/batcher.ts';
import type { Height, TimeUs } from '../types/ids.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

export type TxCell = 'waiting' | 'succeeded' | 'reverted' | 'rejected';
export type BatcherProposal = {
  readonly proposalId: ProposalId;
  readonly height: Height;
  readonly role: 'proposer' | 'validator';
  readonly phase: 'running' | 'executed' | 'failed';
  /** Transactions of each chunk, in order. */
  readonly chunks: readonly number[];
  readonly hashes: readonly Felt[];
  /** One per hash. */
  readonly cells: readonly TxCell[];
  readonly executed: number;
  readonly partialBlockHash: Felt | null;
  readonly closedBy: string | null;
  readonly reason: string | null;
  readonly l2GasUsed: number;
};
export type ChainBlock = {
  readonly height: Height;
  readonly partialBlockHash: Felt;
  readonly txs: number;
  readonly source: 'decision' | 'sync';
  readonly at: TimeUs;
  /** Null until the committer is done: the late state root. */
  readonly root: Felt | null;
  readonly blockHash: Felt | null;
  readonly parentHash: Felt | null;
};

export type BatcherCard = {
  readonly running: boolean;
  /** It has stopped and not started again. */
  readonly crashed: boolean;
  readonly height: Height | null;
  readonly state: 'idle' | 'proposing' | 'validating';
  readonly proposal: BatcherProposal | null;
  /** Newest last, at most BLOCKS_KEPT. */
  readonly chain: readonly ChainBlock[];
  readonly committedHeight: Height | null;
  /** Height of the newest block whose state root is known. */
  readonly rootHeight: Height | null;
  readonly committing: { readonly height: Height; readonly startedAt: TimeUs; readonly doneAt: TimeUs; readonly leaves: number } | null;
  readonly poolSize: number;
  readonly refused: number;
};

/** Blocks that a card remembers. */
const BLOCKS_KEPT = 12;

const EMPTY: BatcherCard = Object.freeze({
  running: false,
  crashed: false,
  height: null,
  state: 'idle',
  proposal: null,
  chain: [],
  committedHeight: null,
  rootHeight: null,
  committing: null,
  poolSize: 0,
  refused: 0,
});

const newProposal = (proposalId: ProposalId, height: Height, role: BatcherProposal['role']): BatcherProposal => ({
  proposalId,
  height,
  role,
  phase: 'running',
  chunks: [],
  hashes: [],
  cells: [],
  executed: 0,
  partialBlockHash: null,
  closedBy: null,
  reason: null,
  l2GasUsed: 0,
});

const onProposal = (card: BatcherCard, id: ProposalId, change: (old: BatcherProposal) => BatcherProposal): BatcherCard =>
  card.proposal?.proposalId === id ? { ...card, proposal: change(card.proposal) } : card;

const withState = (card: BatcherCard, event: EventOf<'batcher_state'>): BatcherCard => {
  const { height, state, proposalId } = event;
  const isNew = proposalId !== null && state !== 'idle' && card.proposal?.proposalId !== proposalId;
  const proposal = isNew ? newProposal(proposalId, height, state === 'proposing' ? 'proposer' : 'validator') : card.proposal;
  return { ...card, height, state, proposal };
};

/** A chunk that a proposer has streamed out, or that a validator was sent. */
export const withChunk = (card: BatcherCard, id: ProposalId, chunk: readonly Felt[]): BatcherCard =>
  onProposal(card, id, (old) => {
    const fresh = chunk.filter((hash) => !old.hashes.includes(hash));
    return {
      ...old,
      hashes: [...old.hashes, ...fresh],
      chunks: [...old.chunks, chunk.length],
      cells: [...old.cells, ...fresh.map((): TxCell => 'waiting')],
    };
  });

const withExecuted = (old: BatcherProposal, event: EventOf<'tx_executed'>): BatcherProposal => {
  const at = old.hashes.indexOf(event.hash);
  const hashes = at < 0 ? [...old.hashes, event.hash] : old.hashes;
  const slot = at < 0 ? old.hashes.length : at;
  const cells = hashes.map((_, i) => (i === slot ? event.outcome : (old.cells[i] ?? 'waiting')));
  return { ...old, hashes, cells, executed: cells.filter((cell) => cell === 'succeeded' || cell === 'reverted').length };
};

const withBlock = (card: BatcherCard, event: EventOf<'block_committed'>): BatcherCard => {
  const block: ChainBlock = {
    height: event.height,
    partialBlockHash: event.partialBlockHash,
    txs: event.txs.length,
    source: event.source,
    at: event.t,
    root: null,
    blockHash: null,
    parentHash: null,
  };
  return { ...card, chain: [...card.chain, block].slice(-BLOCKS_KEPT), committedHeight: event.height };
};

const HANDLERS: Handlers<BatcherCard> = {
  started: (card) => ({ ...card, running: true, crashed: false }),
  crashed: (card) => ({
    ...card,
    running: false,
    crashed: true,
    height: null,
    state: 'idle',
    proposal: null,
    committing: null,
    poolSize: 0,
  }),
  batcher_state: withState,
  txs_streamed: (card, event) => withChunk(card, event.proposalId, event.hashes),
  tx_executed: (card, event) => onProposal(card, event.proposalId, (old) => withExecuted(old, event)),
  proposal_executed: (card, event) =>
    onProposal(card, event.proposalId, (old) => ({
      ...old,
      phase: 'executed',
      role: event.role,
      executed: event.nTxs,
      partialBlockHash: event.partialBlockHash,
      closedBy: event.closedBy,
      l2GasUsed: event.l2GasUsed,
    })),
  proposal_failed: (card, event) => onProposal(card, event.proposalId, (old) => ({ ...old, phase: 'failed', reason: event.reason })),
  block_committed: withBlock,
  commitment_started: (card, { height, t, doneAt, leaves }) => ({ ...card, committing: { height, startedAt: t, doneAt, leaves } }),
  block_root: (card, { height, stateRoot, blockHash, parentHash }) => ({
    ...card,
    rootHeight: height,
    committing: card.committing?.height === height ? null : card.committing,
    chain: card.chain.map((block) => (block.height === height ? { ...block, root: stateRoot, blockHash, parentHash } : block)),
  }),
  tx_admitted: (card, event) => ({ ...card, poolSize: event.poolSize }),
  tx_dropped: (card, event) => ({ ...card, poolSize: event.poolSize }),
  refused: (card) => ({ ...card, refused: card.refused + 1 }),
};

/** Right chamber of one validator; feed it the events of that batcher process only. */
export const batcherCardView: View<BatcherCard> = {
  empty: () => EMPTY,
  apply: (card, event) => applyHandlers(HANDLERS, card, event),
};
