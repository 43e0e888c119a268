// Every type that crosses a port, as plain data, and the session that the page holds. No code.
import type { LogChunk, LogEvent } from '../core/log/event.ts';
import type { HostSnapshot } from '../core/sim/host.ts';
import type { NumberedIntervention } from '../core/sim/route.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import type { TimeUs, ValidatorIndex } from '../core/types/ids.ts';
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
  readonly accounts: readonly { readonly index: number; readonly address: string }[];
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

/** A snapshot on its way over a port. Structured cloning drops frozenness, so the frozen objects travel beside it, in the same message, and are frozen again. */
export type PortableSnapshot = { readonly snapshot: HostSnapshot; readonly frozen: readonly object[] };

/** The first message of a host worker: everything it needs before it serves grants. */
export type HostInit = {
  /** To the director. */
  readonly port: MessagePort;
  readonly epoch: number;
  readonly run: Run;
  readonly validators: readonly ValidatorIndex[];
  /** A port to every other host, with the validators that live there. */
  readonly peers: readonly { readonly validators: readonly ValidatorIndex[]; readonly port: MessagePort }[];
  readonly restore: PortableSnapshot | null;
};

/** Director to host. `epoch` counts rewinds: whatever bears an older one is void. */
export type HostRequest =
  | {
      readonly kind: 'grant';
      readonly epoch: number;
      readonly from: number;
      readonly until: number;
      readonly interventions: readonly NumberedIntervention[];
      /** Times of snapshots to forget after this grant, whose end is always kept. */
      readonly forget: readonly number[];
      /** Send the snapshot of the grant's end to the director. */
      readonly backup: boolean;
    }
  | { readonly kind: 'rewind'; readonly epoch: number; readonly to: number }
  | { readonly kind: 'ping' };

/** Host to director. */
export type HostReport =
  | { readonly kind: 'window'; readonly epoch: number; readonly upTo: number; readonly chunk: LogChunk }
  | { readonly kind: 'grant_done'; readonly epoch: number; readonly until: number; readonly backup: PortableSnapshot | null }
  | { readonly kind: 'failed'; readonly epoch: number; readonly message: string }
  | { readonly kind: 'pong' };

/** Host to host, once per window and peer, empty ones too. */
export type WindowBatch = { readonly epoch: number; readonly window: number; readonly frames: ArrayBuffer; readonly nextTime: number };

/** The page's door to the director worker, over comlink. `log` carries DirectorMessage; `hosts` one port per host (none: inline). */
export type DirectorApi = {
  readonly open: (options: {
    readonly run: Run;
    readonly placement: PlacementKind;
    readonly log: MessagePort;
    readonly hosts: readonly MessagePort[];
  }) => Promise<RunInfo>;
  readonly advance: (t: TimeUs) => void;
  readonly rewind: (t: TimeUs, interventions: readonly Intervention[]) => void;
  /** New host ports after a loss, set up for `epoch`. */
  readonly replaceHosts: (epoch: number, hosts: readonly MessagePort[]) => void;
  readonly reportLoss: (reason: string) => void;
};

/** Director to page, raw posts in order. */
export type DirectorMessage =
  | { readonly kind: 'batch'; readonly batch: LogBatch }
  | { readonly kind: 'rewound'; readonly t: TimeUs; readonly run: Run }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** All hosts are to be replaced, set up at `restore`, one snapshot per host (null: from the beginning). */
  | { readonly kind: 'respawn'; readonly epoch: number; readonly run: Run; readonly restore: readonly PortableSnapshot[] | null };
