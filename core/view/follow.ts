// Following one transaction or one proposal: the steps that name it, and those whose cause chain leads back to one that does. A chain ends where the
// subject's story ends at that validator: with the block that holds the transaction, its refusal, the decision of the height, the next round.
// Timers that fire and do nothing are left out. Folds the log once.
import { type Felt, feltToHex } from '../base/felt.ts';
import { type LogEvent, logEventId } from '../log/event.ts';
import type { FrameSummary } from '../log/frame-summary.ts';
import { type Timeline, eventsOfStep } from './timeline.ts';
import { type Handlers, applyHandlers } from './view.ts';

/** What is followed. `hash` in hex. */
export type Followed =
  | { readonly kind: 'transaction'; readonly hash: string }
  | { readonly kind: 'proposal'; readonly height: number; readonly round: number };

/** What one event has to do with the subject. */
type Part = 'names' | 'ends' | 'none';

const NO_HASHES: readonly Felt[] = [];
const one = (_: readonly Felt[], event: { readonly hash: Felt }): readonly Felt[] => [event.hash];
const ofFrame = (none: readonly Felt[], { what }: { readonly what: FrameSummary | null }): readonly Felt[] =>
  what?.kind === 'transaction' ? [what.hash] : none;

const HASHES: Handlers<readonly Felt[]> = {
  gossip_delivered: one,
  tx_received: one,
  tx_admitted: one,
  tx_executed: one,
  tx_dropped: one,
  l1_event: one,
  txs_streamed: (_, event) => event.hashes,
  refused: (none, { hash }) => (hash === null ? none : [hash]),
  frame_sent: ofFrame,
  frame_delivered: ofFrame,
  call_sent: (none, { request }) => (request.kind === 'send_txs_for_proposal' ? request.txs.map((tx) => tx.hash) : none),
  block_committed: (_, event) => event.txs.map((tx) => tx.hash),
};

/** Transactions that an event names. */
const hashesOf = (event: LogEvent): readonly Felt[] => applyHandlers(HASHES, NO_HASHES, event);

const ENDS_TRANSACTION: ReadonlySet<LogEvent['kind']> = new Set<LogEvent['kind']>(['block_committed', 'refused', 'tx_dropped', 'decided']);

const partInTransaction = (event: LogEvent, hash: string): Part => {
  if (event.kind === 'decided') return 'ends';
  if (hashesOf(event).every((other) => feltToHex(other) !== hash)) return 'none';
  return ENDS_TRANSACTION.has(event.kind) ? 'ends' : 'names';
};

type Place = { readonly height: number; readonly round: number };

const itself = (_: Place | null, event: Place): Place => event;
const summarised = (none: Place | null, { what }: { readonly what: FrameSummary | null }): Place | null =>
  what !== null && (what.kind === 'proposal_part' || what.kind === 'vote') ? what : none;

const PLACES: Handlers<Place | null> = {
  frame_sent: summarised,
  frame_delivered: summarised,
  proposal_received: (_, event) => event.init,
  build_started: itself,
  build_finished: itself,
  reproposed: itself,
  init_checked: itself,
  validation_started: itself,
  validation_finished: itself,
  stream_part: itself,
  vote_cast: itself,
  vote_received: itself,
  locked: itself,
  valid_value_set: itself,
  decided: itself,
  round_entered: itself,
};

const placeOf = (event: LogEvent): Place | null => applyHandlers<Place | null>(PLACES, null, event);

const partInProposal = (event: LogEvent, { height, round }: Place): Part => {
  const place = placeOf(event);
  if (event.kind === 'height_started') return event.height > height ? 'ends' : 'none';
  if (place === null) return 'none';
  if (place.height !== height || place.round !== round) return event.kind === 'round_entered' ? 'ends' : 'none';
  return event.kind === 'decided' ? 'ends' : event.kind === 'round_entered' ? 'none' : 'names';
};

const partOf = (event: LogEvent, followed: Followed): Part =>
  followed.kind === 'transaction' ? partInTransaction(event, followed.hash) : partInProposal(event, followed);

/** Cursors, ascending, whose last step belongs to what is followed. */
export const followedStops = (line: Timeline, followed: Followed): readonly number[] => {
  const stops: number[] = [];
  /** Ids of events from which the story goes on. */
  const open = new Set<string>();
  for (let step = 0; step < line.stops.total; step++) {
    const events = eventsOfStep(line, step);
    const opening = events[0];
    if (opening === undefined) continue;
    const parts = events.map((event) => partOf(event, followed));
    const isIdle = opening.kind === 'timer_fired' && events.length === 1;
    const isCaused = opening.cause !== null && open.has(opening.cause) && !isIdle;
    const isNamed = parts.includes('names') || (followed.kind === 'transaction' && parts.includes('ends') && names(events, followed.hash));
    if (!isCaused && !isNamed) continue;
    stops.push(step + 1);
    if (!parts.includes('ends')) for (const event of events) open.add(logEventId(event));
  }
  return stops;
};

const names = (events: readonly LogEvent[], hash: string): boolean =>
  events.some((event) => hashesOf(event).some((other) => feltToHex(other) === hash));

/** What a message is about, to follow it: the transaction it carries, or the proposal that it belongs to. Null for sync. */
export const followedByMessage = (what: (LogEvent & { readonly kind: 'frame_sent' })['what']): Followed | null => {
  if (what.kind === 'transaction') return { kind: 'transaction', hash: feltToHex(what.hash) };
  return what.kind === 'vote' || what.kind === 'proposal_part' ? { kind: 'proposal', height: what.height, round: what.round } : null;
};
