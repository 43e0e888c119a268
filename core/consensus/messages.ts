// What goes into consensus and what comes out of it, at its three levels: state machine (events -> requests), single height, and manager
// (`ManagerInput` -> `ManagerEffect`), which is the only level that the rest of a validator talks to.
// Source: crates/apollo_consensus (StateMachineEvent, SMRequest, ConsensusContext); protocol.md 1.1, 1.3, 1.7. Lines: arXiv 1807.04938, algorithm 1.
// No member carries a block, bytes or a clock: consensus decides an id, and whoever performs the effects owns content and time.
import type { Felt } from '../base/felt.ts';
import type { Committee, ProposalCommitment, ProposalInit, QuorumType, Step, Vote, VoteType } from '../types/consensus.ts';
import type { Height, Round } from '../types/ids.ts';

/** Lines of the paper that a transition follows; the same set as in the log. */
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

// ── state machine ──

/** StateMachineEvent. `value` null: building or validation failed. */
export type StateMachineEvent =
  /** L18: the value that this proposer asked for. */
  | { readonly kind: 'finished_building'; readonly round: Round; readonly value: ProposalCommitment | null }
  /** A proposal of `round` was executed, or found invalid. */
  | {
      readonly kind: 'finished_validation';
      readonly round: Round;
      readonly value: ProposalCommitment | null;
      readonly validRound: Round | null;
    }
  /** A vote that the single height admitted; its type says which set it joins. */
  | { readonly kind: 'vote'; readonly vote: Vote }
  /** L57, L61, L65. */
  | { readonly kind: 'timeout'; readonly step: Step; readonly round: Round };

/** The supporting precommits are all precommits at `round` for `value`, in committee order. */
export type Decision = { readonly value: ProposalCommitment; readonly round: Round; readonly precommits: readonly Vote[] };

/** SMRequest. `start_validate_proposal` comes from the single height only. */
export type SmRequest =
  | { readonly kind: 'start_build_proposal'; readonly round: Round }
  | { readonly kind: 'start_validate_proposal'; readonly init: ProposalInit }
  | { readonly kind: 'broadcast_vote'; readonly vote: Vote }
  | { readonly kind: 'schedule_timeout'; readonly step: Step; readonly round: Round }
  | { readonly kind: 'decision_reached'; readonly decision: Decision }
  | {
      readonly kind: 'repropose';
      readonly value: ProposalCommitment;
      readonly round: Round;
      readonly validRound: Round;
      /** The virtual proposer of `round`. */
      readonly proposer: Felt;
    };

// ── reports ──

/**
 * What happened, in the shapes of the log's consensus members, so that the caller logs them unchanged. `timeout_scheduled` is not among them:
 * its absolute time is known only to the caller, who logs it when it performs a `schedule` whose input is a `timeout`.
 */
export type ConsensusReport =
  | {
      readonly kind: 'height_started';
      readonly height: Height;
      readonly committee: Committee;
      readonly isObserver: boolean;
      readonly quorum: QuorumType;
    }
  | {
      readonly kind: 'round_entered';
      readonly height: Height;
      readonly round: Round;
      /** The actual proposer. */
      readonly proposer: Felt;
      /** Null: its lookup failed. */
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
  | {
      readonly kind: 'proposal_received';
      readonly init: ProposalInit;
      readonly outcome: 'accepted' | 'cached' | 'past' | 'wrong_proposer' | 'duplicate' | 'too_far';
    }
  | {
      readonly kind: 'decided';
      readonly height: Height;
      readonly round: Round;
      readonly value: ProposalCommitment;
      readonly voters: readonly Felt[];
    }
  | { readonly kind: 'synced'; readonly height: Height }
  | { readonly kind: 'marker_written'; readonly height: Height }
  /** A full cache of future votes, or a height that failed and falls back to sync. */
  | { readonly kind: 'refused'; readonly source: 'consensus'; readonly code: string; readonly detail: string; readonly hash: Felt | null };

// ── manager ──

/**
 * Inputs of the manager. Anything that arrives while it cannot listen (it sleeps at `stop_at_height`, waits for an answer to `try_sync`, or the
 * caller performs `decision_reached`) waits in order, as in Apollo's channels. Inputs of a finished height are ignored.
 */
export type ManagerInput =
  /** Once at start, then after each `decision_reached` was performed and after each `height_synced`. */
  | { readonly kind: 'run_height'; readonly height: Height }
  /** A decoded vote of a peer. */
  | { readonly kind: 'vote'; readonly vote: Vote }
  /** A proposal stream whose first part is Init became readable. `stream` is the caller's handle of its content, unique per stream. */
  | { readonly kind: 'proposal'; readonly init: ProposalInit; readonly stream: number }
  | { readonly kind: 'finished_building'; readonly height: Height; readonly round: Round; readonly value: ProposalCommitment | null }
  | { readonly kind: 'finished_validation'; readonly height: Height; readonly round: Round; readonly value: ProposalCommitment | null }
  | { readonly kind: 'timeout'; readonly step: Step; readonly height: Height; readonly round: Round }
  /** VoteBroadcasted: the tick that may send our vote again. */
  | { readonly kind: 'vote_broadcasted'; readonly vote: Vote }
  /** The answer to `try_sync`; `networkTip` null: unknown. */
  | { readonly kind: 'sync_result'; readonly height: Height; readonly synced: boolean; readonly networkTip: Height | null }
  /** Comes back from a `schedule`: the regular poll of a running height, or (`waiting`) a retry of one that can only be synced. */
  | { readonly kind: 'sync_poll'; readonly height: Height; readonly waiting: boolean }
  /** BatcherError or CommitteeError of the caller at this height (such as a refused `start_height`): the height falls back to sync. */
  | { readonly kind: 'height_failed'; readonly height: Height; readonly reason: string };

/** Effects of the manager, to be performed in order. */
export type ManagerEffect =
  | { readonly kind: 'report'; readonly report: ConsensusReport }
  /** Only when height or round differ from the last one. */
  | { readonly kind: 'set_height_and_round'; readonly height: Height; readonly round: Round }
  /** Answered by `finished_building`. `proposer` is the virtual one, to be written into the Init. */
  | {
      readonly kind: 'build_proposal';
      readonly height: Height;
      readonly round: Round;
      readonly proposer: Felt;
      readonly timeoutUs: number;
    }
  /** Answered by `finished_validation`; the content is that of the stream with this handle. */
  | { readonly kind: 'validate_proposal'; readonly init: ProposalInit; readonly stream: number; readonly timeoutUs: number }
  /** Not answered. */
  | {
      readonly kind: 'repropose';
      readonly height: Height;
      readonly round: Round;
      readonly validRound: Round;
      readonly value: ProposalCommitment;
      readonly proposer: Felt;
    }
  /** Store the last voted height; always before the broadcast that follows it. */
  | { readonly kind: 'write_marker'; readonly height: Height }
  | { readonly kind: 'broadcast_vote'; readonly vote: Vote; readonly rebroadcast: boolean }
  /** Feed `input` back after `delayUs` >= 0; never cancelled, stale ones are ignored. */
  | { readonly kind: 'schedule'; readonly delayUs: number; readonly input: ManagerInput }
  /** Perform, then feed `run_height(height + 1)`. `wait`: wait for the commitment of this last block. */
  | {
      readonly kind: 'decision_reached';
      readonly height: Height;
      readonly round: Round;
      readonly value: ProposalCommitment;
      readonly wait: boolean;
    }
  /** Answered by `sync_result`. */
  | { readonly kind: 'try_sync'; readonly height: Height }
  /** The height was learned by sync: feed `run_height(height + 1)`. */
  | { readonly kind: 'height_synced'; readonly height: Height }
  /** The stream of a proposal that was not taken: its content is not needed. */
  | { readonly kind: 'drop_stream'; readonly stream: number }
  /** Contents of heights up to this one are not needed any more. */
  | { readonly kind: 'drop_streams'; readonly upTo: Height };
