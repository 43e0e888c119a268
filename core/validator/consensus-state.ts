// The consensus process as plain data: what it is made of, what survives a crash, and the draft of one handled input.
// It is assembled from the manager (core/consensus), the orchestrator and the stream handler (core/wire); it adds the order in which their effects are
// performed and no rule of the protocol.
import type { Felt } from '../base/felt.ts';
import type { Staking } from '../consensus/committee.ts';
import { type ManagerConfig, type ManagerState, createManager } from '../consensus/manager-state.ts';
import type { ManagerEffect, ManagerInput } from '../consensus/messages.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { LogBody } from '../log/event.ts';
import type { OrchestratorConfig, OrchestratorTimer } from '../orchestrator/messages.ts';
import { type OrchestratorState, createOrchestrator } from '../orchestrator/state.ts';
import { constantsOf } from '../orchestrator/versions.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import type { ProposalPart } from '../types/consensus.ts';
import { type Height, type TimeUs, type ValidatorIndex, toHeight } from '../types/ids.ts';
import type { L1World, ValidatorSettings } from '../types/settings.ts';
import { type InboundState, type OutboundState, createInbound, createOutbound } from '../wire/stream-handler.ts';
import type { ByzantineBehaviour, ProcessEffect } from './process.ts';

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
};

export type ConsensusTimer =
  | { readonly kind: 'manager'; readonly input: ManagerInput }
  | { readonly kind: 'orchestrator'; readonly timer: OrchestratorTimer }
  /** Send a call again that met a transport error. */
  | { readonly kind: 'bridge_retry'; readonly callId: number };

/** A call that is not answered for good; `waiting` while it rests before another attempt. */
export type PendingCall = { readonly request: BatcherRequest; readonly attempt: number; readonly waiting: boolean };

/** Block hashes for the lottery of proposers, by height, null for a block that was asked for in vain; and the call for one of them that is under way. */
export type SeedState = {
  readonly hashes: ReadonlyMap<number, Felt | null>;
  readonly asking: { readonly callId: number; readonly block: Height } | null;
};

/** Nothing known, nothing asked. */
export const NO_SEEDS: SeedState = { hashes: new Map(), asking: null };

export type ConsensusState = {
  readonly manager: ManagerState;
  readonly orchestrator: OrchestratorState;
  /** Inputs of the manager that wait while a context call is awaited. */
  readonly inbox: readonly ManagerInput[];
  /** Effects of the manager that wait for the same reason. */
  readonly effects: readonly ManagerEffect[];
  readonly calls: ReadonlyMap<number, PendingCall>;
  /** The stream handler; core/wire advances both in place. */
  readonly inbound: InboundState<ProposalPart>;
  readonly outbound: OutboundState;
  /** Handles of the content of open inbound streams, by peer and stream. */
  readonly receivers: ReadonlyMap<string, number>;
  readonly nextStream: number;
  /** The last committed block, for the epoch of a committee. */
  readonly latestBlock: Height;
  readonly seeds: SeedState;
  /** Apollo's node panics when the batcher refuses a decision; from then on nothing is handled. */
  readonly halted: boolean;
  /** Last-voted marker: the highest height voted at; survives a crash. */
  readonly marker: Height | null;
  /** Behaviours by fault id, in the order of switching on; they belong to the world and survive a crash. */
  readonly byzantine: ReadonlyMap<number, ByzantineBehaviour>;
};

/** The environment of a process: functions and settings, the same for its whole life. */
export type ConsensusEnv = {
  readonly config: ConsensusProcessConfig;
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

/** What survives a crash; the rest starts anew. */
export type Durable = {
  readonly marker: Height | null;
  readonly store: ReadonlyMap<number, SyncBlock>;
  readonly byzantine: ReadonlyMap<number, ByzantineBehaviour>;
};

export const createState = (config: ConsensusProcessConfig, { marker, store, byzantine }: Durable): ConsensusState => ({
  manager: createManager(marker),
  orchestrator: createOrchestrator(constantsOf(config.settings.orchestrator.starknetVersion).minGasPriceFri, store),
  inbox: [],
  effects: [],
  calls: new Map(),
  inbound: createInbound(),
  outbound: createOutbound(),
  receivers: new Map(),
  nextStream: 0,
  latestBlock: toHeight(0),
  seeds: NO_SEEDS,
  halted: false,
  marker,
  byzantine,
});
