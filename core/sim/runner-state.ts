// What a snapshot of a process holds beside its machine: plain data, changed in place by the runner.
import type { RngState } from '../base/rng.ts';
import { emptyChain } from '../log/fingerprint.ts';
import type { Fault } from '../net/fault.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import { type BridgeLinkState, createBridgeLink } from './bridge-link.ts';
import { type HandledFrames, createHandled } from './handled-frames.ts';
import type { Splice } from './intervention.ts';
import type { QueuedInput } from './queue.ts';

export type RunnerState = {
  queue: QueuedInput[];
  /** Sequence numbers of everything sent, to others and to itself. */
  seq: number;
  /** Log events so far. */
  n: number;
  chain: Uint8Array;
  life: number;
  /** Ids of the crash faults that are on: the process is down while there is one. */
  crashes: Set<number>;
  /** What a crashed process gets when it is up again. */
  held: QueuedInput[];
  /** What waits because of a pause or a held inbox; `due` comes next, before anything in the queue. */
  paused: QueuedInput[];
  inbox: QueuedInput[];
  due: QueuedInput[];
  /** Frame -> what an intervention changes in it when it is handled; `cause`: the log event of the intervention. */
  edits: Map<string, { readonly splices: readonly Splice[]; readonly cause: string }>;
  handled: HandledFrames;
  linkRng: Map<number, RngState>;
  faultRng: Map<string, RngState>;
  /** Frames that `drop_first` has taken, by fault. */
  firsts: Map<number, number>;
  faults: Map<number, Fault>;
  bridge: BridgeLinkState;
  /** When the present life began: what was sent before is void. */
  upSince: TimeUs;
};

export const createRunnerState = (): RunnerState => ({
  queue: [],
  seq: 0,
  n: 0,
  chain: emptyChain(),
  life: 0,
  crashes: new Set(),
  held: [],
  paused: [],
  inbox: [],
  due: [],
  edits: new Map(),
  handled: createHandled(),
  firsts: new Map(),
  linkRng: new Map(),
  faultRng: new Map(),
  faults: new Map(),
  bridge: createBridgeLink(),
  upSince: toTimeUs(0),
});

/** The stream of random numbers under a key; begun when it is first asked for. */
export const rngOf = <K>(streams: Map<K, RngState>, key: K, create: () => RngState): RngState => {
  const rng = streams.get(key) ?? create();
  streams.set(key, rng);
  return rng;
};
