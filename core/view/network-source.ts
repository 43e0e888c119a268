// Where a number of the network as a whole comes from: heights, rounds, proposers, committees, balances. Found when it is asked for. Where steps have been
// numbered (timeline.ts, stops) even an event that is no longer kept is found; elsewhere the search ends where the log does.
import { type LogEvent, logEventId } from '../log/event.ts';
import { setsBalance, setsNonce } from './ledger.ts';
import { wholeFrom } from './log-window.ts';
import { NO_SOURCE, SOURCE_GONE, type Source } from './source.ts';
import { blockHashEvent } from './stake.ts';
import { upperBound } from './steps.ts';
import { type Timeline, eventsBefore, viewAt } from './timeline.ts';

/** A number that the page shows of the network. */
export type NetworkFact =
  /** The highest height that a quorum has decided. */
  | { readonly kind: 'decided' }
  /** The last thing that happened: what time, step and fingerprint speak of. */
  | { readonly kind: 'last' }
  /** Committee, weights and quorum of a height. */
  | { readonly kind: 'committee'; readonly height: number }
  /** Who leads a round: the first who entered it, else the committee that the arithmetic is about. */
  | { readonly kind: 'proposer'; readonly height: number; readonly round: number }
  | { readonly kind: 'block_hash'; readonly height: number }
  | { readonly kind: 'balance' | 'nonce'; readonly account: number }
  /** The newest block whose diff is in the balances. */
  | { readonly kind: 'ledger' };

const asSource = (event: LogEvent | undefined): Source => (event === undefined ? SOURCE_GONE : { kind: 'event', id: logEventId(event) });

/** The id of the event at an index, kept or not. */
const idAt = (line: Timeline, index: number): Source => {
  const kept = line.events[index];
  if (kept !== undefined) return asSource(kept);
  for (const [process, indexes] of line.byProcess) {
    const n = upperBound(indexes, index) - 1;
    if (indexes[n] === index) return { kind: 'event', id: `${process}:${n}` };
  }
  return NO_SOURCE;
};

/** The first event before the cursor that fits; `begin`: where the log begins, before which it may lie too. */
const firstEvent = (line: Timeline, cursor: number, fits: (event: LogEvent) => boolean): Source => {
  const [begin, end] = [eventsBefore(line, wholeFrom(line, cursor)), eventsBefore(line, cursor)];
  for (let i = begin; i < end; i++) {
    const event = line.events[i];
    if (event !== undefined && fits(event)) return asSource(event);
  }
  return begin === 0 ? NO_SOURCE : SOURCE_GONE;
};

/** The step in which the decided height grew last is numbered among the stops. */
const decisionSource = (line: Timeline, cursor: number): Source => {
  const { height } = line.stops;
  const stop = height[upperBound(height, cursor) - 1];
  if (stop === undefined) return NO_SOURCE;
  const [first, end] = [eventsBefore(line, stop - 1), eventsBefore(line, stop)];
  for (let i = first; i < end; i++) if (line.events[i]?.kind === 'decided') return asSource(line.events[i]);
  return idAt(line, first);
};

/** The last of the blocks that made the ledger (ledger.ts: the first commit of each height) that fits. */
const blockSource = (line: Timeline, cursor: number, fits: (event: LogEvent & { readonly kind: 'block_committed' }) => boolean): Source => {
  const from = wholeFrom(line, cursor);
  let { height } = viewAt(line, from).ledger;
  let found: Source = from === 0 ? NO_SOURCE : SOURCE_GONE;
  for (let i = eventsBefore(line, from); i < eventsBefore(line, cursor); i++) {
    const event = line.events[i];
    if (event?.kind !== 'block_committed' || event.height <= height) continue;
    ({ height } = event);
    if (fits(event)) found = asSource(event);
  }
  return found;
};

const proposerSource = (line: Timeline, cursor: number, { height, round }: { readonly height: number; readonly round: number }): Source => {
  const entered = firstEvent(line, cursor, (event) => event.kind === 'round_entered' && event.height === height && event.round === round);
  return entered.kind === 'event' ? entered : networkSourceOf(line, cursor, { kind: 'committee', height });
};

/** Where a number of the network comes from at a cursor, whose step is kept. */
export const networkSourceOf = (line: Timeline, cursor: number, fact: NetworkFact): Source => {
  switch (fact.kind) {
    case 'decided':
      return decisionSource(line, cursor);
    case 'last': {
      const last = eventsBefore(line, cursor) - 1;
      return last < 0 ? NO_SOURCE : idAt(line, last);
    }
    case 'committee':
      return firstEvent(line, cursor, (event) => event.kind === 'height_started' && event.height === fact.height);
    case 'proposer':
      return proposerSource(line, cursor, fact);
    case 'block_hash': {
      const event = blockHashEvent(line.events, eventsBefore(line, cursor), fact.height);
      return event === null ? (line.firstStep === 0 ? NO_SOURCE : SOURCE_GONE) : asSource(event);
    }
    case 'balance':
      return blockSource(line, cursor, ({ stateDiff }) => setsBalance(stateDiff, fact.account));
    case 'nonce':
      return blockSource(line, cursor, ({ stateDiff }) => setsNonce(stateDiff, fact.account));
    case 'ledger':
      return blockSource(line, cursor, () => true);
  }
};
