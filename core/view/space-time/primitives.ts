// What the space-time diagram is made of (experience.md D5): small plain records, each made by one log event. They know steps and times, not pixels:
// an axis and a layout place them (axis.ts, layout.ts), drawing.ts turns them into shapes.
// A record that is not over yet has `to` null: a message on its way, a timeout that runs, a lock that holds.
import type { LogKind } from '../../log/event.ts';
import type { FrameFate } from '../../log/frame-summary.ts';
import type { ProcessId } from '../../types/ids.ts';

/** A moment: the step (index from 0) in which it happened and its virtual time in microseconds. */
export type Place = { readonly step: number; readonly t: number };

export type FrameShape = 'prevote' | 'precommit' | 'init' | 'transactions' | 'fin' | 'end' | 'transaction' | 'sync';

/** `id` is the log event that made the record (`p:n`), with a suffix where one event makes several. */
type Made<K extends string> = { readonly kind: K; readonly id: string; readonly p: ProcessId; readonly at: Place };
type Span<K extends string> = Made<K> & { readonly to: Place | null };

/** A frame between two consensus processes; `id` is that of the message list (messages.ts). */
export type MessageMark = Span<'message'> & {
  readonly target: ProcessId;
  /** Null: it never arrives. */
  readonly arriveAt: number | null;
  readonly fate: FrameFate;
  readonly shape: FrameShape;
  readonly nil: boolean;
  /** Sent again, or gossip: routine. */
  readonly routine: boolean;
};
/** A call over the bridge, or its answer. */
export type CallMark = Span<'call'> & {
  readonly target: ProcessId;
  readonly direction: 'request' | 'answer';
  readonly request: string;
  readonly ok: boolean;
};
/** A step of a round as one validator lives it. */
type PhaseMark = Span<'phase'> & {
  readonly height: number;
  readonly round: number;
  readonly step: 'propose' | 'prevote' | 'precommit';
};
export type TimeoutMark = Span<'timeout'> & {
  readonly of: 'propose' | 'prevote' | 'precommit';
  readonly height: number;
  readonly round: number;
  /** When it would fire. */
  readonly due: number;
  readonly end: 'pending' | 'fired' | 'void';
};
export type LockMark = Span<'lock'> & { readonly height: number; readonly round: number; readonly value: bigint };
/** The votes that made a quorum, in order; the last is that of the moment itself. */
export type QuorumMark = Made<'quorum'> & {
  readonly of: 'prevote' | 'precommit';
  readonly nil: boolean;
  readonly height: number;
  readonly round: number;
  readonly votes: readonly Place[];
};
/** The batcher builds or re-executes a block, or the committer computes a root. */
export type WorkMark = Span<'work'> & { readonly work: 'proposing' | 'validating' | 'committing'; readonly height: number };
type DownMark = Span<'down'>;
/** A fault from its beginning to its end; `what` is its kind. */
type FaultMark = Span<'fault'> & { readonly what: string };
export type PointName =
  | 'decision'
  | 'synced'
  | 'committed'
  | 'root'
  | 'round'
  | 'vote'
  | 'invalid'
  | 'conflict'
  | 'refused'
  | 'bridge_lost'
  | 'bridge_restored'
  | 'peer_dropped'
  | 'user'
  | 'fault_on'
  | 'fault_off'
  | 'restart';
/** Something that happens at one moment. */
export type PointMark = Made<'point'> & {
  readonly name: PointName;
  readonly height: number | null;
  readonly round: number | null;
  /** For a vote. */
  readonly vote: { readonly of: 'prevote' | 'precommit'; readonly nil: boolean } | null;
};

export type Primitive =
  | MessageMark
  | CallMark
  | PhaseMark
  | TimeoutMark
  | LockMark
  | QuorumMark
  | WorkMark
  | DownMark
  | FaultMark
  | PointMark;

/** Log kinds of which every event has its own record, whatever else they say. The laws of fold.test.ts hold for these. */
export const SHOWN_KINDS: readonly LogKind[] = [
  'frame_sent',
  'call_sent',
  'answer_sent',
  'timeout_scheduled',
  'locked',
  'decided',
  'synced',
  'block_committed',
  'block_root',
  'vote_cast',
  'round_entered',
  'step_entered',
  'commitment_started',
  'intervention_applied',
  'crashed',
  'refused',
  'bridge_lost',
  'bridge_restored',
  'peer_dropped',
];
