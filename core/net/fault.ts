// Faults: what a user breaks. Each is switched on by an intervention and off by another; honest code never reads them. The fields of every kind, in
// order and with their limits, stand once more as data in fault-fields.ts: forms, links, scenario files and random sweeps are made from that table.
// `height` null: at every height.
import type { ValidatorIndex } from '../types/ids.ts';

/** Which frames a network fault concerns; null means any. */
export type FrameFilter = {
  readonly from: ValidatorIndex | null;
  readonly to: ValidatorIndex | null;
  readonly what: 'any' | 'prevote' | 'precommit' | 'proposal' | 'transaction' | 'sync';
  readonly height: number | null;
};

type Of<K extends string> = { readonly kind: K; readonly validator: ValidatorIndex };
type AtHeight<K extends string> = Of<K> & { readonly height: number | null };

type ValidatorFault =
  /**
   * Processes stop; switching it off restarts them unless another crash of theirs is still on. `instance` is a batcher's number from 1, null for all.
   * `lose`: storage and last-voted marker are gone (amnesia); what then starts is a node at genesis.
   */
  | (Of<'crash'> & {
      readonly part: 'both' | 'consensus' | 'batcher';
      readonly instance: number | null;
      readonly storage: 'keep' | 'lose';
    })
  /** Nothing is handled until it is switched off; then what has waited is handled in order, at that time. */
  | Of<'pause'>
  /** The clock is off by `byUs`, ahead when positive. */
  | (Of<'clock_skew'> & { readonly byUs: number })
  /** Sees every L1 block later by `byUs`. */
  | (Of<'l1_delay'> & { readonly byUs: number })
  /** Arriving frames are held, to be delivered one by one by hand; switching it off delivers the rest in order. */
  | Of<'hold_inbox'>;

type NetworkFault =
  /** Matching frames never arrive, each with a probability of `ppm` parts per million. */
  | { readonly kind: 'drop'; readonly filter: FrameFilter; readonly ppm: number }
  /** The first `count` matching frames of every sender never arrive. */
  | { readonly kind: 'drop_first'; readonly filter: FrameFilter; readonly count: number }
  /** Matching frames arrive later by `byUs`. */
  | { readonly kind: 'delay'; readonly filter: FrameFilter; readonly byUs: number }
  /** Matching frames arrive later by a random time up to `upToUs`, so that they overtake each other. */
  | { readonly kind: 'jitter'; readonly filter: FrameFilter; readonly upToUs: number }
  /** Matching frames arrive a second time, `afterUs` after the first, each with a probability of `ppm`. */
  | { readonly kind: 'duplicate'; readonly filter: FrameFilter; readonly ppm: number; readonly afterUs: number }
  /** One bit of matching frames is flipped, each with a probability of `ppm`. */
  | { readonly kind: 'corrupt'; readonly filter: FrameFilter; readonly ppm: number }
  /** No frame passes between `side` and all others. */
  | { readonly kind: 'partition'; readonly side: readonly ValidatorIndex[] }
  /** No frame passes from the ones to the others; the way back is open. */
  | { readonly kind: 'one_way_cut'; readonly from: readonly ValidatorIndex[]; readonly to: readonly ValidatorIndex[] };

type StreamFault =
  /** The part with this message id of every own proposal stream is not sent. */
  | (AtHeight<'drop_part'> & { readonly messageId: number })
  /** Neither the Fin part nor the end of the stream is sent. */
  | AtHeight<'withhold_fin'>
  /** Neighbouring parts of own streams change places. */
  | AtHeight<'reorder_stream'>
  /** All own proposal streams of a height bear the same stream id. */
  | AtHeight<'reuse_stream_id'>
  /** A transactions part with more transactions than a batch may have. */
  | AtHeight<'oversize_stream'>;

type ByzantineFault =
  /** As proposer it sends half of its peers another block of its own, and votes for what each half was sent. */
  | AtHeight<'equivocate'>
  /** It votes for the value towards half of its peers and for nil towards the others. */
  | AtHeight<'double_vote'>
  /** All its votes are for nil. */
  | AtHeight<'always_nil'>
  /** Its votes leave later by `byUs`. */
  | (Of<'late_vote'> & { readonly byUs: number })
  /** Its votes never leave. */
  | AtHeight<'withhold_votes'>
  /** Whenever it proposes, its Fin names another commitment. */
  | AtHeight<'wrong_commitment'>
  /** As proposer it adds an L1 message that L1 never sent, for which validators reject the whole proposal. */
  | AtHeight<'invalid_transaction'>
  /** It sends its votes a second time in the name of `victim`: votes are unsigned. */
  | (Of<'impersonate'> & { readonly victim: ValidatorIndex })
  /** Whenever it proposes, the stream never leaves its edge. */
  | AtHeight<'quiet_proposer'>
  /** It changes a storage value in every state diff that it serves to others. */
  | Of<'tamper_sync'>;

type BridgeFault =
  /** Nothing crosses between the chambers. */
  | Of<'bridge_cut'>
  /** Everything that crosses takes longer by `byUs`, each way. */
  | (Of<'bridge_slow'> & { readonly byUs: number })
  /** Every request reaches the batcher twice. */
  | Of<'bridge_duplicate'>
  /** Heartbeats do not cross (seed-stream only; without effect on the other transport). */
  | Of<'heartbeat_loss'>;

type ExecutionFault =
  /** The committer takes longer by `byUs` for every block. */
  | (Of<'slow_committer'> & { readonly byUs: number })
  /** Executing takes `percent` per cent of its normal time. */
  | (Of<'slow_batcher'> & { readonly percent: number })
  /** This batcher executes with a bug: its state diff, and so its commitment, differs from everyone's. */
  | AtHeight<'wrong_execution'>
  /** Its L1 price oracle answers `percent` per cent of the true price. */
  | (Of<'gas_price_disagreement'> & { readonly percent: number })
  /** Its batcher gives up in the middle of every validation. */
  | AtHeight<'abort_validation'>
  /**
   * As proposer its Fin counts one transaction more than its block holds. If the block was full and that one was streamed, validators have no room for it
   * either: they wait for its result and fail only at their deadline (protocol.md 3.4). If it was never streamed, they refuse at Fin.
   */
  | AtHeight<'one_tx_too_many'>
  /** The central recorder does not answer this validator. */
  | Of<'recorder_down'>;

export type Fault = ValidatorFault | NetworkFault | StreamFault | ByzantineFault | BridgeFault | ExecutionFault;
export type FaultKind = Fault['kind'];
export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

/** Faults that the sender's link draws for itself. */
export type LinkFault = NetworkFault;
/** Faults that rewrite what leaves a consensus process. */
export type EdgeFault = StreamFault | Exclude<ByzantineFault, Of<'tamper_sync'>> | FaultOf<'one_tx_too_many'>;
