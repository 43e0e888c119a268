// What the manager knows between two inputs: plain data. And what it is configured with, which may change only between heights.
// Source: crates/apollo_consensus/src/manager.rs (MultiHeightManager); protocol.md 1.7.
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Height, Round } from '../types/ids.ts';
import type { ConsensusSettings } from '../types/settings.ts';
import type { CommitteeLookup } from './committee-provider.ts';
import { EMPTY_CACHE, type FutureCache } from './future-cache.ts';
import type { HeightState } from './height.ts';
import type { Proposers } from './machine-state.ts';
import type { ManagerEffect, ManagerInput } from './messages.ts';
import { actualProposerOf, virtualProposerOf, type HeightCommittee } from './proposer.ts';

/** Environment of the manager. Like Apollo's dynamic config it is to be changed only between heights (before `run_height`). */
export type ManagerConfig = {
  readonly validatorId: Felt;
  readonly settings: ConsensusSettings;
  /** Settings of a height where they changed in the middle of a run; absent: always `settings`. */
  readonly settingsAt?: (height: Height) => ConsensusSettings;
  readonly committeeAt: CommitteeLookup;
};

/** A height in which consensus runs. */
export type RunningHeight = {
  readonly kind: 'running';
  readonly height: Height;
  readonly committee: HeightCommittee;
  readonly shc: HeightState;
  /** Valid round of every proposal whose validation was started. */
  readonly validations: ReadonlyMap<Round, Round | null>;
  /** The round that the caller was told last. */
  readonly announced: Round | null;
  /** An answer to the `try_sync` of a poll is awaited. */
  readonly polling: boolean;
};

type Phase =
  /** Waits for `run_height`: of any height at first, then of `next`. */
  | { readonly kind: 'between_heights'; readonly next: Height | null }
  /** The first `try_sync` of a height. */
  | { readonly kind: 'checking_sync'; readonly height: Height }
  /** Consensus cannot run at this height: it must be synced. */
  | { readonly kind: 'waiting_for_sync'; readonly height: Height; readonly trying: boolean }
  | RunningHeight;

export type ManagerState = {
  readonly phase: Phase;
  /** What arrived while nothing could be handled, in order. */
  readonly inbox: readonly ManagerInput[];
  readonly cache: FutureCache;
  /** The stored marker when the manager was created: heights up to it were voted on and must be synced. */
  readonly lastVotedHeightAtInitialization: Height | null;
  /** The stored marker now. */
  readonly marker: Height | null;
};

/** A new state and what follows from it, in order. */
export type ManagerOutcome = { readonly state: ManagerState; readonly effects: readonly ManagerEffect[] };

/** `lastVotedHeight`: the stored marker; null when there is none, or with `skip_last_voted_height_check`. */
export const createManager = (lastVotedHeight: Height | null): ManagerState =>
  freeze({
    phase: { kind: 'between_heights', next: null },
    inbox: [],
    cache: EMPTY_CACHE,
    lastVotedHeightAtInitialization: lastVotedHeight,
    marker: lastVotedHeight,
  });

/** What a height is run with. */
export const settingsOf = ({ settings, settingsAt }: ManagerConfig, height: Height): ConsensusSettings => settingsAt?.(height) ?? settings;

/** The proposers of one height. */
export const proposersOf = (committee: HeightCommittee, height: Height): Proposers => ({
  actualProposer: (round) => actualProposerOf(committee.committee, height, round),
  virtualProposer: (round) => virtualProposerOf(committee, height, round),
});

/** An outside message or failure that is refused, for the log. */
export const refusal = (code: string, detail: string): ManagerEffect => ({
  kind: 'report',
  report: { kind: 'refused', source: 'consensus', code, detail, hash: null },
});

/** Two outcomes after each other. */
export const andThen = (first: ManagerOutcome, next: (state: ManagerState) => ManagerOutcome): ManagerOutcome => {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
};
