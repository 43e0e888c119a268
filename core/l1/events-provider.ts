// The L1 events provider: which L1 handler transactions may be proposed and which are valid in another's proposal.
// Source: crates/apollo_l1_events (l1_events_provider.rs, transaction_manager.rs, transaction_record.rs, catchupper.rs); protocol.md 4.3.
// One plain-data state that these functions change in place. Events arrive by `scrapeL1`, with the hash function handed in.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { Height, TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { L1World } from '../types/settings.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';

const missing = (): never => {
  assert(false, 'l1: body follows');
};

export type ProviderStateName = 'Uninitialized' | 'Pending' | 'Propose' | 'Validate' | 'CatchingUp';

export type L1EventsError =
  | { readonly code: 'Uninitialized' }
  | { readonly code: 'UnexpectedHeight'; readonly expectedHeight: Height; readonly got: Height }
  | { readonly code: 'UnexpectedProviderState'; readonly expected: ProviderStateName; readonly found: ProviderStateName };

export type InvalidL1Status = 'AlreadyIncludedInProposedBlock' | 'AlreadyIncludedOnL2' | 'CancelledOnL2' | 'ConsumedOnL1' | 'NotFound';
export type L1ValidationStatus = { readonly kind: 'validated' } | { readonly kind: 'invalid'; readonly reason: InvalidL1Status };

/** Opaque to other folders. */
export type L1EventsState = { readonly records: Map<string, never> };

/** An uninitialised provider: every call but `initializeL1Events` and `scrapeL1` answers Uninitialized. */
export const createL1Events = (): L1EventsState => missing();

/** Uninitialized -> Pending at the first height the provider cares for: 1 at the start of a run, the storage marker after a restart. */
export const initializeL1Events = (state: L1EventsState, startHeight: Height): void => missing();

/** start_block: enters the session and unstages everything. */
export const startL1Block = (
  state: L1EventsState,
  input: { readonly session: 'Propose' | 'Validate'; readonly height: Height },
): Result<null, L1EventsError> => missing();

/** get_txs: the oldest pending transactions scraped more than 70 s ago, after those staged already; stages them. */
export const getL1Txs = (
  state: L1EventsState,
  input: { readonly n: number; readonly height: Height; readonly now: TimeUs },
): Result<readonly HashedTransaction<L1HandlerV0>[], L1EventsError> => missing();

/** validate: stages the transaction when it is valid. */
export const validateL1Tx = (
  state: L1EventsState,
  input: { readonly hash: Felt; readonly height: Height; readonly now: TimeUs },
): Result<L1ValidationStatus, L1EventsError> => missing();

/** commit_block: consumed minus rejected become Committed, consumed and rejected become Rejected; an unexpected height starts catching up. */
export const commitL1Block = (
  state: L1EventsState,
  input: { readonly consumed: readonly Felt[]; readonly rejected: readonly Felt[]; readonly height: Height },
): Result<null, L1EventsError> => missing();

/** The next block a catching-up provider wants, to be fed through `commitL1Block` with its L1 hashes; null when it is not catching up. */
export const l1CatchUpHeight = (state: L1EventsState): Height | null => missing();

/** One line of the `l1_event` log event. */
export type L1ScrapedEvent = { readonly hash: Felt; readonly what: 'scraped' | 'cancellation_started' | 'cancelled' | 'consumed' };

export type L1ScrapeInput = {
  readonly world: L1World;
  readonly validator: ValidatorIndex;
  readonly now: TimeUs;
  readonly hashOf: (tx: L1HandlerV0) => Felt;
};

/** Takes in what L1 showed since the last scrape, in order; returns what changed. */
export const scrapeL1 = (state: L1EventsState, input: L1ScrapeInput): readonly L1ScrapedEvent[] => missing();

/** When the validator will next see a message or a cancellation, strictly after `after`; null when none is left. */
export const nextL1EventAt = (world: L1World, validator: ValidatorIndex, after: TimeUs): TimeUs | null => missing();

/** "L1 Handler transaction validation failed: ..." is made of this; S-64. */
export const l1ValidationText = (reason: InvalidL1Status): string => missing();
