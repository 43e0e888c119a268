// The orchestrator's state as plain data, and the draft of one step. A state is never changed: a step replaces it.
// Source: SequencerConsensusContext of apollo_consensus_orchestrator, protocol.md 2.2-2.3. At most one task (build or validate) is active, and at most
// one context call is awaited; a task has at most one bridge call under way, an awaited context call too.
import { assert, required } from '../base/assert.ts';
import { freeze } from '../base/plain.ts';
import type { PreviousL1Prices } from '../l1/price-provider.ts';
import type { BatcherRequest, BlockNumberAndHash, FinishedProposalInfo, ProposalId } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import type { ProposalCommitment, ProposalFin, ProposalInit, ProposalPart } from '../types/consensus.ts';
import { type Height, type Round, type TimeUs, toRound, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { ValidateProposalError } from './errors.ts';
import type { FeeWindow } from './fee-market.ts';
import type {
  ContextCall,
  OrchestratorConfig,
  OrchestratorEffect,
  OrchestratorReport,
  OrchestratorTimer,
  WriteOutcome,
} from './messages.ts';
import { type RecorderState, emptyRecorder } from './recorder.ts';
import type { RetrospectiveStage } from './retrospective.ts';

export type Batches = readonly (readonly HashedTransaction[])[];

/** A proposal that was built, validated or reproposed; frozen. */
export type StoredProposal = {
  readonly commitment: ProposalCommitment;
  readonly init: ProposalInit;
  /** As the batcher handed them out, cut to the executed ones; kept in batches to repropose them. */
  readonly batches: Batches;
  readonly proposalId: ProposalId;
  readonly info: FinishedProposalInfo;
};

/** Timestamp and L1 prices of the previous block. */
type PreviousInit = { readonly timestamp: number } & PreviousL1Prices;

/** Content of an inbound stream that waits to be read. */
export type StreamChannel = { readonly height: Height; readonly parts: readonly ProposalPart[]; readonly closed: boolean };

export type QueuedProposal = { readonly init: ProposalInit; readonly stream: number; readonly timeoutUs: number };

type TaskBase = {
  readonly proposalId: ProposalId;
  readonly height: Height;
  readonly round: Round;
  readonly init: ProposalInit;
  /** Cancelled: an interrupt waits for the end of the task. */
  readonly cancelled: boolean;
  readonly batches: Batches;
  /** The bridge call under way. */
  readonly callId: number | null;
};

export type BuildPhase =
  | { readonly kind: 'retrospective'; readonly stage: RetrospectiveStage }
  | { readonly kind: 'retrospective_sleep' }
  | { readonly kind: 'commitment_infos'; readonly hash: BlockNumberAndHash | null }
  | { readonly kind: 'proposing' }
  | { readonly kind: 'content' }
  /** Everything is built; only the recorder is missing. */
  | { readonly kind: 'recorder'; readonly info: FinishedProposalInfo };

/** The write of the previous height's blob; outcome null: not answered yet. */
export type RecorderWrite = { readonly id: number; readonly outcome: WriteOutcome | null; readonly detail: string };

export type BuildTask = TaskBase & {
  readonly kind: 'build';
  readonly phase: BuildPhase;
  readonly batcherDeadline: TimeUs;
  readonly retrospectiveDeadline: TimeUs;
  readonly feeActual: bigint | null;
  readonly write: RecorderWrite;
};

export type ValidatePhase =
  | { readonly kind: 'retrospective'; readonly stage: RetrospectiveStage }
  | { readonly kind: 'initiating' }
  /** Idle: waits for a part, the deadline or an interrupt. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'finishing'; readonly fin: ProposalFin }
  /** `strict`: an abort error replaces `error`. */
  | { readonly kind: 'aborting'; readonly error: ValidateProposalError; readonly strict: boolean };

export type ValidateTask = TaskBase & {
  readonly kind: 'validate';
  readonly phase: ValidatePhase;
  readonly stream: number;
  readonly timeoutUs: number;
  readonly deadline: TimeUs;
  /** Hashes of the transactions so far, as hex. */
  readonly seen: ReadonlySet<string>;
};

type Task = BuildTask | ValidateTask;

/** A context call that consensus awaits, or the start. `callId` null: asleep. */
export type Awaited =
  | { readonly kind: 'starting'; readonly callId: number | null }
  /** The fee window lacks blocks that the state-sync store must bring first. */
  | { readonly kind: 'filling_window'; readonly height: Height }
  /** Waits for the end of the active task before the call is performed. */
  | { readonly kind: 'interrupting'; readonly call: InterruptingCall }
  | { readonly kind: 'start_height'; readonly height: Height; readonly callId: number }
  | { readonly kind: 'deciding'; readonly decision: StoredProposal; readonly wait: boolean; readonly callId: number }
  /** stop_at_height: the hash of the last block, then its blob. */
  | { readonly kind: 'last_hash'; readonly decision: StoredProposal; readonly callId: number | null }
  | { readonly kind: 'last_blob'; readonly decision: StoredProposal; readonly writeId: number }
  | { readonly kind: 'adding_sync_block'; readonly height: Height; readonly callId: number };

export type InterruptingCall = ContextCall & {
  readonly kind: 'set_height_and_round' | 'repropose' | 'decision_reached' | 'try_sync';
};

export type OrchestratorState = {
  readonly nextProposalId: ProposalId;
  readonly nextCallId: number;
  readonly nextWriteId: number;
  readonly height: Height | null;
  readonly round: Round;
  readonly l2GasPriceFri: bigint;
  readonly previous: PreviousInit | null;
  readonly feeWindow: FeeWindow;
  /** Keyed by `proposalKey`. */
  readonly proposals: ReadonlyMap<string, StoredProposal>;
  readonly queued: ReadonlyMap<Round, QueuedProposal>;
  readonly streams: ReadonlyMap<number, StreamChannel>;
  readonly task: Task | null;
  readonly awaited: Awaited | null;
  readonly recorder: RecorderState;
  /** The validator's own state-sync store by height; it survives a crash. */
  readonly store: ReadonlyMap<number, SyncBlock>;
  /** Transactions of its blocks in order, where the validator keeps them. */
  readonly bodies: ReadonlyMap<number, readonly HashedTransaction[]>;
};

/** A fresh context over a store; `l2GasPriceFri` starts at the minimum of the constants. */
export const createOrchestrator = (
  minGasPriceFri: bigint,
  store: ReadonlyMap<number, SyncBlock>,
  bodies: OrchestratorState['bodies'] = new Map(),
): OrchestratorState => ({
  nextProposalId: 0,
  nextCallId: 0,
  nextWriteId: 0,
  height: null,
  round: toRound(0),
  l2GasPriceFri: minGasPriceFri,
  previous: null,
  feeWindow: new Map(),
  proposals: new Map(),
  queued: new Map(),
  streams: new Map(),
  task: null,
  awaited: null,
  recorder: emptyRecorder(),
  store,
  bodies,
});

/** One step in the making: the state that replaces the old one, and the effects so far. */
export type Draft = {
  readonly now: TimeUs;
  readonly config: OrchestratorConfig;
  state: OrchestratorState;
  readonly effects: OrchestratorEffect[];
};

export const patch = (draft: Draft, changes: Partial<OrchestratorState>): void => {
  draft.state = { ...draft.state, ...changes };
};

export const report = (draft: Draft, body: OrchestratorReport): void => {
  draft.effects.push({ kind: 'report', report: body });
};

/** Sends a request over the bridge and returns its call id. */
export const callBatcher = (draft: Draft, request: BatcherRequest): number => {
  const callId = draft.state.nextCallId;
  patch(draft, { nextCallId: callId + 1 });
  draft.effects.push({ kind: 'call', callId, request });
  return callId;
};

export const setTimer = (draft: Draft, at: number, timer: OrchestratorTimer): void => {
  draft.effects.push({ kind: 'timer', at: toTimeUs(at), timer });
};

/** Unix seconds of the validator's clock. */
export const unixSeconds = (draft: Draft): number =>
  draft.config.genesisUnix + Math.floor((draft.now + (draft.config.clockSkewUs ?? 0)) / 1_000_000);

const proposalKey = (height: Height, round: Round): string => `${height}:${round}`;

/** Keeps a proposal under (height, round); asserts that none is there, where Apollo panics. */
export const storeProposal = (draft: Draft, proposal: StoredProposal): void => {
  const key = proposalKey(proposal.init.height, proposal.init.round);
  assert(!draft.state.proposals.has(key), 'storeProposal: one proposal per height and round');
  patch(draft, { proposals: new Map(draft.state.proposals).set(key, freeze(proposal)) });
};

/** The proposal of (height, round); asserts that it is there with this commitment, where Apollo panics. */
export const storedProposal = (state: OrchestratorState, height: Height, round: Round, commitment: ProposalCommitment): StoredProposal => {
  const stored = required(state.proposals.get(proposalKey(height, round)), 'storedProposal: a proposal of the height and round');
  assert(stored.commitment === commitment, 'storedProposal: the commitment that was asked for');
  return stored;
};

/** Forgets an inbound stream: whoever still sends to it finds it closed. */
export const dropStream = (draft: Draft, stream: number): void => {
  const streams = new Map(draft.state.streams);
  if (streams.delete(stream)) patch(draft, { streams });
};

/** The first `count` transactions, batch by batch; truncate_to_executed_txs. */
export const truncateBatches = (batches: Batches, count: number): Batches => {
  const kept: (readonly HashedTransaction[])[] = [];
  let left = count;
  for (const batch of batches) {
    kept.push(left < batch.length ? batch.slice(0, left) : batch);
    if (left < batch.length) break;
    left -= batch.length;
  }
  return kept;
};
