// What crossed the bridge of one validator lately, for the inspector: frames of the seed's stream with their bytes, or the calls of Apollo's interface.
// Found in the log on demand. Heartbeats leave no event. How a row reads in full: bridge-bytes.ts, which a panel loads when one is opened.
import { type LogEvent, logEventId } from '../log/event.ts';
import type { BridgeFrameSummary } from '../log/frame-summary.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, SLOTS_PER_VALIDATOR, type TimeUs, type ValidatorIndex, slotOf, toProcessId } from '../types/ids.ts';
import type { BridgeTransportKind } from '../types/settings.ts';
import { callName } from './phrase.ts';
import type { EventOf } from './view.ts';

export type Crossed = EventOf<'bridge_frame' | 'call_sent' | 'answer_delivered'>;
export type TrafficRow = {
  /** Id of the log event. */
  readonly id: string;
  readonly at: TimeUs;
  readonly direction: 'to_batcher' | 'to_consensus';
  /** The batcher instance; null where the log does not say it. */
  readonly slot: number | null;
  /** Name of the message, the same in every language: `Call StartHeight`, `Txs[3]`. */
  readonly name: string;
  /** Of a frame; null: nothing is serialised. */
  readonly bytes: number | null;
  readonly event: Crossed;
};

/** The part of a timeline that is read. */
type Source = { readonly events: readonly (LogEvent | undefined)[]; readonly byProcess: ReadonlyMap<number, readonly number[]> };

const contentName = (what: BridgeFrameSummary & { readonly kind: 'content' }): string => {
  switch (what.content) {
    case 'txs':
      return `Txs[${what.count}]`;
    case 'finish':
      return `Finish ${what.count}`;
    case 'abort':
      return 'Abort';
  }
};

/** A frame by its schema's names. */
const bridgeFrameName = (what: BridgeFrameSummary): string => {
  switch (what.kind) {
    case 'call':
      return `Call ${callName(what.request)}`;
    case 'answer':
      return `Answer ${callName(what.request)}`;
    case 'content':
      return `SendProposalContent ${contentName(what)}`;
    case 'status':
      return `ProposalStatus ${callName(what.status)}`;
    case 'credit':
      return `Credit ${what.chunks}`;
    case 'error':
      return `Error ${what.code}`;
    case 'prover_job':
    case 'sync_broadcast':
      return callName(what.kind);
    case 'heartbeat':
      return `Heartbeat ${what.beat}`;
  }
};

const rowOf = (event: LogEvent, transport: BridgeTransportKind): TrafficRow | null => {
  const base = { id: logEventId(event), at: event.t };
  if (event.kind === 'bridge_frame') {
    const direction = slotOf(event.p) === CONSENSUS_SLOT ? 'to_batcher' : 'to_consensus';
    return { ...base, direction, slot: event.slot, name: bridgeFrameName(event.what), bytes: event.bytes.length, event };
  }
  // Over the stream a call is what its frame carries.
  if (transport === 'seed-stream') return null;
  if (event.kind === 'call_sent') {
    const name = callName(event.request.kind);
    return { ...base, direction: 'to_batcher', slot: event.slot ?? BATCHER_SLOT, name, bytes: null, event };
  }
  if (event.kind !== 'answer_delivered') return null;
  return { ...base, direction: 'to_consensus', slot: null, name: callName(event.request), bytes: null, event };
};

/** The last `max` crossings at or before `until`, newest first; `transport`: the one at that time. */
export const bridgeTraffic = (
  source: Source,
  { validator, transport }: { readonly validator: ValidatorIndex; readonly transport: BridgeTransportKind },
  until: number,
  max: number,
): readonly TrafficRow[] => {
  const rows: TrafficRow[] = [];
  for (let slot = 0; slot < SLOTS_PER_VALIDATOR; slot++) {
    const indexes = source.byProcess.get(toProcessId(validator, slot)) ?? [];
    let [found, spoken] = [0, transport];
    for (let i = indexes.length - 1; i >= 0 && found < max; i--) {
      const event = source.events[indexes[i] ?? -1];
      if (event === undefined || event.t > until) continue;
      if (event.kind === 'bridge_changed') spoken = event.before;
      const row = rowOf(event, spoken);
      if (row === null) continue;
      rows.push(row);
      found++;
    }
  }
  return rows.toSorted((a, b) => b.at - a.at || (a.event.p === b.event.p ? b.event.n - a.event.n : b.event.p - a.event.p)).slice(0, max);
};
