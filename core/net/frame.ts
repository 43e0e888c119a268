// A frame: bytes on a link between two validators. The topic is a field of the frame, not of the bytes (world.md 4).
import type { ProcessId, TimeUs } from '../types/ids.ts';

/** Gossip topics of Apollo (`mempool` carries MempoolTransactionBatch), then the query protocols of its sync. */
export type Topic = 'consensus_votes' | 'consensus_proposals' | 'mempool' | 'sync_headers' | 'sync_state_diffs' | 'sync_transactions';

/** The stream of one sync query: responses are numbered from 0, as a stream of the transport keeps them in order; null: the request. */
export type FrameSession = { readonly query: number; readonly index: number | null };

export type Frame = {
  readonly source: ProcessId;
  readonly target: ProcessId;
  readonly sentAt: TimeUs;
  readonly arriveAt: TimeUs;
  /** Sequence number of the source process: the third part of the order key. */
  readonly seq: number;
  readonly topic: Topic;
  readonly bytes: Uint8Array;
  /** Of sync frames. */
  readonly session?: FrameSession;
  /** Id of the `frame_sent` log event. */
  readonly cause: string;
};
