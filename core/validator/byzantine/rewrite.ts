// What a byzantine behaviour is: a rewriting of the effects that leave the consensus process. Honest code runs unchanged and never reads a fault, so the
// liar's own state stays that of an honest validator (world.md 9). What a liar must remember of what it said is in the EdgeMemory.
import type { Kernel } from '../../crypto/kernel.ts';
import type { FrameSummary } from '../../log/frame-summary.ts';
import type { EdgeFault } from '../../net/fault.ts';
import type { Felt } from '../../base/felt.ts';
import { type ValidatorIndex, toValidatorIndex } from '../../types/ids.ts';
import type { ProcessEffect, ProcessInput } from '../process.ts';

/** Plain data, changed in place. */
export type EdgeMemory = {
  /** `to/type/height/round/value` of votes that were mirrored. */
  readonly mirrored: Set<string>;
  /** `height/round` -> the fee proposal of the second block that was sent to some. */
  readonly seconds: Map<string, bigint>;
  /** The partial hash of the block that its batcher finished last. */
  partial: Felt | null;
  /** `height/round` -> the values of both blocks. */
  readonly twins: Map<string, { readonly first: Felt; readonly second: Felt }>;
};

export const emptyEdgeMemory = (): EdgeMemory => ({ mirrored: new Set(), seconds: new Map(), partial: null, twins: new Map() });

export type EdgeContext = {
  readonly self: ValidatorIndex;
  /** Its id on the wire. */
  readonly id: Felt;
  /** Nodes of the network. */
  readonly count: number;
  /** What the process has just handled. */
  readonly input: ProcessInput<unknown>;
  readonly kernel: Kernel;
  readonly memory: EdgeMemory;
};

export type Broadcast = ProcessEffect<unknown> & { readonly kind: 'broadcast' };
export type EdgeEffect = ProcessEffect<unknown>;

/** Effects in, effects out; a behaviour may drop, change, delay, address or add broadcasts, nothing else. */
export type Rewrite<K extends EdgeFault['kind']> = (
  fault: Extract<EdgeFault, { readonly kind: K }>,
  effects: readonly EdgeEffect[],
  context: EdgeContext,
) => readonly EdgeEffect[];

type PartSummary = FrameSummary & { readonly kind: 'proposal_part' };
export type VoteSummary = FrameSummary & { readonly kind: 'vote' };
export type PartBroadcast = Broadcast & { readonly what: PartSummary };
export type VoteBroadcast = Broadcast & { readonly what: VoteSummary };

const isAt = (what: PartSummary | VoteSummary, height: number | null): boolean => height === null || what.height === height;

/** Every part of a stream that leaves is of an own proposal; this rewrites those of a height. */
export const mapParts = (
  effects: readonly EdgeEffect[],
  height: number | null,
  rewrite: (effect: PartBroadcast) => readonly EdgeEffect[],
): readonly EdgeEffect[] =>
  effects.flatMap((effect) => {
    if (effect.kind !== 'broadcast' || effect.what.kind !== 'proposal_part' || !isAt(effect.what, height)) return [effect];
    return rewrite({ ...effect, what: effect.what });
  });

/** Every vote that leaves is an own one; this rewrites those of a height. */
export const mapVotes = (
  effects: readonly EdgeEffect[],
  height: number | null,
  rewrite: (effect: VoteBroadcast) => readonly EdgeEffect[],
): readonly EdgeEffect[] =>
  effects.flatMap((effect) => {
    if (effect.kind !== 'broadcast' || effect.what.kind !== 'vote' || !isAt(effect.what, height)) return [effect];
    return rewrite({ ...effect, what: effect.what });
  });

/** The peers with an even or an odd index: the halves that a two-faced validator tells different things. */
export const halfOf = ({ self, count }: EdgeContext, parity: 0 | 1): readonly ValidatorIndex[] =>
  Array.from({ length: count }, (_, i) => toValidatorIndex(i)).filter((i) => i !== self && i % 2 === parity);
