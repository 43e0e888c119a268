// What every export is made of: the log up to a moment, and the link to that moment.
import type { LogEvent } from '../log/event.ts';

export type Telling = {
  /** Payload of the link (sim/share.ts). */
  readonly link: string;
  readonly untilUs: number;
  /** 32 hex digits over all events with time <= untilUs. */
  readonly fingerprint: string;
  /** Those events, in their total order. */
  readonly events: readonly LogEvent[];
  readonly validators: number;
};
