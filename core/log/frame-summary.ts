// What frames are about, between validators and on the bridge, so that views need not decode their bytes; and what becomes of them on the way.
import type { Felt } from '../base/felt.ts';
import type { BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { ProposalCommitment, VoteType } from '../types/consensus.ts';
import type { Height, Round, TimeUs, ValidatorIndex } from '../types/ids.ts';

export type FrameTopic = 'consensus_votes' | 'consensus_proposals' | 'mempool' | 'sync_headers' | 'sync_state_diffs' | 'sync_transactions';

/** What the query protocols of sync ask for. */
export type SyncWhat = 'headers' | 'state_diffs' | 'transactions';

/** What a frame is about, so that views need not decode its bytes. */
export type FrameSummary =
  | {
      readonly kind: 'vote';
      readonly voteType: VoteType;
      readonly height: Height;
      readonly round: Round;
      readonly commitment: ProposalCommitment | null;
      readonly voter: Felt;
      readonly rebroadcast: boolean;
    }
  | {
      readonly kind: 'proposal_part';
      readonly height: Height;
      readonly round: Round;
      readonly messageId: number;
      /** `end` is the StreamMessage fin that closes the stream. */
      readonly part: 'init' | 'transactions' | 'fin' | 'end';
      /** Transactions in this part. */
      readonly count: number;
    }
  | { readonly kind: 'transaction'; readonly hash: Felt }
  | { readonly kind: 'sync_request'; readonly what: SyncWhat; readonly height: Height; readonly limit: number }
  /** `height` of the block that it belongs to, where the message itself says so. */
  | { readonly kind: 'sync_response'; readonly what: SyncWhat; readonly height: Height | null; readonly part: 'data' | 'fin' };

export type FrameFate = 'deliver' | 'dropped' | 'delayed' | 'duplicated' | 'corrupted';
/** One receiver of a frame, and what becomes of it on the way there. */
export type FrameTarget = {
  readonly to: ValidatorIndex;
  /** Null when the frame never arrives. */
  readonly arriveAt: TimeUs | null;
  readonly fate: FrameFate;
  /** The fault that changed its fate. */
  readonly faultId: number | null;
  /** When it arrives a second time. */
  readonly again?: TimeUs;
  /** The bit that is flipped on the way, counted from the first bit of the first byte. */
  readonly bit?: number;
};

/** What a frame of the seed's stream is about, so that views need not decode its bytes. */
export type BridgeFrameSummary =
  | { readonly kind: 'call' | 'answer'; readonly callId: number; readonly request: BatcherRequest['kind'] }
  /** `callId` null: pushed by the batcher. `count`: transactions in it. */
  | {
      readonly kind: 'content';
      readonly callId: number | null;
      readonly proposalId: ProposalId;
      readonly content: 'txs' | 'finish' | 'abort';
      readonly count: number;
    }
  | {
      readonly kind: 'status';
      readonly callId: number;
      readonly proposalId: ProposalId;
      readonly status: 'processing' | 'finished' | 'aborted' | 'invalid_proposal';
    }
  | { readonly kind: 'credit'; readonly proposalId: ProposalId; readonly chunks: number }
  /** `callId` null: of the stream itself. */
  | { readonly kind: 'error'; readonly callId: number | null; readonly code: string }
  | { readonly kind: 'prover_job' | 'sync_broadcast'; readonly height: Height }
  | { readonly kind: 'heartbeat'; readonly beat: number };
