// Every type that crosses a port, as plain data, and the session that the page holds. No code.
import type { LogEvent } from '../core/log/event.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import type { ProcessId, TimeUs, ValidatorIndex } from '../core/types/ids.ts';
import type { ValidatorSettings } from '../core/types/settings.ts';

/** Which processes live in which host. Never part of a run. */
export type PlacementKind = 'workers' | 'inline';

/** What the page must know of an opened run beside its log. */
export type RunInfo = {
  readonly run: Run;
  readonly validators: number;
  readonly settings: ValidatorSettings;
  /** Names of settings that differ from the preset. */
  readonly overrides: readonly string[];
  readonly genesisUnix: number;
  readonly chainId: string;
  /** Minimum link latency. */
  readonly lookaheadUs: number;
  /** The scenario's own timed inputs; the user's are in `run`. */
  readonly inputs: readonly Intervention[];
  /** Predeployed accounts as hex felts. */
  readonly accounts: readonly { readonly index: number; readonly address: string; readonly publicKey: string }[];
  readonly placement: PlacementKind;
};

/** State of one live property; `at` is the id of the first violating event. */
export type CheckReport = {
  readonly name: string;
  readonly ok: boolean;
  readonly violation: { readonly t: TimeUs; readonly eventId: string; readonly detail: string } | null;
};

/** New log events in total order, complete up to `headUs`: no event with t < headUs will follow. */
export type LogBatch = {
  readonly events: readonly LogEvent[];
  /** Digest chain of the event's own process after each event, DIGEST_BYTES each. */
  readonly chains: Uint8Array;
  readonly headUs: TimeUs;
  readonly checks: readonly CheckReport[];
};

/** Something the user must be told: a worker died (the run resumes from a snapshot), or the run stopped at a bug. */
export type Problem = {
  readonly kind: 'worker_lost' | 'run_halted' | 'worker_recovered';
  readonly validator: ValidatorIndex | null;
  readonly message: string;
};

export type SessionListener = {
  readonly onBatch: (batch: LogBatch) => void;
  /** Everything at or after `t` is void: the log is cut there and batches continue from it. */
  readonly onRewound: (t: TimeUs, run: Run) => void;
  readonly onProblem: (problem: Problem) => void;
};

/** A run being simulated. All methods answer at once; results come through the listener. */
export type Session = {
  readonly info: RunInfo;
  /** Lets the head reach `t` (monotone; smaller values are ignored). Nobody else grants time: not calling is a pause. */
  readonly advance: (t: TimeUs) => void;
  /** Continues with another list of interventions that agrees with the present one before `t`. */
  readonly rewind: (t: TimeUs, interventions: readonly Intervention[]) => void;
  readonly close: () => void;
};

/** Chains of all processes at one time, for a fingerprint. */
export type ChainRow = { readonly p: ProcessId; readonly chain: Uint8Array };
