// State of the batcher process: five components as plain data, with the time each wants to be woken. Batcher, committer and gateway work in virtual time
// and have queues; mempool and L1 events provider answer at once (world.md 7 gives their calls no cost), so that nothing ever waits in theirs.
// Storage, the committer's tries and the faults of the user survive a crash; everything else is made anew (world.md 8).
import { createRng } from '../base/rng.ts';
import { type Felt, feltFromAscii } from '../base/felt.ts';
import { createGenesis, type Genesis, genesisInfo } from '../batcher/genesis-block.ts';
import { type BatcherState, createBatcherState, forgetVolatile } from '../batcher/state.ts';
import type { BatcherStream } from '../bridge/transports/stream-batcher.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { DeclaredClass } from '../exec/build-declare.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import { type L1EventsState, createL1Events } from '../l1/events-provider.ts';
import type { Fault } from '../net/fault.ts';
import type { Presets, TimedChange } from './consensus-faults.ts';
import type { TransactionOrigin } from '../mempool/gossip.ts';
import { createMempool } from '../mempool/mempool.ts';
import type { MempoolState } from '../mempool/types.ts';
import { BATCHER_SLOT, type TimeUs, type ValidatorIndex } from '../types/ids.ts';
import type { BridgeTransportKind, L1World, ValidatorSettings } from '../types/settings.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { ProcessEffect } from './process.ts';

export type BatcherProcessConfig = {
  readonly validator: ValidatorIndex;
  /** Of the process: the number of the instance. */
  readonly slot: number;
  /** Validators of the network. */
  readonly count: number;
  readonly seed: number;
  /** Unix second of virtual time 0. */
  readonly genesisUnix: number;
  /** ASCII, at most 31 characters. */
  readonly chainId: string;
  readonly settings: ValidatorSettings;
  readonly l1: L1World;
  readonly kernel: Kernel;
  readonly engine: ExecutionEngine;
  /** Classes of the network's class manager that a user may declare; absent: none. */
  readonly declaredClass?: (classHash: Felt) => DeclaredClass | null;
  /** Block 0 of the network; absent: that of every network. */
  readonly genesis?: Genesis;
  /** For a change to another preset; absent: there is none. */
  readonly presets?: Presets;
};

/** The components that wake up by themselves. */
export type Component = 'batcher' | 'gateway' | 'committer' | 'l1';
export const COMPONENTS: readonly Component[] = ['batcher', 'gateway', 'committer', 'l1'];

/** A transaction that waits for the gateway, or is in it; frozen. */
export type GatewayItem = { readonly tx: HashedTransaction<AccountTransaction>; readonly origin: TransactionOrigin };

type GatewayState = {
  /** The first one is being checked. */
  readonly queue: GatewayItem[];
  /** When the check of the first one ends; null when nothing is there. */
  doneAt: TimeUs | null;
};

export type BatcherProcessState = {
  readonly batcher: BatcherState;
  mempool: MempoolState;
  l1: L1EventsState;
  /** When L1 shows the next event; null when it has none left. */
  l1WakeAt: TimeUs | null;
  readonly gateway: GatewayState;
  /** Faults by id and changes of settings; they belong to the world and survive a crash. */
  readonly faults: Map<number, Fault>;
  readonly changes: TimedChange[];
  /** The seed's stream to consensus; null over `apollo`, unless answers are owed on it, and before the start. */
  stream: BatcherStream | null;
  /** How consensus spoke last; kept over a crash. */
  transport: BridgeTransportKind;
  /** When consensus last left the stream: what was opened before is over. */
  leftAt: TimeUs | null;
  /** Calls that did not come over the stream and are not answered. */
  readonly plainCalls: Set<number>;
  /** Timers under way; a component may be woken in vain, never too late. */
  readonly timers: Map<Component, TimeUs>;
};

/** One call of `handle`: its time and the effects so far. */
export type Turn = {
  readonly config: BatcherProcessConfig;
  readonly state: BatcherProcessState;
  readonly now: TimeUs;
  readonly out: ProcessEffect<unknown>[];
};

export const chainIdFelt = (config: BatcherProcessConfig): Felt => feltFromAscii(config.chainId);

const freshMempool = (config: BatcherProcessConfig): MempoolState =>
  createMempool(
    config.settings.mempool,
    createRng(config.seed, 'mempool', config.validator, ...(config.slot === BATCHER_SLOT ? [] : [config.slot])),
  );

/** The state with which a run begins: genesis in storage. */
export const createProcessState = (config: BatcherProcessConfig): BatcherProcessState => {
  const info = genesisInfo(config.genesisUnix, config.settings.orchestrator.starknetVersion);
  const { storage, committer } = createGenesis(config.kernel, info, config.genesis);
  return {
    batcher: createBatcherState(storage, committer),
    mempool: freshMempool(config),
    l1: createL1Events(),
    l1WakeAt: null,
    gateway: { queue: [], doneAt: null },
    faults: new Map(),
    changes: [],
    stream: null,
    transport: config.settings.bridge.transport,
    leftAt: null,
    plainCalls: new Set(),
    timers: new Map(),
  };
};

/** What a crash leaves. */
export const loseVolatile = (config: BatcherProcessConfig, state: BatcherProcessState): void => {
  forgetVolatile(state.batcher);
  state.mempool = freshMempool(config);
  state.l1 = createL1Events();
  state.l1WakeAt = null;
  state.gateway.queue.length = 0;
  state.gateway.doneAt = null;
  state.stream = null;
  state.plainCalls.clear();
  state.timers.clear();
};
