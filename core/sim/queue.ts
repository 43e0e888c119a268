// The one input queue of a process. Inputs are handled by key (time, source process, source's sequence number); the order in which they arrive on a
// port never matters. The director is source -1, so an intervention precedes everything of the same microsecond.
import type { BridgeMessage, ProcessCommand } from '../validator/process.ts';
import type { Fault } from '../net/fault.ts';
import type { Frame } from '../net/frame.ts';
import type { TimeUs } from '../types/ids.ts';

/** Source number of the director. */
export const DIRECTOR_SOURCE = -1;

export type QueuedInput = { readonly t: TimeUs; readonly source: number; readonly seq: number; readonly cause: string | null } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'frame'; readonly frame: Frame }
  /** `life` counts restarts: what was meant for an earlier life is void. */
  | { readonly kind: 'bridge'; readonly message: BridgeMessage; readonly life: number }
  | { readonly kind: 'timer'; readonly timer: unknown; readonly life: number }
  | { readonly kind: 'crash' | 'restart'; readonly index: number; readonly faultId: number }
  | { readonly kind: 'command'; readonly index: number; readonly command: ProcessCommand }
  /** A network fault of this process's outgoing links; `announce`: it logs the intervention for all. */
  | {
      readonly kind: 'link_fault';
      readonly index: number;
      readonly faultId: number;
      readonly fault: Fault | null;
      readonly announce: boolean;
    }
);

/** The order key. */
export const compareInputs = (a: QueuedInput, b: QueuedInput): number => a.t - b.t || a.source - b.source || a.seq - b.seq;
