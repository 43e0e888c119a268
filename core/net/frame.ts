// A frame: bytes on a link between two validators. The topic is a field of the frame, not of the bytes (world.md 4).
import type { ProcessId, TimeUs } from '../types/ids.ts';

/** Gossip topics of Apollo; `mempool` carries MempoolTransactionBatch. */
export type Topic = 'consensus_votes' | 'consensus_proposals' | 'mempool';

export type Frame = {
  readonly source: ProcessId;
  readonly target: ProcessId;
  readonly sentAt: TimeUs;
  readonly arriveAt: TimeUs;
  /** Sequence number of the source process: the third part of the order key. */
  readonly seq: number;
  readonly topic: Topic;
  readonly bytes: Uint8Array;
  /** Id of the `frame_sent` log event. */
  readonly cause: string;
};
