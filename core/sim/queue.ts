// The one input queue of a process. Inputs are handled by key (time, source process, source's sequence number); the order in which they arrive on a
// port never matters. The director is source -1, so an intervention precedes everything of the same microsecond.
import type { BridgeMessage, ProcessCommand } from '../validator/process.ts';
import type { Fault } from '../net/fault.ts';
import type { Frame } from '../net/frame.ts';
import type { TimeUs } from '../types/ids.ts';
import type { Splice } from './intervention.ts';

/** Source number of the director. */
export const DIRECTOR_SOURCE = -1;

export type QueuedInput = { readonly t: TimeUs; readonly source: number; readonly seq: number; readonly cause: string | null } & (
  | { readonly kind: 'start' }
  /** `isReleased`: it has left the held inbox. */
  | { readonly kind: 'frame'; readonly frame: Frame; readonly isReleased?: boolean }
  /** From the process in slot `from`. `life`: of the caller, with a call and its answer. `isRefusal`: the transport's own answer. */
  | {
      readonly kind: 'bridge';
      readonly message: BridgeMessage;
      readonly from: number;
      readonly sentAt: TimeUs;
      readonly life: number | null;
      readonly isRefusal: boolean;
    }
  /** `life` counts restarts: what was meant for an earlier life is void. */
  | { readonly kind: 'timer'; readonly timer: unknown; readonly life: number }
  /** `loses`: storage and last-voted marker go with the memory. */
  | { readonly kind: 'crash' | 'restart'; readonly index: number; readonly faultId: number; readonly loses: boolean }
  | { readonly kind: 'command'; readonly index: number; readonly command: ProcessCommand }
  /** A fault that the runner acts on: of outgoing links, of the bridge, of the process's own queue; `announce`: it logs the intervention for all. */
  | {
      readonly kind: 'runner_fault';
      readonly index: number;
      readonly faultId: number;
      readonly on: boolean;
      readonly fault: Fault;
      readonly announce: boolean;
    }
  | { readonly kind: 'edit'; readonly index: number; readonly frame: string; readonly splices: readonly Splice[] }
  | { readonly kind: 'deliver'; readonly index: number; readonly frame: string }
);

/** The order key. */
export const compareInputs = (a: QueuedInput, b: QueuedInput): number => a.t - b.t || a.source - b.source || a.seq - b.seq;
