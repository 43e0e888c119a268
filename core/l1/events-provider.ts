// The L1 events provider: which L1 handler transactions may be proposed and which are valid in another's proposal.
// Source: crates/apollo_l1_events (l1_events_provider.rs, catchupper.rs); protocol.md 4.3. One plain-data state that these functions change in place.
// Where Apollo's catch-up task reads blocks from state sync, the caller asks `l1CatchUpHeight` and feeds the block through `commitL1Block`.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import { L1_BACKLOG_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import { type Result, err, ok } from '../base/result.ts';
import { type Height, type TimeUs, type ValidatorIndex, toHeight } from '../types/ids.ts';
import type { L1World } from '../types/settings.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';
import {
  type L1Event,
  type L1Records,
  type L1ValidationStatus,
  applyL1Event,
  commitRecords,
  createL1Records,
  isL1Committed,
  takeL1Txs,
  unstageL1,
  validateRecord,
} from './records.ts';
import { type L1Sighting, l1HandlerOf, l1Sightings } from './world.ts';

type ProviderStateName = 'Uninitialized' | 'Pending' | 'Propose' | 'Validate' | 'CatchingUp';

export type L1EventsError =
  | { readonly code: 'Uninitialized' }
  | { readonly code: 'UnexpectedHeight'; readonly expectedHeight: Height; readonly got: Height }
  | { readonly code: 'UnexpectedProviderState'; readonly expected: ProviderStateName; readonly found: ProviderStateName };

type BacklogEntry = { readonly height: Height; readonly consumed: readonly Felt[] };

export type L1EventsState = {
  state: ProviderStateName;
  /** Blocks below it are of no concern. */
  startHeight: Height;
  /** The next block expected. */
  currentHeight: Height;
  /** While CatchingUp: the last block that the caller has to feed. */
  catchUpTarget: Height;
  /** Commits above the target that came while CatchingUp, consecutive. */
  readonly backlog: BacklogEntry[];
  readonly records: L1Records;
  /** Up to where L1 has been read, in virtual microseconds; null before the first scrape. */
  scrapedToUs: number | null;
};

/** An uninitialised provider: every call but `initializeL1Events` answers Uninitialized. */
export const createL1Events = (): L1EventsState => ({
  state: 'Uninitialized',
  startHeight: toHeight(0),
  currentHeight: toHeight(0),
  catchUpTarget: toHeight(0),
  backlog: [],
  records: createL1Records(),
  scrapedToUs: null,
});

/**
 * Uninitialized -> Pending. `startHeight` is the first block whose L1 handlers the provider must know: 1, also after a restart, since the hashes of
 * what was consumed are lost with it and come back by catching up.
 */
export const initializeL1Events = (state: L1EventsState, startHeight: Height): void => {
  assert(state.state === 'Uninitialized', 'initializeL1Events: once');
  state.startHeight = startHeight;
  state.currentHeight = startHeight;
  state.state = 'Pending';
};

/** Uninitialized and UnexpectedHeight, the first two checks of every call of the batcher. */
const refusal = (state: L1EventsState, height: Height): L1EventsError | null => {
  if (state.state === 'Uninitialized') return { code: 'Uninitialized' };
  return height === state.currentHeight ? null : { code: 'UnexpectedHeight', expectedHeight: state.currentHeight, got: height };
};

/** start_block: enters the session and unstages everything. A catching-up provider whose height is right leaves that state, as in Apollo. */
export const startL1Block = (
  state: L1EventsState,
  input: { readonly session: 'Propose' | 'Validate'; readonly height: Height },
): Result<null, L1EventsError> => {
  const refused = refusal(state, input.height);
  if (refused !== null) return err(refused);
  state.state = input.session;
  unstageL1(state.records);
  return ok(null);
};

/** get_txs: the oldest pending transactions scraped more than 70 s ago, after those staged already; stages them. */
export const getL1Txs = (
  state: L1EventsState,
  input: { readonly n: number; readonly height: Height; readonly now: TimeUs },
): Result<readonly HashedTransaction<L1HandlerV0>[], L1EventsError> => {
  const refused = refusal(state, input.height);
  if (refused !== null) return err(refused);
  if (state.state !== 'Propose') return err({ code: 'UnexpectedProviderState', expected: 'Propose', found: state.state });
  return ok(takeL1Txs(state.records, input.n, input.now));
};

/** validate: stages the transaction when it is valid. */
export const validateL1Tx = (
  state: L1EventsState,
  input: { readonly hash: Felt; readonly height: Height; readonly now: TimeUs },
): Result<L1ValidationStatus, L1EventsError> => {
  const refused = refusal(state, input.height);
  if (refused !== null) return err(refused);
  if (state.state !== 'Validate') return err({ code: 'UnexpectedProviderState', expected: 'Validate', found: state.state });
  return ok(validateRecord(state.records, input.hash, input.now));
};

export type L1CommitInput = { readonly consumed: readonly Felt[]; readonly rejected: readonly Felt[]; readonly height: Height };

/** commit_block: consumed minus rejected become Committed, consumed and rejected become Rejected; an unexpected height starts catching up. */
export const commitL1Block = (state: L1EventsState, input: L1CommitInput): Result<null, L1EventsError> => {
  if (state.state === 'Uninitialized') return err({ code: 'Uninitialized' });
  if (input.height < state.startHeight) return ok(null);
  if (state.state === 'CatchingUp') return commitWhileCatchingUp(state, input);
  const refused = refusal(state, input.height);
  if (refused !== null) {
    state.state = 'CatchingUp';
    state.catchUpTarget = input.height;
    return err(refused);
  }
  applyCommit(state, input);
  state.state = 'Pending';
  return ok(null);
};

/** The next block a catching-up provider wants, to be fed through `commitL1Block` with its L1 hashes; null when it needs none. */
export const l1CatchUpHeight = (state: L1EventsState): Height | null =>
  state.state === 'CatchingUp' && state.currentHeight <= state.catchUpTarget ? state.currentHeight : null;

const applyCommit = (state: L1EventsState, input: Omit<L1CommitInput, 'height'>): void => {
  const rejected = new Set(input.rejected);
  commitRecords(
    state.records,
    input.consumed.filter((hash) => !rejected.has(hash)),
    input.consumed.filter((hash) => rejected.has(hash)),
  );
  state.currentHeight = toHeight(state.currentHeight + 1);
};

/** Blocks read from the store tell no rejections, so all their L1 handlers count as committed. */
const commitWhileCatchingUp = (state: L1EventsState, { consumed, height }: L1CommitInput): Result<null, L1EventsError> => {
  if (height < state.currentHeight) {
    const isKnown = consumed.every((hash) => isL1Committed(state.records, hash));
    return isKnown ? ok(null) : err({ code: 'UnexpectedHeight', expectedHeight: state.currentHeight, got: height });
  }
  if (height > state.currentHeight) {
    const last = state.backlog.at(-1);
    assert(last === undefined || last.height + 1 === height, 'commitL1Block: consecutive heights while catching up');
    assert(state.backlog.length < L1_BACKLOG_MAX, 'commitL1Block: a backlog within its limit');
    state.backlog.push(freeze({ height, consumed }));
    return ok(null);
  }
  applyCommit(state, { consumed, rejected: [] });
  if (state.currentHeight <= state.catchUpTarget) return ok(null);
  for (const entry of state.backlog.splice(0)) {
    assert(entry.height === state.currentHeight, 'commitL1Block: the backlog follows the target');
    applyCommit(state, { consumed: entry.consumed, rejected: [] });
  }
  state.state = 'Pending';
  return ok(null);
};

/** One line of the `l1_event` log event. */
export type L1ScrapedEvent = { readonly hash: Felt; readonly what: 'scraped' | 'cancellation_started' | 'cancelled' | 'consumed' };

const WHAT: Readonly<Record<L1Event['kind'], L1ScrapedEvent['what']>> = {
  l1_handler_transaction: 'scraped',
  transaction_cancellation_started: 'cancellation_started',
  transaction_canceled: 'cancelled',
  transaction_consumed: 'consumed',
};

/** add_events: takes in events in order; returns those that changed something. Apollo refuses them before `initialize`; the assertion says so. */
export const addL1Events = (state: L1EventsState, events: readonly L1Event[], now: TimeUs): readonly L1ScrapedEvent[] => {
  assert(state.state !== 'Uninitialized', 'addL1Events: an initialised provider');
  return events
    .filter((event) => applyL1Event(state.records, event, now))
    .map((event) => ({ hash: event.kind === 'l1_handler_transaction' ? event.tx.hash : event.hash, what: WHAT[event.kind] }));
};

export type L1ScrapeInput = {
  readonly world: L1World;
  readonly validator: ValidatorIndex;
  readonly now: TimeUs;
  /** Hash of an L1 handler transaction under the chain id. */
  readonly hashOf: (tx: L1HandlerV0) => Felt;
};

/** Takes in what L1 showed since the last scrape, in order; returns what changed. Wake up for it at `nextL1EventAt`. */
export const scrapeL1 = (state: L1EventsState, input: L1ScrapeInput): readonly L1ScrapedEvent[] => {
  const from = state.scrapedToUs;
  state.scrapedToUs = input.now;
  const events = l1Sightings(input.world, input.validator)
    .filter((sighting) => sighting.seenUs <= input.now && (from === null || sighting.seenUs > from))
    .map((sighting) => toL1Event(sighting, input.hashOf));
  return addL1Events(state, events, input.now);
};

/** The moment of scraping is the moment the block is seen, also for what was on L1 before the run or before a restart. */
const toL1Event = (sighting: L1Sighting, hashOf: L1ScrapeInput['hashOf']): L1Event => {
  const tx = l1HandlerOf(sighting.message);
  const hash = hashOf(tx);
  switch (sighting.kind) {
    case 'message':
      return { kind: 'l1_handler_transaction', tx: freeze({ hash, tx }), scrapedAtUs: sighting.seenUs };
    case 'cancellation_started':
      return { kind: 'transaction_cancellation_started', hash, requestedAtUs: sighting.blockUs };
  }
};
