// Every type that crosses a port, as plain data, and the session that the page holds. No code.
import type { LogChunk, LogEvent } from '../core/log/event.ts';
import type { BridgeMail } from '../core/sim/host.ts';
import type { BlockDifference, CommittedBlock, InspectedMoment, InspectInput, Inspection } from '../core/inspect/types.ts';
import type { NumberedIntervention } from '../core/sim/route.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import type { StakePlan } from '../core/types/consensus.ts';
import type { ClassFile, EngineName } from '../core/types/engines.ts';
import type { ProcessId, TimeUs, ValidatorIndex } from '../core/types/ids.ts';
import type { FollowerKind } from '../core/types/nodes.ts';
import type { ValidatorSettings } from '../core/types/settings.ts';

/** `workers`: one per node while there are few, else some for all; `packed`: about as many as the machine has cores; `inline`: none. */
export type PlacementKind = 'workers' | 'packed' | 'inline';

/** Which processes live in which host, as the visitor wants it. Never part of a run: it changes no result. */
export type Placement = {
  readonly kind: PlacementKind;
  /** Nodes whose batchers live in a worker of their own; means nothing inline. */
  readonly remoteBatchers: readonly ValidatorIndex[];
};

/** What of a node lives in a host. */
export type Home = { readonly node: ValidatorIndex; readonly part: 'whole' | 'consensus' | 'batchers' };
/** What lives in each host; no host: all in the director's own thread. */
export type Layout = readonly (readonly Home[])[];

/** What the page must know of an opened run beside its log. */
export type RunInfo = {
  readonly run: Run;
  readonly validators: number;
  /** Full nodes after the validators, in order. */
  readonly followers: readonly FollowerKind[];
  /** What each node executes with, in the order of nodes. */
  readonly engines: readonly EngineName[];
  readonly settings: ValidatorSettings;
  /** Names of settings that differ from the preset. */
  readonly overrides: readonly string[];
  readonly genesisUnix: number;
  readonly chainId: string;
  readonly stakes: StakePlan;
  /** Minimum link latency. */
  readonly lookaheadUs: number;
  /** How many timed inputs the scenario itself has; the user's, in `run`, are numbered after them. */
  readonly inputCount: number;
  /** Those of them that are no transactions, in order. */
  readonly inputs: readonly Intervention[];
  /** Predeployed accounts as hex felts. */
  readonly accounts: readonly { readonly index: number; readonly address: string }[];
  readonly placement: Placement;
  /** Processes of each worker; empty when all live in the director's. */
  readonly hosts: readonly (readonly ProcessId[])[];
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

/**
 * Something the user must be told: a worker died (the run resumes from a snapshot), the run stopped at a bug, it goes on in other workers as asked,
 * WebAssembly was refused and the slower kernel runs (once for a session), the Cairo engine or a class file could not be loaded and nothing runs, or the
 * recorded start (app/store) was not what the run computes.
 * After recovery and move `message` is the fingerprint that was reproduced.
 */
export type Problem = {
  readonly kind: 'worker_lost' | 'run_halted' | 'worker_recovered' | 'hosts_moved' | 'kernel_refused' | 'engine_missing' | 'start_replaced';
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
  /**
   * Gives all class managers further classes; the run is then that of a list which held them from the start, so no transaction before may have named
   * one of them. They have been checked (`loadClass`), and are not among those of the run yet.
   */
  readonly addClasses: (classes: readonly ClassFile[]) => void;
  /** Goes on in other workers; not from or to `inline`. Resolves with the new facts when the run is again where it was, or has halted. */
  readonly place: (placement: Placement) => Promise<RunInfo>;
  readonly close: () => void;
};

/** Something on its way over a port. Structured cloning drops frozenness, so the frozen objects travel beside it, in the same message, and are frozen again. */
export type Portable<T> = { readonly value: T; readonly frozen: readonly object[] };

/** Snapshots of single processes at one time, so that another layout can share them out anew. */
export type PortableSnapshot = { readonly t: number; readonly processes: ReadonlyMap<ProcessId, Portable<unknown>> };

/** The first message of a host worker: everything it needs before it serves grants. */
export type HostInit = {
  /** To the director. */
  readonly port: MessagePort;
  readonly epoch: number;
  readonly run: Run;
  readonly homes: readonly Home[];
  /** A port to every other host with consensus processes, and whose they are. */
  readonly peers: readonly { readonly nodes: readonly ValidatorIndex[]; readonly port: MessagePort }[];
  /** A port to the other host of every node that lives here in part; the host of its consensus leads. */
  readonly halves: readonly { readonly node: ValidatorIndex; readonly leads: boolean; readonly port: MessagePort }[];
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
  /** Further classes (`Session.addClasses`). */
  | { readonly kind: 'classes'; readonly classes: readonly ClassFile[] }
  | { readonly kind: 'ping' };

/** Host to director. */
export type HostReport =
  | { readonly kind: 'window'; readonly epoch: number; readonly upTo: number; readonly chunk: LogChunk }
  | { readonly kind: 'grant_done'; readonly epoch: number; readonly until: number; readonly backup: PortableSnapshot | null }
  | { readonly kind: 'failed'; readonly epoch: number; readonly message: string }
  /** The host runs the TypeScript kernel: why. */
  | { readonly kind: 'kernel_refused'; readonly message: string }
  /** The host cannot begin: part of the Cairo engine or a class file could not be loaded. */
  | { readonly kind: 'engine_missing'; readonly message: string }
  | { readonly kind: 'pong' };

/** Host to host, once per window and peer, empty ones too. */
export type WindowBatch = { readonly epoch: number; readonly window: number; readonly frames: ArrayBuffer; readonly nextTime: number };

/**
 * Between the two hosts of one node. The leading one opens an outer window (`from`: the first time at which anything waits) or says that the grant has no
 * more of them; then both post one `mail` per inner window.
 */
export type HalfPost =
  | { readonly kind: 'open'; readonly epoch: number; readonly from: number; readonly stop: number }
  | { readonly kind: 'close'; readonly epoch: number; readonly until: number }
  | {
      readonly kind: 'mail';
      readonly epoch: number;
      readonly window: number;
      readonly mail: Portable<readonly BridgeMail[]>;
      readonly nextTime: number;
    };

/** The page's door to the director worker, over comlink. `log` carries DirectorMessage; `hosts` one port per host (none: inline). */
export type DirectorApi = {
  readonly open: (options: {
    readonly run: Run;
    readonly placement: Placement;
    readonly layout: Layout;
    readonly log: MessagePort;
    readonly hosts: readonly MessagePort[];
  }) => Promise<RunInfo>;
  readonly advance: (t: TimeUs) => void;
  readonly rewind: (t: TimeUs, interventions: readonly Intervention[]) => void;
  readonly addClasses: (classes: readonly ClassFile[]) => void;
  /** Asks for other hosts by a `respawn`; resolves when they have brought the run back. */
  readonly place: (placement: Placement, layout: Layout) => Promise<RunInfo>;
  /** New host ports after a loss or a move, set up for `epoch`. */
  readonly replaceHosts: (epoch: number, hosts: readonly MessagePort[]) => void;
  readonly reportLoss: (reason: string) => void;
};

/** Director to page, raw posts in order. */
export type DirectorMessage =
  | { readonly kind: 'batch'; readonly batch: LogBatch }
  | { readonly kind: 'rewound'; readonly t: TimeUs; readonly run: Run }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** All hosts are to be replaced, set up at `restore`, one snapshot per host (null: from the beginning). */
  | {
      readonly kind: 'respawn';
      readonly epoch: number;
      readonly run: Run;
      readonly layout: Layout;
      readonly restore: readonly PortableSnapshot[] | null;
    };

/** Page to replay worker: the events of indexes [first, end) of a run, the same run in every request. A newer one takes the place of an older one. */
export type ReplayRequest = { readonly id: number; readonly run: Run; readonly first: number; readonly end: number };

/** `count`: events that are computed. */
export type ReplayReport =
  | { readonly kind: 'progress'; readonly count: number }
  | { readonly kind: 'stretch'; readonly events: readonly LogEvent[]; readonly chains: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };
export type ReplayReply = { readonly id: number; readonly report: ReplayReport };

/** Page to the worker that executes one transaction again; `classes`: the run's own. */
export type InspectRequest =
  | { readonly id: number; readonly kind: 'open'; readonly input: InspectInput; readonly classes: readonly ClassFile[] }
  | { readonly id: number; readonly kind: 'moment'; readonly step: number }
  /** Blocks that follow those of the request before; `restart`: the first is block 1. */
  | {
      readonly id: number;
      readonly kind: 'verify';
      readonly restart: boolean;
      readonly chainId: string;
      readonly blocks: readonly CommittedBlock[];
      readonly classes: readonly ClassFile[];
    };

export type InspectReply = {
  readonly id: number;
  readonly reply:
    | { readonly kind: 'inspection'; readonly inspection: Inspection }
    /** One entry per block. */
    | { readonly kind: 'verified'; readonly differences: readonly (BlockDifference | null)[] }
    /** Null: the transaction has no such step. */
    | { readonly kind: 'moment'; readonly moment: InspectedMoment | null }
    | { readonly kind: 'failed'; readonly message: string };
};
