// State of a full node that follows the validators: the asking side of sync, the blocks that wait for its batcher, and the one call under way.
// Everything is lost in a crash: what it has is in the storage of its batcher. It has no vote, no mempool link and serves nobody.
// Source: world.md 6; protocol.md 5.2 (Juno, Pathfinder and Papyrus follow by state diffs through the same protocols).
import type { Felt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { LogBody } from '../log/event.ts';
import type { SyncTransaction } from '../sync/block-parts.ts';
import { type ClientState, emptyClient } from '../sync/client.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import { type Height, type TimeUs, type ValidatorIndex, toValidatorIndex } from '../types/ids.ts';
import type { FollowerKind } from '../types/nodes.ts';
import type { ProcessEffect } from './process.ts';

export type FollowerConfig = {
  readonly node: ValidatorIndex;
  /** The nodes 0 to validators - 1 are asked for blocks. */
  readonly validators: number;
  readonly follow: FollowerKind;
  readonly chainId: Felt;
  readonly kernel: Kernel;
};

export type FetchedBlock = { readonly block: SyncBlock; readonly txs: readonly SyncTransaction[]; readonly from: ValidatorIndex };

/** What the call under way is for; `resting`: something failed, and after a while the batcher is asked where it stands. */
export type FollowerPhase =
  | 'idle'
  | 'resting'
  | 'asking_height'
  | 'starting'
  | 'asking_hash'
  | 'validating'
  | 'sending'
  | 'finishing'
  | 'adding';

/** Plain data. */
export type FollowerState = {
  readonly client: ClientState;
  /** The first height that its batcher lacks; null until it has said. */
  readonly height: Height | null;
  /** In order, the first one of `height`. */
  readonly fetched: readonly FetchedBlock[];
  readonly phase: FollowerPhase;
  readonly call: { readonly callId: number; readonly request: BatcherRequest } | null;
  readonly nextCall: number;
  readonly nextProposal: number;
};

/** Full nodes begin with different peers, so that they do not all ask the same one. */
export const createFollowerState = ({ node }: FollowerConfig): FollowerState => ({
  client: emptyClient(node),
  height: null,
  fetched: [],
  phase: 'resting',
  call: null,
  nextCall: 0,
  nextProposal: 0,
});

export type FollowerTimer = { readonly kind: 'patience'; readonly query: number } | { readonly kind: 'rested' };

/** One handled input in the making. */
export type FollowerRun = {
  readonly now: TimeUs;
  readonly config: FollowerConfig;
  state: FollowerState;
  readonly effects: ProcessEffect<FollowerTimer>[];
};

export const change = (run: FollowerRun, changes: Partial<FollowerState>): void => {
  run.state = { ...run.state, ...changes };
};

export const log = (run: FollowerRun, body: LogBody): void => {
  run.effects.push({ kind: 'log', body });
};

export const peersOf = ({ config }: FollowerRun): readonly ValidatorIndex[] =>
  Array.from({ length: config.validators }, (_, i) => toValidatorIndex(i));
