// The same run without a browser: the log that the page must show, to know what to expect at which moment, and links to such moments.
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { memoKernel } from '../../core/crypto/memo-kernel.ts';
import type { LogEvent, LogKind } from '../../core/log/event.ts';
import { worldOf } from '../../core/scenarios/registry.ts';
import { Cluster } from '../../core/sim/cluster.ts';
import { CORE_VERSION, type Run } from '../../core/sim/run.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { type TimeUs, toTimeUs, validatorOf } from '../../core/types/ids.ts';
import { type Timeline, appendEvents, createTimeline, fingerprintAt, keptEvents } from '../../core/view/timeline.ts';
import { createNodeMachines } from '../../scripts/node-cairo.ts';

const MEMO_ENTRIES = 100_000;
/** Digits of the fingerprint in links, as the page writes them. */
const LINK_DIGITS = 16;

export type Oracle = { readonly run: Run; readonly line: Timeline };

/** Simulates a run inline until `untilUs`. */
export const simulateRun = (given: Pick<Run, 'scenario' | 'seed'> & Partial<Run>, untilUs: number): Oracle => {
  const run: Run = { interventions: [], coreVersion: CORE_VERSION, ...given };
  const world = worldOf(run)!;
  const createMachine = createNodeMachines(world, run.seed, memoKernel(createKernel(), MEMO_ENTRIES));
  const cluster = new Cluster({ world, seed: run.seed, interventions: run.interventions, createMachine });
  const line = createTimeline(world.validators, world.followers);
  const { events, chains } = cluster.advance(toTimeUs(untilUs));
  appendEvents(line, events, chains);
  return { run, line };
};

let known: Oracle | null = null;
/** The default run, long enough for two heights and their roots. */
export const defaultRun = (): Oracle => (known ??= simulateRun({ scenario: 'quiet-proposer', seed: 7 }, 16_000_000));

/** The payload of a link to a moment. */
export const payloadAt = ({ run, line }: Oracle, us: number): string =>
  encodeShare({ run, cursor: toTimeUs(us), fingerprint: fingerprintAt(line, us).slice(0, LINK_DIGITS) });

type EventOf<K extends LogKind> = LogEvent & { readonly kind: K };

/** All events of a kind at a validator, in order. */
export const eventsOf = <K extends LogKind>({ line }: Oracle, kind: K, validator: number): readonly EventOf<K>[] =>
  keptEvents(line).filter((event): event is EventOf<K> => event.kind === kind && validatorOf(event.p) === validator);

/** The first event of a kind at a validator at or after `from`. */
export const firstOf = <K extends LogKind>(oracle: Oracle, kind: K, validator: number, from: TimeUs | number = 0): EventOf<K> =>
  eventsOf(oracle, kind, validator).find((event) => event.t >= from)!;
