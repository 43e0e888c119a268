// What consensus knows of its batcher instances when there are several: an extension beyond Apollo, which pairs one consensus with one batcher
// (house.md 5.2, seed.md 5.4). Plain data that consensus-batchers.ts changes in place; with one instance nothing here is used.
import type { BatcherAnswer, BatcherRequest, FinishedProposalInfo, ProposalId } from '../types/batcher.ts';
import type { Height } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';

type ProposalRequest = BatcherRequest & { readonly kind: 'propose_block' | 'validate_block' };

/** A proposal of the height: the instance that has it, and what it takes to execute it on another one. */
export type KeptProposal = {
  slot: number;
  readonly request: ProposalRequest;
  readonly batches: (readonly HashedTransaction[])[];
  info: FinishedProposalInfo | null;
};

/** Why a call to one instance was made. */
export type Purpose =
  /** The orchestrator's call, to one instance. */
  | { readonly kind: 'pass'; readonly callId: number }
  /** One of several copies of the orchestrator's call. */
  | { readonly kind: 'all'; readonly callId: number }
  /** Is it alive, and at which height? */
  | { readonly kind: 'probe' }
  /** A block that the instance had missed. */
  | { readonly kind: 'catch_up'; readonly height: Height }
  /** It has caught up: the present height. */
  | { readonly kind: 'join'; readonly height: Height }
  /** A decided block that another instance has executed. */
  | { readonly kind: 'follow'; readonly height: Height }
  /** A step of executing a decided proposal again. */
  | { readonly kind: 'replay' };

/** The orchestrator's call to all instances. */
type Gathering = { readonly waiting: Set<number>; readonly answers: Map<number, BatcherAnswer> };

/** A decided proposal on its way to an instance that can commit it. */
export type DecisionRoute = {
  readonly callId: number;
  readonly proposalId: ProposalId;
  readonly tried: Set<number>;
  /** Requests still to be made at the present instance to execute it again; null: it was asked to commit what it may have. */
  steps: BatcherRequest[] | null;
};

export type BatchersState = {
  readonly down: Set<number>;
  /** Instances that have started the present height. */
  readonly ready: Set<number>;
  /** Instances on their way to it, with the blocks they were given. */
  readonly catching: Map<number, number>;
  readonly sent: Map<number, { readonly slot: number; readonly request: BatcherRequest; readonly purpose: Purpose }>;
  readonly gatherings: Map<number, Gathering>;
  readonly proposals: Map<ProposalId, KeptProposal>;
  /** Proposals given out so far: whose turn it is. */
  turn: number;
  decision: DecisionRoute | null;
};

export const createBatchers = (): BatchersState => ({
  down: new Set(),
  ready: new Set(),
  catching: new Map(),
  sent: new Map(),
  gatherings: new Map(),
  proposals: new Map(),
  turn: 0,
  decision: null,
});
