// The consensus process as plain data: what it is made of, what survives a crash, and the draft of one handled input.
// It is assembled from the manager (core/consensus), the orchestrator and the stream handler (core/wire); it adds the order in which their effects are
// performed and no rule of the protocol.
import type { Felt } from '../base/felt.ts';
import type { Staking } from '../consensus/committee.ts';
import { type ManagerConfig, type ManagerState, createManager } from '../consensus/manager-state.ts';
import type { ManagerEffect, ManagerInput } from '../consensus/messages.ts';
import type { ConsensusStream } from '../bridge/transports/stream-consensus.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { LogBody } from '../log/event.ts';
import type { OrchestratorConfig, OrchestratorTimer } from '../orchestrator/messages.ts';
import { type OrchestratorState, createOrchestrator } from '../orchestrator/state.ts';
import { constantsOf } from '../orchestrator/versions.ts';
import { type ClientState, emptyClient } from '../sync/client.ts';
import { type ServerState, emptyServer } from '../sync/server.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import type { ProposalPart } from '../types/consensus.ts';
import { BATCHER_SLOT, type Height, type TimeUs, type ValidatorIndex, toHeight } from '../types/ids.ts';
import type { BatcherInstances } from '../types/nodes.ts';
import type { BridgeSettings, L1World, ValidatorSettings } from '../types/settings.ts';
import { type InboundState, type OutboundState, createInbound, createOutbound } from '../wire/stream-handler.ts';
import { type BatchersState, createBatchers } from './batchers-state.ts';
import type { Fault } from '../net/fault.ts';
import { type EdgeMemory, emptyEdgeMemory } from './byzantine/rewrite.ts';
import type { SyncTimer } from './consensus-sync.ts';
import type { Presets, TimedChange } from './consensus-faults.ts';
import type { BridgeMessage, ProcessEffect } from './process.ts';

export type ConsensusProcessConfig = {
  readonly validator: ValidatorIndex;
  /** Validators of the network. */
  readonly count: number;
  readonly seed: number;
  /** Unix second of virtual time 0. */
  readonly genesisUnix: number;
  /** The chain's ASCII name. */
  readonly chainId: string;
  readonly settings: ValidatorSettings;
  readonly staking: Staking;
  readonly l1: L1World;
  readonly kernel: Kernel;
  /** For a change to another preset; absent: there is none. */
  readonly presets?: Presets;
  /** Serves transactions with their bodies, to full nodes that execute again: an extension beyond Apollo, which has only hashes left. Absent: no. */
  readonly keepsBodies?: boolean;
  /** Absent: one. */
  readonly batchers?: BatcherInstances;
};

/** Slots of the batcher instances of a validator. */
export const slotsOfBatchers = (config: ConsensusProcessConfig): readonly number[] =>
  Array.from({ length: config.batchers?.instances ?? 1 }, (_, i) => BATCHER_SLOT + i);

export type ConsensusTimer =
  | SyncTimer
  | { readonly kind: 'manager'; readonly input: ManagerInput }
  | { readonly kind: 'orchestrator'; readonly timer: OrchestratorTimer }
  /** Send a call again that met a transport error. */
  | { readonly kind: 'bridge_retry'; readonly callId: number }
  /** The seed's stream: a second has passed. */
  | { readonly kind: 'stream_beat'; readonly slot: number; readonly since: TimeUs }
  /** The seed's stream answers without a frame: with content pushed before (`proposalId`), or because nothing can cross. */
  | {
      readonly kind: 'local_answer';
      readonly slot: number;
      readonly callId: number;
      readonly answer: BatcherAnswer;
      readonly proposalId: ProposalId | null;
    };

/** A call that is not answered for good; `waiting` while it rests before another attempt; `slot`: the batcher instance. */
export type PendingCall = { readonly slot: number; readonly request: BatcherRequest; readonly attempt: number; readonly waiting: boolean };

/** Block hashes for the lottery of proposers, by height, null for a block that was asked for in vain; and the call for one of them that is under way. */
export type SeedState = {
  readonly hashes: ReadonlyMap<number, Felt | null>;
  readonly asking: { readonly callId: number; readonly block: Height } | null;
};

/** Nothing known, nothing asked. */
export const NO_SEEDS: SeedState = { hashes: new Map(), asking: null };

/** What the process knows of sync with its peers. */
type SyncState = {
  readonly client: ClientState;
  readonly server: ServerState;
  /** The highest height that others have spoken of. */
  readonly heard: number;
  /** The height whose check is under way. */
  readonly checking: Height | null;
  /** An answer to those who wait is under way. */
  readonly serving: boolean;
};

export type ConsensusState = {
  readonly manager: ManagerState;
  readonly orchestrator: OrchestratorState;
  /** Inputs of the manager that wait while a context call is awaited. */
  readonly inbox: readonly ManagerInput[];
  /** Effects of the manager that wait for the same reason. */
  readonly effects: readonly ManagerEffect[];
  readonly calls: ReadonlyMap<number, PendingCall>;
  /** How it speaks to its batchers; changes with a height, is kept over a crash. */
  readonly bridge: BridgeSettings;
  /** Streams by batcher instance; over `apollo` only those that still owe an answer. core/bridge advances them in place. */
  readonly streams: Map<number, ConsensusStream>;
  readonly batchers: BatchersState;
  /** The stream handler; core/wire advances both in place. */
  readonly inbound: InboundState<ProposalPart>;
  readonly outbound: OutboundState;
  /** Handles of the content of open inbound streams, by peer and stream. */
  readonly receivers: ReadonlyMap<string, number>;
  readonly nextStream: number;
  readonly sync: SyncState;
  /** The last committed block, for the epoch of a committee. */
  readonly latestBlock: Height;
  readonly seeds: SeedState;
  /** Apollo's node panics when the batcher refuses a decision; from then on nothing is handled. */
  readonly halted: boolean;
  /** Last-voted marker: the highest height voted at; survives a crash. */
  readonly marker: Height | null;
  /** Faults by id, in the order of switching on, and changes of settings; they belong to the world and survive a crash. */
  readonly faults: ReadonlyMap<number, Fault>;
  readonly changes: readonly TimedChange[];
  /** What a dishonest edge remembers of what it said. */
  readonly edge: EdgeMemory;
};

/** The environment of a process: functions and settings, made anew when faults, settings or the height change. */
export type ConsensusEnv = {
  /** What it was made from. */
  readonly from: { readonly faults: ConsensusState['faults']; readonly changes: ConsensusState['changes']; readonly height: Height | null };

  readonly config: ConsensusProcessConfig;
  /** How consensus speaks to its batchers from `height` on. */
  readonly bridgeAt: (height: Height) => BridgeSettings;
  readonly batcherModeAt: (height: Height) => BatcherInstances['mode'];
  readonly chainId: Felt;
  /** What the committee lookup takes for the last committed block and for known block hashes; set from the state before each step of consensus. */
  readonly latest: { block: Height; seeds: SeedState['hashes'] };
  readonly manager: ManagerConfig;
  readonly orchestrator: OrchestratorConfig;
};

/** One handled input in the making. */
export type Run = {
  readonly now: TimeUs;
  readonly env: ConsensusEnv;
  state: ConsensusState;
  readonly effects: ProcessEffect<ConsensusTimer>[];
};

export const change = (run: Run, changes: Partial<ConsensusState>): void => {
  run.state = { ...run.state, ...changes };
};

export const log = (run: Run, body: LogBody): void => {
  run.effects.push({ kind: 'log', body });
};

/** Sends to the batcher instance `slot` with the latency of the bridge that holds. */
export const sendOver = (run: Run, slot: number, message: BridgeMessage): void => {
  run.effects.push({ kind: 'bridge', message, extraUs: 0, latencyUs: run.state.bridge.latencyUs, slot });
};

/** What survives a crash; the rest starts anew. */
export type Durable = {
  readonly marker: Height | null;
  readonly store: ReadonlyMap<number, SyncBlock>;
  readonly bodies: OrchestratorState['bodies'];
  readonly faults: ReadonlyMap<number, Fault>;
  readonly changes: readonly TimedChange[];
  readonly bridge: BridgeSettings;
};

export const createState = (
  config: ConsensusProcessConfig,
  { marker, store, bodies, faults, changes, bridge }: Durable,
): ConsensusState => ({
  manager: createManager(marker),
  orchestrator: createOrchestrator(constantsOf(config.settings.orchestrator.starknetVersion).minGasPriceFri, store, bodies),
  inbox: [],
  effects: [],
  calls: new Map(),
  bridge,
  streams: new Map(),
  batchers: createBatchers(),
  inbound: createInbound(),
  outbound: createOutbound(),
  receivers: new Map(),
  nextStream: 0,
  sync: { client: emptyClient(), server: emptyServer(), heard: 0, checking: null, serving: false },
  latestBlock: toHeight(0),
  seeds: NO_SEEDS,
  halted: false,
  marker,
  faults,
  changes,
  edge: emptyEdgeMemory(),
});
