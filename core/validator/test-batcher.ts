// For tests only: a batcher process of a few lines that answers the calls of the orchestrator. Its block is a hash of what it was told: block info,
// transactions and their count, so that honest validators agree and any difference in what they heard shows.
import { assert } from '../base/assert.ts';
import { type Felt, reduceToFelt, toFelt } from '../base/felt.ts';
import { clonePlain, freeze } from '../base/plain.ts';
import type { BatcherAnswer, BatcherRequest, BatcherResponse, FinishedProposalInfo } from '../types/batcher.ts';
import type { BlockInfo, Receipt } from '../types/block.ts';
import { type Height, type TimeUs, toHeight, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { ProcessEffect, ProcessInput, ProcessMachine } from './process.ts';

export type TestBatcherConfig = {
  /** Transactions of the block that this validator would propose at a height, in chunks. */
  readonly chunksAt: (height: Height) => readonly (readonly HashedTransaction[])[];
  /** Time that each call takes. */
  readonly costUs: number;
  /** Replaces the answer of a call; null: the usual one. */
  readonly answer?: (request: BatcherRequest, now: TimeUs) => BatcherAnswer | null;
  /** Time until the hash of a decided block exists; that of genesis is there. */
  readonly hashDelayUs?: number;
};

type Proposal = { readonly info: BlockInfo; readonly txs: readonly HashedTransaction[]; readonly taken: number };
type State = {
  readonly height: Height;
  readonly proposals: ReadonlyMap<number, Proposal>;
  /** When each block was committed; genesis at 0. */
  readonly committed: ReadonlyMap<number, TimeUs>;
};

const commitments = {
  transactionCommitment: toFelt(1),
  eventCommitment: toFelt(2),
  receiptCommitment: toFelt(3),
  stateDiffCommitment: toFelt(4),
  concatenatedCounts: toFelt(5),
} as const;

const partialHashOf = (info: BlockInfo, txs: readonly HashedTransaction[]): Felt => {
  let hash = BigInt(info.height) * 1_000_003n + BigInt(info.timestamp) + info.sequencer + info.gasPrices.l2Gas.fri;
  for (const tx of txs) hash = hash * 31n + tx.hash;
  return reduceToFelt(hash);
};

const finished = ({ info, txs }: Proposal, count: number): FinishedProposalInfo => ({
  partialBlockHash: partialHashOf(info, txs.slice(0, count)),
  finalNExecutedTxs: count,
  commitments,
  l2GasUsed: 1_000_000 * count,
  parentProposalCommitment: null,
});

const receiptOf = ({ hash, tx }: HashedTransaction): Receipt => ({
  transactionHash: hash,
  transactionKind: tx.kind,
  status: { kind: 'succeeded' },
  actualFee: 0n,
  events: [],
  messages: [],
  gas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
  daGas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
  resources: { steps: 0, memoryHoles: 0, builtins: new Map() },
});

const weights = {
  l1Gas: 0,
  messageSegmentLength: 0,
  nEvents: 0,
  nTxs: 0,
  stateDiffSize: 0,
  sierraGas: 0,
  provingGas: 0,
  receiptL2Gas: 0,
} as const;

const ok = (value: BatcherResponse): BatcherAnswer => ({ ok: true, value });
const refuse = (height: Height): BatcherAnswer => ({
  ok: false,
  error: { kind: 'batcher_error', error: { code: 'BlockHashNotFound', height } },
});

/** The one mutable thing of a test batcher. */
type Cell = { readonly config: TestBatcherConfig; state: State };

const keep = (cell: Cell, id: number, proposal: Proposal): BatcherAnswer => {
  cell.state = { ...cell.state, proposals: new Map(cell.state.proposals).set(id, proposal) };
  return ok({ kind: 'done' });
};

const find = (cell: Cell, id: number): Proposal => {
  const proposal = cell.state.proposals.get(id);
  assert(proposal !== undefined, 'test batcher: a known proposal');
  return proposal;
};

const content = (cell: Cell, id: number): BatcherAnswer => {
  const proposal = find(cell, id);
  const chunk = cell.config.chunksAt(proposal.info.height)[proposal.taken];
  if (chunk === undefined) return ok({ kind: 'proposal_finished', info: finished(proposal, proposal.txs.length) });
  keep(cell, id, { ...proposal, txs: [...proposal.txs, ...chunk], taken: proposal.taken + 1 });
  return ok({ kind: 'proposal_txs', txs: chunk });
};

const decide = (cell: Cell, id: number, now: TimeUs): BatcherAnswer => {
  const { info, txs } = find(cell, id);
  cell.state = {
    height: toHeight(info.height + 1),
    proposals: new Map(),
    committed: new Map(cell.state.committed).set(info.height, now),
  };
  const stateDiff = { storage: new Map(), nonces: new Map(), deployed: new Map(), declared: new Map() };
  const receipts = txs.map((tx) => receiptOf(tx));
  return ok({ kind: 'decision', decision: { stateDiff, receipts, bouncerWeights: weights, parentProposalCommitment: null } });
};

const finish = (cell: Cell, id: number, count: number): BatcherAnswer => {
  const proposal = find(cell, id);
  keep(cell, id, { ...proposal, txs: proposal.txs.slice(0, count) });
  return ok({ kind: 'proposal_finished', info: finished(proposal, count) });
};

const blockHash = ({ config, state }: Cell, height: Height, now: TimeUs): BatcherAnswer => {
  const at = state.committed.get(height);
  const delayUs = height === 0 ? 0 : (config.hashDelayUs ?? 0);
  if (at === undefined || at + delayUs > now) return refuse(height);
  return ok({ kind: 'block_hash', hash: toFelt(1000 + height) });
};

const answer = (cell: Cell, request: BatcherRequest, now: TimeUs): BatcherAnswer => {
  switch (request.kind) {
    case 'propose_block':
    case 'validate_block':
      return keep(cell, request.proposalId, { info: request.blockInfo, txs: [], taken: 0 });
    case 'get_proposal_content':
      return content(cell, request.proposalId);
    case 'send_txs_for_proposal': {
      const proposal = find(cell, request.proposalId);
      keep(cell, request.proposalId, { ...proposal, txs: [...proposal.txs, ...request.txs] });
      return ok({ kind: 'processing' });
    }
    case 'finish_proposal':
      return finish(cell, request.proposalId, request.finalNExecutedTxs);
    case 'decision_reached':
      return decide(cell, request.proposalId, now);
    case 'get_current_height':
      return ok({ kind: 'current_height', height: cell.state.height });
    case 'get_block_hash':
      return blockHash(cell, request.height, now);
    case 'has_state_commitment_infos':
      return ok({ kind: 'state_commitment_infos', present: true, bytes: null });
    case 'abort_proposal':
    case 'start_height':
    case 'add_sync_block':
    case 'revert_block':
    case 'get_state_commitment_infos':
    case 'start_round':
    case 'call_contract':
      return ok({ kind: 'done' });
  }
};

const handle = (cell: Cell, now: TimeUs, input: ProcessInput<unknown>): readonly ProcessEffect<unknown>[] => {
  if (input.kind === 'start') return [{ kind: 'log', body: { kind: 'started', restart: input.restart } }];
  if (input.kind === 'crash') {
    cell.state = { ...cell.state, proposals: new Map() };
    return [{ kind: 'log', body: { kind: 'crashed' } }];
  }
  if (input.kind !== 'bridge' || input.message.kind !== 'call') return [];
  const { callId, request } = input.message;
  const given = cell.config.answer?.(request, now) ?? answer(cell, request, now);
  return [
    { kind: 'log', body: { kind: 'call_delivered', callId, request: request.kind, queued: 0 } },
    {
      kind: 'bridge',
      message: { kind: 'answer', callId, request: request.kind, answer: freeze(given) },
      extraUs: cell.config.costUs,
    },
  ];
};

/** A batcher process at genesis. */
export const createTestBatcher = (config: TestBatcherConfig): ProcessMachine => {
  const cell: Cell = { config, state: { height: toHeight(1), proposals: new Map(), committed: new Map([[0, toTimeUs(0)]]) } };
  return {
    handle: (now, input) => handle(cell, now, input),
    snapshot: () => clonePlain(cell.state),
    restore: (snapshot) => {
      cell.state = clonePlain(snapshot as State);
    },
  };
};
