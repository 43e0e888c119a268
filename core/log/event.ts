// The log: what happened, as plain structured-clone-safe data. The log is the truth and every view is a fold of it.
// Total order (t, p, n). A *delivery* (DELIVERY_KINDS) opens a group: it and all events it caused at once are one step.
import type { Felt } from '../base/felt.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, GasVector, Receipt, StateDiff } from '../types/block.ts';
import type { Committee, ProposalCommitment, ProposalInit, Step, VoteType } from '../types/consensus.ts';
import type { Height, ProcessId, Round, TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { BridgeSettings, BridgeTransportKind } from '../types/settings.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { BridgeFrameSummary, FrameSummary, FrameTarget, FrameTopic } from './frame-summary.ts';

/** Lines of the Tendermint paper (arXiv 1807.04938, algorithm 1) that a transition follows. */
export type PaperLine =
  | 'L11'
  | 'L14'
  | 'L16'
  | 'L18'
  | 'L19'
  | 'L21'
  | 'L22'
  | 'L28'
  | 'L34'
  | 'L36'
  | 'L44'
  | 'L47'
  | 'L49'
  | 'L55'
  | 'L57'
  | 'L61'
  | 'L65';

/** Names of timers that open a step. */
export type TimerName =
  | 'timeout_propose'
  | 'timeout_prevote'
  | 'timeout_precommit'
  | 'rebroadcast'
  | 'sync_poll'
  | 'sync_query'
  | 'retrospective_retry'
  | 'build_deadline'
  | 'validation_deadline'
  | 'recorder'
  | 'bridge_retry'
  | 'heartbeat'
  | 'l1_block';

/** Work of the batcher process whose virtual time has passed. */
export type TaskName = 'gateway_check' | 'execution' | 'block_closed' | 'storage_commit' | 'commitment' | 'mempool_gossip' | 'tx_poll';

export type RefusalSource =
  | 'edge'
  | 'wire'
  | 'stream_handler'
  | 'consensus'
  | 'gateway'
  | 'mempool'
  | 'bridge'
  | 'batcher'
  | 'l1'
  | 'intervention';

export type LogBody =
  // ── deliveries: each opens a step ──
  | { readonly kind: 'started'; readonly restart: boolean }
  | {
      readonly kind: 'frame_delivered';
      readonly from: ValidatorIndex;
      readonly topic: FrameTopic;
      readonly what: FrameSummary | null;
      readonly bytes: number;
    }
  | { readonly kind: 'timer_fired'; readonly timer: TimerName; readonly height: Height | null; readonly round: Round | null }
  | { readonly kind: 'call_delivered'; readonly callId: number; readonly request: BatcherRequest['kind']; readonly queued: number }
  | { readonly kind: 'answer_delivered'; readonly callId: number; readonly request: BatcherRequest['kind']; readonly answer: BatcherAnswer }
  | { readonly kind: 'gossip_delivered'; readonly direction: 'to_gateway' | 'to_edge'; readonly hash: Felt }
  | { readonly kind: 'task_done'; readonly task: TaskName; readonly proposalId: ProposalId | null; readonly height: Height | null }
  | { readonly kind: 'intervention_applied'; readonly index: number; readonly what: string }
  | { readonly kind: 'crashed' }
  /** A frame has arrived and waits in the held inbox; `frame` is the id of its frame_sent. */
  | { readonly kind: 'frame_held'; readonly from: ValidatorIndex; readonly topic: FrameTopic; readonly frame: string }
  /** A frame has arrived and is read with these changes, which an intervention (the cause) made on its way; its delivery follows. */
  | {
      readonly kind: 'frame_edited';
      readonly from: ValidatorIndex;
      readonly frame: string;
      readonly splices: readonly { readonly at: number; readonly remove: number; readonly insert: Uint8Array }[];
    }
  /** A frame of the seed's stream that is neither a call nor an answer to one; `slot`: the batcher instance at the other or this end. */
  | { readonly kind: 'bridge_frame_delivered'; readonly slot: number; readonly what: BridgeFrameSummary }
  /** Consensus takes content that the batcher has pushed before. */
  | { readonly kind: 'content_taken'; readonly slot: number; readonly proposalId: ProposalId; readonly what: 'txs' | 'end' | 'error' }
  // ── frames and refusals ──
  | {
      readonly kind: 'frame_sent';
      readonly topic: FrameTopic;
      readonly bytes: Uint8Array;
      readonly what: FrameSummary;
      readonly targets: readonly FrameTarget[];
    }
  | { readonly kind: 'refused'; readonly source: RefusalSource; readonly code: string; readonly detail: string; readonly hash: Felt | null }
  // ── consensus ──
  | {
      readonly kind: 'height_started';
      readonly height: Height;
      readonly committee: Committee;
      readonly isObserver: boolean;
      readonly quorum: 'byzantine' | 'honest';
    }
  | {
      readonly kind: 'round_entered';
      readonly height: Height;
      readonly round: Round;
      readonly proposer: Felt;
      readonly virtualProposer: Felt | null;
      readonly line: PaperLine;
    }
  | { readonly kind: 'step_entered'; readonly height: Height; readonly round: Round; readonly step: Step }
  | {
      readonly kind: 'rule_fired';
      readonly height: Height;
      readonly round: Round;
      readonly line: PaperLine;
      readonly rule: string;
      readonly value: ProposalCommitment | null;
    }
  | {
      readonly kind: 'vote_cast';
      readonly voteType: VoteType;
      readonly height: Height;
      readonly round: Round;
      readonly commitment: ProposalCommitment | null;
      readonly line: PaperLine;
    }
  | {
      readonly kind: 'vote_received';
      readonly voteType: VoteType;
      readonly height: Height;
      readonly round: Round;
      readonly commitment: ProposalCommitment | null;
      readonly voter: Felt;
      readonly outcome: 'counted' | 'duplicate' | 'conflict' | 'cached' | 'past' | 'too_far' | 'not_member';
    }
  | { readonly kind: 'locked'; readonly height: Height; readonly round: Round; readonly value: ProposalCommitment }
  | { readonly kind: 'valid_value_set'; readonly height: Height; readonly round: Round; readonly value: ProposalCommitment }
  | { readonly kind: 'timeout_scheduled'; readonly step: Step; readonly height: Height; readonly round: Round; readonly at: TimeUs }
  | {
      readonly kind: 'proposal_received';
      readonly init: ProposalInit;
      readonly outcome: 'accepted' | 'cached' | 'queued' | 'past' | 'wrong_proposer' | 'duplicate' | 'too_far';
    }
  | {
      readonly kind: 'stream_part';
      readonly from: ValidatorIndex;
      readonly height: Height;
      readonly round: Round;
      readonly messageId: number;
      readonly part: 'init' | 'transactions' | 'fin' | 'end' | 'unknown';
      readonly outcome: 'delivered' | 'buffered' | 'duplicate' | 'stream_dropped';
      readonly next: number;
    }
  | {
      readonly kind: 'decided';
      readonly height: Height;
      readonly round: Round;
      readonly value: ProposalCommitment;
      readonly voters: readonly Felt[];
    }
  | { readonly kind: 'synced'; readonly height: Height }
  /** Fetched from a peer: the block of a height waits for consensus to take it. */
  | { readonly kind: 'sync_block_ready'; readonly height: Height; readonly from: ValidatorIndex }
  /** A peer whose answer was wrong or did not come is asked no more for a while. */
  | { readonly kind: 'peer_dropped'; readonly peer: ValidatorIndex; readonly reason: string }
  /** A full node has checked a fetched block: its state diff against the header, or the whole block by executing it; equal when it is sound. */
  | {
      readonly kind: 'block_checked';
      readonly height: Height;
      readonly by: 'state_diff_commitment' | 'execution';
      readonly expected: Felt;
      readonly got: Felt;
    }
  | { readonly kind: 'marker_written'; readonly height: Height }
  // ── orchestrator and bridge ──
  | {
      readonly kind: 'build_started';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      readonly init: ProposalInit | null;
    }
  | {
      readonly kind: 'build_finished';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      readonly value: ProposalCommitment | null;
      readonly error: string | null;
      readonly detail: string | null;
    }
  | {
      readonly kind: 'reproposed';
      readonly height: Height;
      readonly round: Round;
      readonly validRound: Round;
      readonly value: ProposalCommitment;
    }
  | { readonly kind: 'init_checked'; readonly height: Height; readonly round: Round; readonly ok: boolean; readonly detail: string | null }
  | { readonly kind: 'validation_started'; readonly height: Height; readonly round: Round; readonly proposalId: ProposalId }
  | {
      readonly kind: 'validation_finished';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      /** Null: invalid, for `error`. */
      readonly value: ProposalCommitment | null;
      readonly error: string | null;
      readonly detail: string | null;
    }
  /** `slot`: the instance asked, where there are several. */
  | {
      readonly kind: 'call_sent';
      readonly callId: number;
      readonly request: BatcherRequest;
      readonly attempt: number;
      readonly slot?: number;
    }
  // ── the seed's stream (heartbeats that arrive leave no event) and several batchers: extensions beyond Apollo ──
  /** A frame leaves for the other chamber, with its bytes (gRPC prefix and BridgeFrame). */
  | { readonly kind: 'bridge_frame'; readonly slot: number; readonly what: BridgeFrameSummary; readonly bytes: Uint8Array }
  /** At the start of consensus, over the seed's stream or with several batchers, and when it changes: how it speaks to the instance. */
  | { readonly kind: 'bridge_opened'; readonly slot: number; readonly transport: BridgeTransportKind }
  /** From `height` on consensus speaks otherwise to all its instances; `before`: the transport until then. */
  | {
      readonly kind: 'bridge_changed';
      readonly height: Height;
      readonly before: BridgeTransportKind;
      readonly transport: BridgeTransportKind;
      readonly preset: BridgeSettings['preset'];
    }
  | { readonly kind: 'heartbeat_missed'; readonly slot: number; readonly missed: number }
  /** So many heartbeats are missing that calls fail until one arrives again. */
  | { readonly kind: 'bridge_lost'; readonly slot: number; readonly missed: number }
  /** A heartbeat arrives after one or more were missing. */
  | { readonly kind: 'bridge_restored'; readonly slot: number }
  /** A frame is missing, or the other end began anew: everything under way is void. */
  | { readonly kind: 'bridge_reset'; readonly slot: number; readonly reason: 'gap' | 'reopened' }
  /** The instance that a proposal goes to. */
  | {
      readonly kind: 'batcher_chosen';
      readonly slot: number;
      readonly proposalId: ProposalId;
      readonly mode: 'round_robin' | 'failover';
    }
  /** Consensus takes the instance for dead, or for alive again. */
  | { readonly kind: 'batcher_down'; readonly slot: number; readonly reason: string }
  | { readonly kind: 'batcher_up'; readonly slot: number }
  /** The instance is at the present height and may be given proposals; `caughtUp`: after blocks that it had missed. */
  | { readonly kind: 'batcher_ready'; readonly slot: number; readonly height: Height; readonly caughtUp: number }
  /** A decided proposal whose instance died is taken to another one; `replay`: its content is executed there again. */
  | {
      readonly kind: 'batcher_failover';
      readonly proposalId: ProposalId;
      readonly from: number;
      readonly to: number;
      readonly replay: boolean;
    }
  | {
      readonly kind: 'fee_market';
      readonly height: Height;
      readonly l2GasPriceFri: bigint;
      readonly nextL2GasPriceFri: bigint;
      readonly feeProposalFri: bigint | null;
      readonly l2GasUsed: number;
    }
  | { readonly kind: 'recorder_write'; readonly height: Height; readonly phase: 'started' | 'succeeded' | 'failed' | 'skipped' }
  // ── batcher, mempool, L1 ──
  | {
      readonly kind: 'call_started';
      readonly callId: number;
      readonly request: BatcherRequest['kind'];
      readonly proposalId: ProposalId | null;
    }
  | { readonly kind: 'answer_sent'; readonly callId: number; readonly request: BatcherRequest['kind']; readonly ok: boolean }
  | {
      readonly kind: 'batcher_state';
      readonly height: Height;
      readonly state: 'idle' | 'proposing' | 'validating';
      readonly proposalId: ProposalId | null;
    }
  | { readonly kind: 'txs_streamed'; readonly proposalId: ProposalId; readonly hashes: readonly Felt[] }
  | {
      readonly kind: 'tx_executed';
      readonly proposalId: ProposalId;
      readonly hash: Felt;
      readonly outcome: 'succeeded' | 'reverted' | 'rejected';
      readonly detail: string | null;
      readonly gas: GasVector | null;
    }
  | {
      readonly kind: 'proposal_executed';
      readonly height: Height;
      readonly proposalId: ProposalId;
      readonly role: 'proposer' | 'validator';
      readonly closedBy: string;
      readonly info: BlockInfo;
      readonly commitments: BlockHeaderCommitments;
      readonly partialBlockHash: Felt;
      readonly nTxs: number;
      readonly l2GasUsed: number;
    }
  | { readonly kind: 'proposal_failed'; readonly height: Height; readonly proposalId: ProposalId; readonly reason: string }
  | {
      readonly kind: 'block_committed';
      readonly height: Height;
      readonly partialBlockHash: Felt;
      readonly info: BlockInfo;
      readonly commitments: BlockHeaderCommitments | null;
      readonly stateDiff: StateDiff;
      readonly txs: readonly HashedTransaction[];
      readonly receipts: readonly Receipt[];
      readonly source: 'decision' | 'sync';
    }
  | { readonly kind: 'commitment_started'; readonly height: Height; readonly doneAt: TimeUs; readonly leaves: number }
  | {
      readonly kind: 'block_root';
      readonly height: Height;
      readonly stateRoot: Felt;
      readonly contractsRoot: Felt;
      readonly classesRoot: Felt;
      readonly blockHash: Felt;
      readonly parentHash: Felt;
    }
  | { readonly kind: 'tx_received'; readonly hash: Felt; readonly from: 'rpc' | 'gossip'; readonly tx: HashedTransaction }
  | {
      readonly kind: 'tx_admitted';
      readonly hash: Felt;
      readonly from: 'rpc' | 'gossip';
      readonly replaced: Felt | null;
      readonly poolSize: number;
    }
  | {
      readonly kind: 'tx_dropped';
      readonly hash: Felt;
      readonly why: 'expired' | 'evicted' | 'committed' | 'rejected' | 'replaced';
      readonly poolSize: number;
    }
  | { readonly kind: 'l1_event'; readonly hash: Felt; readonly what: 'scraped' | 'cancellation_started' | 'cancelled' | 'consumed' }
  // ── simulation ──
  | { readonly kind: 'component_overflow'; readonly queue: string; readonly limit: number };

export type LogKind = LogBody['kind'];

/** `t` virtual time, `p` process, `n` count of that process's events; `cause` the id `p:n` of what led here, null at a root. */
export type LogEvent = LogBody & { readonly t: TimeUs; readonly p: ProcessId; readonly n: number; readonly cause: string | null };

/** Kinds that open a step: one delivery to one process. */
export const DELIVERY_KINDS: ReadonlySet<LogKind> = new Set<LogKind>([
  'started',
  'frame_delivered',
  'timer_fired',
  'call_delivered',
  'answer_delivered',
  'gossip_delivered',
  'task_done',
  'intervention_applied',
  'crashed',
  'bridge_frame_delivered',
  'content_taken',
  'frame_held',
  'frame_edited',
]);

/** `p:n`, the id of a log event. */
export const logEventId = (event: { readonly p: ProcessId; readonly n: number }): string => `${event.p}:${event.n}`;

/** The total order (t, p, n). */
export const compareLogEvents = (a: LogEvent, b: LogEvent): number => a.t - b.t || a.p - b.p || a.n - b.n;

/** Events of one process in order, with the digest chain after each: `chains` holds DIGEST_BYTES bytes per event. */
export type LogChunk = { readonly events: readonly LogEvent[]; readonly chains: Uint8Array };
