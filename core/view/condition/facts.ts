// What a condition asks that no picture holds: in which steps validators came to different results, and from when on a check is red. Found once per search.
import type { Felt } from '../../base/felt.ts';
import type { LogEvent } from '../../log/event.ts';
import { validatorOf } from '../../types/ids.ts';
import { type Timeline, indexOfEvent, stepOfEvent } from '../timeline.ts';
import type { EventOf } from '../view.ts';
import type { Differing } from './syntax.ts';

/** The first violation of a check, as the director reports it; `eventId` names the event. */
export type Red = { readonly name: string; readonly eventId: string };

export type Facts = {
  /** Steps (from 0) in which a result differs from what another validator had. */
  readonly differing: Readonly<Record<Differing, ReadonlySet<number>>>;
  /** Checks, and the cursor from which on each is red. */
  readonly reds: readonly { readonly name: string; readonly cursor: number }[];
};

type Result = { readonly what: Differing; readonly key: string; readonly value: Felt };

/** Executions by validator and proposal, to know of which round each is. */
type Rounds = Map<string, string>;

const remember = (
  rounds: Rounds,
  event: Pick<EventOf<'build_started' | 'validation_started'>, 'p' | 'proposalId' | 'height' | 'round'>,
): void => {
  rounds.set(`${validatorOf(event.p)}/${event.proposalId}`, `${event.height}/${event.round}`);
};

const resultOf = (event: LogEvent, rounds: Rounds): Result | null => {
  if (event.kind === 'block_committed') return { what: 'commitments', key: `block ${event.height}`, value: event.partialBlockHash };
  if (event.kind === 'decided') return { what: 'decisions', key: String(event.height), value: event.value };
  if (event.kind === 'block_root') return { what: 'roots', key: String(event.height), value: event.stateRoot };
  if (event.kind !== 'proposal_executed') return null;
  const round = rounds.get(`${validatorOf(event.p)}/${event.proposalId}`);
  return round === undefined ? null : { what: 'commitments', key: round, value: event.partialBlockHash };
};

/** What the whole log says; `reds` from the checks. */
export const factsOf = (line: Timeline, reds: readonly Red[]): Facts => {
  const differing: Record<Differing, Set<number>> = { commitments: new Set(), decisions: new Set(), roots: new Set() };
  const first = new Map<string, Felt>();
  const rounds: Rounds = new Map();
  for (const [i, event] of line.events.entries()) {
    if (event === undefined) continue;
    if (event.kind === 'build_started' || event.kind === 'validation_started') remember(rounds, event);
    const result = resultOf(event, rounds);
    if (result === null) continue;
    const key = `${result.what} ${result.key}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, result.value);
    else if (known !== result.value) differing[result.what].add(stepOfEvent(line, i));
  }
  const known = reds.flatMap(({ name, eventId }) => {
    const at = indexOfEvent(line, eventId);
    return at === null ? [] : [{ name, cursor: stepOfEvent(line, at) + 1 }];
  });
  return { differing, reds: known };
};
