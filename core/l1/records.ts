// What the L1 events provider knows about each L1 handler transaction, and how that changes.
// Source: crates/apollo_l1_events (transaction_manager.rs, transaction_record.rs); protocol.md 4.3. Times are virtual microseconds, negative before the
// run. Apollo keeps a separate index of proposable transactions; it is derived from the records here.
import { assert } from '../base/assert.ts';
import { type Felt, feltToHex } from '../base/felt.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';

/** l1_handler_proposal_cooldown_seconds. */
const L1_COOLDOWN_US = 70_000_000;
/** l1_handler_cancellation_timelock_seconds. */
const L1_CANCELLATION_TIMELOCK_US = 300_000_000;
/** l1_handler_consumption_timelock_seconds: how long a consumed record is kept. */
const L1_CONSUMPTION_TIMELOCK_US = 300_000_000;

type L1RecordState = 'Pending' | 'Rejected' | 'Committed' | 'CancellationStartedOnL2' | 'CancelledOnL2' | 'Consumed';

type L1Record = {
  readonly hash: Felt;
  /** Null while only a commit has told of the transaction. */
  tx: HashedTransaction<L1HandlerV0> | null;
  scrapedAtUs: number;
  state: L1RecordState;
  /** Kept beside `state`: a cancellation or consumption that comes later does not undo a commit. */
  committed: boolean;
  cancellationRequestedAtUs: number | null;
  consumedAtUs: number | null;
  /** Staged in the block in progress when equal to the epoch of `L1Records`. */
  stagedEpoch: number;
};

export type L1Records = {
  /** By `feltToHex` of the hash, in order of arrival. */
  readonly byHash: Map<string, L1Record>;
  /** Raised at every start and end of a block, which unstages everything. Starts at 1; a new record carries 0. */
  epoch: number;
};

type InvalidL1Status = 'AlreadyIncludedInProposedBlock' | 'AlreadyIncludedOnL2' | 'CancelledOnL2' | 'ConsumedOnL1' | 'NotFound';
export type L1ValidationStatus = { readonly kind: 'validated' } | { readonly kind: 'invalid'; readonly reason: InvalidL1Status };

export type L1Event =
  | { readonly kind: 'l1_handler_transaction'; readonly tx: HashedTransaction<L1HandlerV0>; readonly scrapedAtUs: number }
  | { readonly kind: 'transaction_cancellation_started'; readonly hash: Felt; readonly requestedAtUs: number }
  | { readonly kind: 'transaction_canceled'; readonly hash: Felt }
  | { readonly kind: 'transaction_consumed'; readonly hash: Felt; readonly consumedAtUs: number };

export const createL1Records = (): L1Records => ({ byHash: new Map(), epoch: 1 });

/** Forgets what was staged for the block before. */
export const unstageL1 = (records: L1Records): void => {
  records.epoch += 1;
};

const recordOf = (records: L1Records, hash: Felt): L1Record => {
  const known = records.byHash.get(feltToHex(hash));
  if (known !== undefined) return known;
  const fresh: L1Record = {
    hash,
    tx: null,
    scrapedAtUs: 0,
    state: 'Pending',
    committed: false,
    cancellationRequestedAtUs: null,
    consumedAtUs: null,
    stagedEpoch: 0,
  };
  records.byHash.set(feltToHex(hash), fresh);
  return fresh;
};

/** Stages at most `n`: pending, scraped before `now` - cool-down, oldest first, after the prefix that is staged already. */
export const takeL1Txs = (records: L1Records, n: number, nowUs: number): readonly HashedTransaction<L1HandlerV0>[] => {
  const ready = [...records.byHash.values()]
    .filter((record) => record.state === 'Pending' && record.tx !== null && record.scrapedAtUs < nowUs - L1_COOLDOWN_US)
    .toSorted((a, b) => a.scrapedAtUs - b.scrapedAtUs);
  const firstUnstaged = ready.findIndex((record) => record.stagedEpoch !== records.epoch);
  const taken = firstUnstaged < 0 ? [] : ready.slice(firstUnstaged, firstUnstaged + n);
  return taken.map((record) => {
    assert(
      record.stagedEpoch !== records.epoch && record.tx !== null,
      'takeL1Txs: staged transactions are a prefix of the proposable ones',
    );
    record.stagedEpoch = records.epoch;
    return record.tx;
  });
};

/** Committing overrides a cancellation; otherwise the timelock ends in CancelledOnL2. Found out only when somebody validates, as in Apollo. */
const applyTimelock = (record: L1Record, nowUs: number): void => {
  if (record.committed || record.cancellationRequestedAtUs === null) return;
  if (nowUs >= record.cancellationRequestedAtUs + L1_CANCELLATION_TIMELOCK_US) record.state = 'CancelledOnL2';
};

const invalid = (reason: InvalidL1Status): L1ValidationStatus => ({ kind: 'invalid', reason });

/** Stages the transaction when another validator may include it in the block in progress. No cool-down here. */
export const validateRecord = (records: L1Records, hash: Felt, nowUs: number): L1ValidationStatus => {
  const record = records.byHash.get(feltToHex(hash));
  if (record === undefined) return invalid('NotFound');
  applyTimelock(record, nowUs);
  switch (record.state) {
    case 'Committed':
      return invalid('AlreadyIncludedOnL2');
    case 'CancelledOnL2':
      return invalid('CancelledOnL2');
    case 'Consumed':
      return invalid('ConsumedOnL1');
    case 'Pending':
    case 'Rejected':
    case 'CancellationStartedOnL2':
      if (record.stagedEpoch === records.epoch) return invalid('AlreadyIncludedInProposedBlock');
      record.stagedEpoch = records.epoch;
      return { kind: 'validated' };
  }
};

/** The outcome of a block; a committed hash that nobody scraped yet is remembered. Asserts that nothing is committed twice. */
export const commitRecords = (records: L1Records, committed: readonly Felt[], rejected: readonly Felt[]): void => {
  unstageL1(records);
  for (const hash of committed) {
    const record = recordOf(records, hash);
    assert(!record.committed, 'commitRecords: an L1 handler transaction is committed once');
    record.state = 'Committed';
    record.committed = true;
  }
  for (const hash of rejected) {
    const record = records.byHash.get(feltToHex(hash));
    assert(record !== undefined && !record.committed, 'commitRecords: a rejected L1 handler transaction is known and not committed');
    record.state = 'Rejected';
  }
};

export const isL1Committed = (records: L1Records, hash: Felt): boolean => records.byHash.get(feltToHex(hash))?.state === 'Committed';

/** Takes in one event of L1; true when it changed anything. `nowUs` only decides which consumed records are old enough to be forgotten. */
export const applyL1Event = (records: L1Records, event: L1Event, nowUs: number): boolean => {
  switch (event.kind) {
    case 'l1_handler_transaction': {
      const record = recordOf(records, event.tx.hash);
      if (record.tx !== null) return false;
      record.tx = event.tx;
      record.scrapedAtUs = event.scrapedAtUs;
      return true;
    }
    case 'transaction_cancellation_started':
      return startCancellation(records, event.hash, event.requestedAtUs);
    case 'transaction_canceled':
      return records.byHash.delete(feltToHex(event.hash));
    case 'transaction_consumed':
      return consume(records, event, nowUs);
  }
};

/** Stops proposing at once; only the first request counts for the timelock. An unknown transaction is too old to matter. */
const startCancellation = (records: L1Records, hash: Felt, requestedAtUs: number): boolean => {
  const record = records.byHash.get(feltToHex(hash));
  if (record === undefined) return false;
  if (record.state !== 'Committed') record.state = 'CancellationStartedOnL2';
  if (record.cancellationRequestedAtUs !== null) return false;
  record.cancellationRequestedAtUs = requestedAtUs;
  return true;
};

const consume = (records: L1Records, event: { readonly hash: Felt; readonly consumedAtUs: number }, nowUs: number): boolean => {
  for (const [key, record] of records.byHash) {
    if (record.consumedAtUs !== null && record.consumedAtUs < nowUs - L1_CONSUMPTION_TIMELOCK_US) records.byHash.delete(key);
  }
  const record = records.byHash.get(feltToHex(event.hash));
  if (record === undefined) return false;
  assert(record.consumedAtUs === null, 'applyL1Event: a message is consumed once');
  record.state = 'Consumed';
  record.consumedAtUs = event.consumedAtUs;
  return true;
};
