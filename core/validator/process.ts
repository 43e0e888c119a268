// What the simulation asks of a process, and what a process asks of the simulation. A process is a deterministic unit with one input queue:
// consensus process (slot 0) or batcher process (slot 1). It has no clock: `now` comes with every input, and everything it wants is an effect.
//
// Contract: `handle` returns effects in order. The first `log` effect of a call, if there is one, is a delivery (DELIVERY_KINDS) and no later one is.
// A wake-up that changes nothing logs nothing. The simulation stamps (t, p, n, cause) on log bodies; a frame, bridge message or timer inherits as its
// cause the last log event before it in the same call. `snapshot` returns plain data (clonePlain) that `restore` accepts on a fresh machine.
import type { Fault } from '../net/fault.ts';
import type { FrameSession } from '../net/frame.ts';
import type { LogBody } from '../log/event.ts';
import type { FrameSummary, FrameTopic } from '../log/frame-summary.ts';
import type { ConfigChange } from '../types/config-change.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { TransactionIntent } from '../types/intent.ts';
import type { HashedTransaction } from '../types/transaction.ts';

/** What crosses the bridge between the two processes of one validator. */
export type BridgeMessage =
  | { readonly kind: 'call'; readonly callId: number; readonly request: BatcherRequest }
  | { readonly kind: 'answer'; readonly callId: number; readonly request: BatcherRequest['kind']; readonly answer: BatcherAnswer }
  /** A gossiped transaction that the edge decoded, on its way to the gateway. */
  | { readonly kind: 'gossip_in'; readonly tx: HashedTransaction }
  /** A transaction admitted from RPC, on its way to the edge, which broadcasts it. */
  | { readonly kind: 'gossip_out'; readonly tx: HashedTransaction }
  /** One frame of the seed's stream; it stands for calls and answers there. `isBeat`: a heartbeat. */
  | { readonly kind: 'stream_frame'; readonly bytes: Uint8Array; readonly isBeat: boolean };

/** What an intervention asks of one process. */
export type ProcessCommand =
  | { readonly kind: 'send_tx'; readonly intent: TransactionIntent }
  /** `announce`: this process logs the intervention for all that it concerns. */
  | { readonly kind: 'fault'; readonly faultId: number; readonly on: boolean; readonly fault: Fault; readonly announce: boolean }
  | { readonly kind: 'configure'; readonly fromHeight: number; readonly change: ConfigChange; readonly announce: boolean };

export type ProcessInput<Timer> =
  /** `restart` false: the run begins. True: volatile state is gone, storage is kept (world.md 8). */
  | { readonly kind: 'start'; readonly restart: boolean }
  /**
   * The process stops: it drops its volatile state (`loses`: its storage too), logs `crashed` (a delivery) and gets nothing but `start` afterwards.
   */
  | { readonly kind: 'crash'; readonly loses: boolean }
  | {
      readonly kind: 'frame';
      readonly from: ValidatorIndex;
      readonly topic: FrameTopic;
      readonly bytes: Uint8Array;
      readonly session?: FrameSession;
    }
  /** `slot`: the instance that sent it, to consensus; absent where there is one. */
  | { readonly kind: 'bridge'; readonly message: BridgeMessage; readonly slot?: number }
  | { readonly kind: 'timer'; readonly timer: Timer }
  | { readonly kind: 'command'; readonly index: number; readonly command: ProcessCommand };

export type ProcessEffect<Timer> =
  | { readonly kind: 'log'; readonly body: LogBody }
  /** One frame to every other node, or to those of `only`; it leaves later by `laterUs`. */
  | {
      readonly kind: 'broadcast';
      readonly topic: FrameTopic;
      readonly bytes: Uint8Array;
      readonly what: FrameSummary;
      readonly only?: readonly ValidatorIndex[];
      readonly laterUs?: number;
      /** Of sync frames. */
      readonly session?: FrameSession;
    }
  /** To the other chamber, from consensus to the instance `slot` (absent: the first); arrives after the bridge's latency plus `extraUs`. `latencyUs`: it has changed. */
  | {
      readonly kind: 'bridge';
      readonly message: BridgeMessage;
      readonly extraUs: number;
      readonly latencyUs?: number;
      readonly slot?: number;
    }
  /** To itself at `at` >= now; timers are never cancelled, stale ones are ignored by guards. */
  | { readonly kind: 'timer'; readonly at: TimeUs; readonly timer: Timer };

export interface ProcessMachine<Timer = unknown> {
  readonly handle: (now: TimeUs, input: ProcessInput<Timer>) => readonly ProcessEffect<Timer>[];
  readonly snapshot: () => unknown;
  readonly restore: (snapshot: unknown) => void;
}
