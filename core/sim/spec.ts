// A scenario as plain data: what the editor edits, what a file holds, what a link to a scenario of one's own carries. JSON of it is the same shape with
// bigints as 0x strings (spec-json.ts). Every field has a default, so that a spec says only what differs from a calm network of four validators.
import type { QuorumType, Step } from '../types/consensus.ts';
import type { EngineName } from '../types/engines.ts';
import type { BatcherInstances, FollowerKind } from '../types/nodes.ts';
import type { BridgeTransportKind } from '../types/settings.ts';
import type { Intervention } from './intervention.ts';

/** From an epoch on, who has staked how much. Weights are whole numbers below 2^53 here; the world has them as bigints. */
export type SpecEpoch = {
  readonly fromEpoch: number;
  readonly stakes: readonly { readonly validator: number; readonly weight: number; readonly canPropose: boolean }[];
};

/** Transfers between the predeployed accounts; a mean distance of 0 means none. */
export type SpecTraffic = { readonly everyUs: number; readonly untilUs: number };

/** A message from L1 to the bridge contract: STRK for a predeployed account. */
export type SpecDeposit = { readonly atUs: number; readonly account: number; readonly milliStrk: number };

/** Settings that a scenario may change, by their names in core/types/settings.ts; null leaves the preset's value. */
export type SpecSettings = {
  readonly quorum: QuorumType | null;
  readonly useOnlyActualProposerSelection: boolean | null;
  readonly requireVirtualProposerVote: boolean | null;
  readonly timeouts: Readonly<Record<Step, { readonly baseUs: number; readonly deltaUs: number; readonly maxUs: number } | null>>;
  /** Transactions of a block at most. */
  readonly nTxs: number | null;
  /** Transactions of one GetProposalContent answer at most. */
  readonly chunk: number | null;
  readonly proposerIdleDetectionDelayUs: number | null;
  /** Virtual cost of a transaction. */
  readonly transactionUs: number | null;
  /** Virtual cost of a commitment task. */
  readonly commitmentTaskUs: number | null;
};

export type ScenarioSpec = {
  /** At most 80 characters; shown as text. */
  readonly title: string;
  /** At most 600 characters; shown as text. */
  readonly story: string;
  readonly validators: number;
  /** One weight per validator; empty: 1 each. */
  readonly weights: readonly number[];
  /** Null: the weights hold in every epoch. */
  readonly staking: { readonly epochLength: number; readonly committeeSize: number; readonly epochs: readonly SpecEpoch[] } | null;
  readonly followers: readonly FollowerKind[];
  /** What the network executes with. */
  readonly engine: EngineName;
  /** Engines of single validators, built like the network's: all in TypeScript, or all on the Cairo VM. Missing entries are the network's. */
  readonly engines: readonly EngineName[];
  readonly batchers: BatcherInstances;
  readonly preset: 'code-defaults' | 'mainnet';
  readonly bridge: { readonly preset: 'local' | 'remote'; readonly transport: BridgeTransportKind };
  readonly settings: SpecSettings;
  readonly links: { readonly latencyUsMin: number; readonly latencyUsMax: number };
  /** Delay with which a validator sees L1; missing entries are 0. */
  readonly l1DelayUs: readonly number[];
  /** Change of the L1 base fee per L1 block, in wei; L1 prices move by it. */
  readonly l1BaseFeeSlopeWei: bigint;
  /** Deposits from L1, which become L1 handlers 70 s later; `atUs` may be negative. */
  readonly deposits: readonly SpecDeposit[];
  readonly traffic: SpecTraffic;
  /** What the scenario does by itself, in order of time; fault ids below 1000. */
  readonly interventions: readonly Intervention[];
};
