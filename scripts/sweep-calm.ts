// What must hold of a run without faults, beyond safety: nothing fails, every height is decided in round 0, and sound transactions reach a block.
import { feltToHex } from '../core/base/felt.ts';
import type { LogEvent } from '../core/log/event.ts';
import type { World } from '../core/sim/world.ts';
import { SOUND_ACCOUNTS } from './sweep-traffic.ts';
import { SECOND } from './sweep-random.ts';

/** A sound transaction must be in a block this long before the end. */
const INCLUSION_US = 20 * SECOND;

/** What is wrong with a calm run, or null. */
export const calmProblem = (world: World, events: readonly LogEvent[]): string | null =>
  failureProblem(events) ?? repetitionProblem(events) ?? inclusionProblem(world, events);

const failureProblem = (events: readonly LogEvent[]): string | null => {
  for (const event of events) {
    const at = `${event.p}:${event.n} at ${event.t}`;
    if ((event.kind === 'build_finished' || event.kind === 'validation_finished') && event.error !== null)
      return `calm: ${event.kind} ${event.error} (${event.detail}), ${at}`;
    if (event.kind === 'round_entered' && event.round > 0) return `calm: round ${event.round} of height ${event.height}, ${at}`;
    if (event.kind === 'refused' && (event.source === 'consensus' || event.source === 'stream_handler' || event.source === 'batcher'))
      return `calm: refused ${event.source}/${event.code} (${event.detail}), ${at}`;
  }
  return null;
};

/** No transaction is in two blocks of one validator. */
const repetitionProblem = (events: readonly LogEvent[]): string | null => {
  const seen = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'block_committed') continue;
    for (const { hash } of event.txs) {
      const key = `${event.p}/${feltToHex(hash)}`;
      if (seen.has(key)) return `calm: transaction ${feltToHex(hash)} is in two blocks of process ${event.p}`;
      seen.add(key);
    }
  }
  return null;
};

/** Blocks are large and quick enough for all traffic, it does not expire, and heights do not end. */
const isAmple = ({ settings }: World): boolean =>
  settings.batcher.bouncerCapacity.nTxs >= 100 &&
  settings.costs.transactionUs <= 1_000 &&
  settings.mempool.transactionTtlUs >= 60 * SECOND &&
  settings.consensus.stopAtHeight === null;

/** Sound transactions are admitted and reach a block; what they may lack where blocks are small is time. */
const inclusionProblem = (world: World, events: readonly LogEvent[]): string | null => {
  const endUs = events.at(-1)?.t ?? 0;
  const committed = new Set(events.flatMap((e) => (e.kind === 'block_committed' ? e.txs.map(({ hash }) => feltToHex(hash)) : [])));
  const applied = new Map<string, number>(
    events.flatMap((e) => (e.kind === 'intervention_applied' ? [[`${e.p}:${e.n}`, e.index] as const] : [])),
  );
  // Elsewhere gossip may come late, behind the block or beside what another validator forgot earlier.
  const refusedFor = new Map<string, string>();
  for (const event of events) {
    const isDropped = event.kind === 'tx_dropped' && event.why !== 'committed' && event.why !== 'expired';
    if (isDropped) refusedFor.set(`${event.p}/${feltToHex(event.hash)}`, event.why);
    if (event.kind === 'refused' && event.hash !== null) refusedFor.set(`${event.p}/${feltToHex(event.hash)}`, event.code);
  }
  for (const event of events) {
    if (event.kind !== 'tx_received' || event.from !== 'rpc') continue;
    const input = world.inputs[applied.get(event.cause ?? '') ?? -1];
    if (input?.kind !== 'send_tx' || input.intent.account >= SOUND_ACCOUNTS) continue;
    const why = refusedFor.get(`${event.p}/${feltToHex(event.hash)}`);
    if (why !== undefined) return `calm: sound transaction ${feltToHex(event.hash)} of ${event.t} is refused or dropped: ${why}`;
    if (isAmple(world) && event.t < endUs - INCLUSION_US && !committed.has(feltToHex(event.hash)))
      return `calm: sound transaction ${feltToHex(event.hash)} of ${event.t} is in no block`;
  }
  return null;
};
