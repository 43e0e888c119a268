// Two runs of one scenario and seed side by side: the first event that differs, what was decided at each height, how each round was voted, the fingerprints.
// Events are the same when process, number and digest chain are; both logs are in the total order, so the first difference is the first place where they
// part. Pure comparison of two logs; what is decided or voted is what the log says.
import { equalBytes } from '../base/bytes.ts';
import type { LogEvent } from '../log/event.ts';
import { logEventId } from '../log/event.ts';
import type { ProposalCommitment } from '../types/consensus.ts';
import { type Timeline, fingerprintAt } from './timeline.ts';

/** Where something is in its run. */
export type Place = { readonly t: number; readonly eventId: string };

export type Decision = Place & { readonly round: number; readonly value: ProposalCommitment };

/** Distinct validators that cast each vote in a round, and the first of these votes. */
export type Votes = Place & {
  readonly prevotes: { readonly value: number; readonly nil: number };
  readonly precommits: { readonly value: number; readonly nil: number };
};

export type HeightRow = { readonly height: number; readonly a: Decision | null; readonly b: Decision | null; readonly isSame: boolean };
export type RoundRow = {
  readonly height: number;
  readonly round: number;
  readonly a: Votes | null;
  readonly b: Votes | null;
  readonly isSame: boolean;
};

export type RunComparison = {
  /** Both are compared up to here. */
  readonly untilUs: number;
  /** Null: no difference. A side is null when its log ends first. */
  readonly first: { readonly a: LogEvent | null; readonly b: LogEvent | null } | null;
  readonly heights: readonly HeightRow[];
  readonly rounds: readonly RoundRow[];
  /** 32 hex digits each, at `untilUs`. */
  readonly fingerprints: { readonly a: string; readonly b: string };
};

type Log = Pick<Timeline, 'events' | 'chains'>;

const placeOf = (event: LogEvent): Place => ({ t: event.t, eventId: logEventId(event) });

const isSameEvent = (a: Log, b: Log, i: number): boolean => {
  const [one, two, chain, other] = [a.events[i], b.events[i], a.chains.at(i), b.chains.at(i)];
  if (one === undefined || two === undefined || chain === undefined || other === undefined) return false;
  return one.t === two.t && one.p === two.p && one.n === two.n && equalBytes(chain, other);
};

const firstDifference = (a: Log, b: Log, untilUs: number): RunComparison['first'] => {
  const within = (event: LogEvent | undefined): LogEvent | null => (event === undefined || event.t > untilUs ? null : event);
  for (let i = 0; ; i++) {
    const [one, two] = [within(a.events[i]), within(b.events[i])];
    if (one === null && two === null) return null;
    if (!isSameEvent(a, b, i)) return { a: one, b: two };
  }
};

const decisionsOf = ({ events }: Log, untilUs: number): ReadonlyMap<number, Decision> => {
  const found = new Map<number, Decision>();
  for (const event of events) {
    if (event === undefined) continue;
    if (event === undefined || event.t > untilUs) break;
    if (event.kind === 'decided' && !found.has(event.height))
      found.set(event.height, { ...placeOf(event), round: event.round, value: event.value });
  }
  return found;
};

type VoteCount = { readonly place: Place; readonly casters: Map<string, Set<number>> };
const roundKey = (height: number, round: number): string => `${height}/${round}`;

const votesOf = ({ events }: Log, untilUs: number): ReadonlyMap<string, Votes> => {
  const found = new Map<string, VoteCount>();
  for (const event of events) {
    if (event === undefined) continue;
    if (event === undefined || event.t > untilUs) break;
    if (event.kind !== 'vote_cast') continue;
    const key = roundKey(event.height, event.round);
    const count = found.get(key) ?? { place: placeOf(event), casters: new Map<string, Set<number>>() };
    const kind = `${event.voteType} ${event.commitment === null ? 'nil' : 'value'}`;
    count.casters.set(kind, (count.casters.get(kind) ?? new Set()).add(event.p));
    found.set(key, count);
  }
  return new Map(
    [...found].map(([key, { place, casters }]) => {
      const of = (kind: string): number => casters.get(kind)?.size ?? 0;
      const prevotes = { value: of('prevote value'), nil: of('prevote nil') };
      return [key, { ...place, prevotes, precommits: { value: of('precommit value'), nil: of('precommit nil') } }];
    }),
  );
};

const isSameDecision = (a: Decision | null, b: Decision | null): boolean => a?.value === b?.value && a?.round === b?.round;
const isSameVotes = (a: Votes | null, b: Votes | null): boolean =>
  a?.prevotes.value === b?.prevotes.value &&
  a?.prevotes.nil === b?.prevotes.nil &&
  a?.precommits.value === b?.precommits.value &&
  a?.precommits.nil === b?.precommits.nil;

const heightRows = (a: ReadonlyMap<number, Decision>, b: ReadonlyMap<number, Decision>): readonly HeightRow[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .toSorted((x, y) => x - y)
    .map((height) => {
      const [one, two] = [a.get(height) ?? null, b.get(height) ?? null];
      return { height, a: one, b: two, isSame: isSameDecision(one, two) };
    });

const roundRows = (a: ReadonlyMap<string, Votes>, b: ReadonlyMap<string, Votes>): readonly RoundRow[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .map((key) => {
      const [height = 0, round = 0] = key.split('/').map(Number);
      const [one, two] = [a.get(key) ?? null, b.get(key) ?? null];
      return { height, round, a: one, b: two, isSame: isSameVotes(one, two) };
    })
    .toSorted((x, y) => x.height - y.height || x.round - y.round);

/** Compares what two whole logs say up to and with `untilUs`. */
export const compareRuns = (a: Timeline, b: Timeline, untilUs: number): RunComparison => ({
  untilUs,
  first: firstDifference(a, b, untilUs),
  heights: heightRows(decisionsOf(a, untilUs), decisionsOf(b, untilUs)),
  rounds: roundRows(votesOf(a, untilUs), votesOf(b, untilUs)),
  fingerprints: { a: fingerprintAt(a, untilUs), b: fingerprintAt(b, untilUs) },
});
