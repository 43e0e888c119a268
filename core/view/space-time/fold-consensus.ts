// Records of what a validator believes and decides: phases, timeouts, locks, quorums, decisions, roots, work of the batcher, crashes, faults.
import { type LogEvent, type PaperLine, logEventId } from '../../log/event.ts';
import { type ProcessId, validatorOf } from '../../types/ids.ts';
import { type EventOf, type Handlers, applyHandlers } from '../view.ts';
import type { Diagram } from './diagram.ts';
import type { Place, PointMark, PointName, QuorumMark, TimeoutMark } from './primitives.ts';
import { addPrimitive, closeSpan, openSpan } from './spans.ts';

type Fold = { readonly diagram: Diagram; readonly at: Place };

const STEPS = ['propose', 'prevote', 'precommit'] as const;

/** Ends timeouts of `p` that `isOver` names. */
const endTimeouts = ({ diagram, at }: Fold, p: ProcessId, end: 'fired' | 'void', isOver: (timeout: TimeoutMark) => boolean): void => {
  for (const [key, made] of diagram.open) {
    if (made.kind !== 'timeout' || made.p !== p || !isOver(made)) continue;
    made.end = end;
    closeSpan(diagram, key, at);
  }
};

const addPoint = (fold: Fold, event: LogEvent, name: PointName, more: Partial<Pick<PointMark, 'height' | 'round' | 'vote'>> = {}): Fold => {
  const made: PointMark = {
    kind: 'point',
    id: name === 'fault_on' ? `${logEventId(event)}#on` : logEventId(event),
    p: event.p,
    at: fold.at,
    name,
    height: null,
    round: null,
    vote: null,
    ...more,
  };
  addPrimitive(fold.diagram, made);
  return fold;
};

const enterPhase = (fold: Fold, event: EventOf<'step_entered' | 'round_entered'>, step: (typeof STEPS)[number]): void => {
  const { diagram, at } = fold;
  const { p, height, round } = event;
  endTimeouts(fold, p, 'void', (timeout) => {
    if (timeout.height !== height || timeout.round !== round) return timeout.height < height || timeout.round < round;
    return STEPS.indexOf(timeout.of) < STEPS.indexOf(step);
  });
  openSpan(diagram, `phase/${p}`, { kind: 'phase', id: `${logEventId(event)}#phase`, p, at, to: null, height, round, step });
};

const enterRound = (fold: Fold, event: EventOf<'round_entered'>): Fold => {
  const { diagram, at } = fold;
  const { height, round } = event;
  const top = diagram.rounds.at(-1);
  if (top === undefined || height > top.height || (height === top.height && round > top.round))
    diagram.rounds.push({ height, round, ...at });
  enterPhase(fold, event, 'propose');
  return addPoint(fold, event, 'round', { height, round });
};

/** What ends with a height at one validator. */
const endHeight = (fold: Fold, p: ProcessId): void => {
  endTimeouts(fold, p, 'void', () => true);
  closeSpan(fold.diagram, `phase/${p}`, fold.at);
  closeSpan(fold.diagram, `lock/${p}`, fold.at);
  for (const key of fold.diagram.votes.keys()) if (key.startsWith(`${p}/`)) fold.diagram.votes.delete(key);
};

type VoteKey = { readonly p: number; readonly height: number; readonly round: number; readonly of: string; readonly value: bigint | null };
const voteKey = ({ p, height, round, of, value }: VoteKey): string => `${p}/${height}/${round}/${of}/${value === null ? 'nil' : value}`;

const countVote = ({ diagram, at }: Fold, event: EventOf<'vote_received' | 'vote_cast'>): void => {
  const key = voteKey({ ...event, of: event.voteType, value: event.commitment });
  const votes = diagram.votes.get(key);
  if (votes === undefined) diagram.votes.set(key, [at]);
  else votes.push(at);
};

/** Lines of the paper that a quorum of votes makes true, and of which; `any`: whatever the votes are for. */
const QUORUM_LINES: Readonly<Partial<Record<PaperLine, { readonly of: 'prevote' | 'precommit'; readonly any: boolean }>>> = {
  L34: { of: 'prevote', any: true },
  L36: { of: 'prevote', any: false },
  L44: { of: 'prevote', any: false },
  L47: { of: 'precommit', any: true },
  L49: { of: 'precommit', any: false },
};

/** The votes are causes too: without them the rule would not have fired. */
const addParents = (diagram: Diagram, step: number, votes: readonly Place[]): void => {
  const known = diagram.parents[step] ?? [];
  const added = [...new Set(votes.map((vote) => vote.step))].filter((from) => from < step && !known.includes(from));
  if (added.length === 0) return;
  diagram.parents[step] = [...known, ...added].toSorted((a, b) => a - b);
  for (const from of added) diagram.children[from]?.push(step);
};

const fireRule = (fold: Fold, event: EventOf<'rule_fired'>): Fold => {
  const quorum = QUORUM_LINES[event.line];
  if (quorum === undefined) return fold;
  const { diagram, at } = fold;
  const { p, height, round, value } = event;
  const prefix = `${p}/${height}/${round}/${quorum.of}/`;
  const votes = quorum.any
    ? [...diagram.votes].filter(([key]) => key.startsWith(prefix)).flatMap(([, places]) => places)
    : (diagram.votes.get(voteKey({ p, height, round, of: quorum.of, value })) ?? []);
  addParents(diagram, at.step, votes);
  if (quorum.any || votes.length === 0) return fold;
  const made: QuorumMark = {
    kind: 'quorum',
    id: logEventId(event),
    p,
    at,
    of: quorum.of,
    nil: value === null,
    height,
    round,
    votes: [...votes],
  };
  addPrimitive(diagram, made, votes[0]?.step ?? at.step, at.step);
  return fold;
};

const schedule = (fold: Fold, event: EventOf<'timeout_scheduled'>): Fold => {
  const { p, step: of, height, round } = event;
  openSpan(fold.diagram, `timeout/${p}/${of}/${height}/${round}`, {
    kind: 'timeout',
    id: logEventId(event),
    p,
    at: fold.at,
    to: null,
    of,
    height,
    round,
    due: event.at,
    end: 'pending',
  });
  return fold;
};

const TIMEOUTS = { timeout_propose: 'propose', timeout_prevote: 'prevote', timeout_precommit: 'precommit' } as const;

const fireTimer = (fold: Fold, event: EventOf<'timer_fired'>): Fold => {
  const of = Object.hasOwn(TIMEOUTS, event.timer) ? TIMEOUTS[event.timer as keyof typeof TIMEOUTS] : null;
  endTimeouts(fold, event.p, 'fired', (made) => made.of === of && made.height === event.height && made.round === event.round);
  return fold;
};

const setWork = (fold: Fold, event: EventOf<'batcher_state'>): Fold => {
  const { p, state, height } = event;
  closeSpan(fold.diagram, `work/${p}`, fold.at);
  if (state !== 'idle')
    openSpan(fold.diagram, `work/${p}`, { kind: 'work', id: logEventId(event), p, at: fold.at, to: null, work: state, height });
  return fold;
};

const crash = (fold: Fold, event: EventOf<'crashed'>): Fold => {
  const { diagram, at } = fold;
  endHeight(fold, event.p);
  closeSpan(diagram, `work/${event.p}`, at);
  for (const [key, made] of diagram.open) if (made.kind === 'work' && made.p === event.p) closeSpan(diagram, key, at);
  openSpan(diagram, `down/${event.p}`, { kind: 'down', id: logEventId(event), p: event.p, at, to: null });
  return fold;
};

/** The newest open fault of this validator that fits; a `fault_off` without a name ends the newest. */
const endFault = ({ diagram, at }: Fold, p: ProcessId, what: string): void => {
  const lane = validatorOf(p);
  const open = [...diagram.open].filter(
    ([, made]) => made.kind === 'fault' && validatorOf(made.p) === lane && (what === '' || made.what === what),
  );
  const key = open.at(-1)?.[0];
  if (key !== undefined) closeSpan(diagram, key, at);
};

const intervene = (fold: Fold, event: EventOf<'intervention_applied'>): Fold => {
  const [deed = '', what = ''] = event.what.split(' ');
  if (deed === 'fault_off') {
    endFault(fold, event.p, what);
    return addPoint(fold, event, 'fault_off');
  }
  if (deed !== 'fault_on') return addPoint(fold, event, 'user');
  const id = logEventId(event);
  openSpan(fold.diagram, `fault/${id}`, { kind: 'fault', id, p: event.p, at: fold.at, to: null, what });
  return addPoint(fold, event, 'fault_on');
};

const HANDLERS: Handlers<Fold> = {
  round_entered: enterRound,
  step_entered: (fold, event) => {
    enterPhase(fold, event, event.step);
    return fold;
  },
  vote_cast: (fold, event) => {
    countVote(fold, event);
    const vote = { of: event.voteType, nil: event.commitment === null };
    return addPoint(fold, event, 'vote', { height: event.height, round: event.round, vote });
  },
  vote_received: (fold, event) => {
    if (event.outcome === 'counted') countVote(fold, event);
    return event.outcome === 'conflict' ? addPoint(fold, event, 'conflict', { height: event.height, round: event.round }) : fold;
  },
  rule_fired: fireRule,
  locked: (fold, event) => {
    const { p, height, round, value } = event;
    openSpan(fold.diagram, `lock/${p}`, { kind: 'lock', id: logEventId(event), p, at: fold.at, to: null, height, round, value });
    return fold;
  },
  timeout_scheduled: schedule,
  timer_fired: fireTimer,
  decided: (fold, event) => {
    endHeight(fold, event.p);
    return addPoint(fold, event, 'decision', { height: event.height, round: event.round });
  },
  height_started: (fold, event) => {
    endHeight(fold, event.p);
    return fold;
  },
  synced: (fold, event) => {
    endHeight(fold, event.p);
    return addPoint(fold, event, 'synced', { height: event.height });
  },
  validation_finished: (fold, event) =>
    event.value === null ? addPoint(fold, event, 'invalid', { height: event.height, round: event.round }) : fold,
  batcher_state: setWork,
  block_committed: (fold, event) => addPoint(fold, event, 'committed', { height: event.height }),
  commitment_started: (fold, event) => {
    const { p, height } = event;
    openSpan(fold.diagram, `root/${p}/${height}`, {
      kind: 'work',
      id: logEventId(event),
      p,
      at: fold.at,
      to: null,
      work: 'committing',
      height,
    });
    return fold;
  },
  block_root: (fold, event) => {
    closeSpan(fold.diagram, `root/${event.p}/${event.height}`, fold.at);
    return addPoint(fold, event, 'root', { height: event.height });
  },
  crashed: crash,
  started: (fold, event) => {
    if (!event.restart) return fold;
    closeSpan(fold.diagram, `down/${event.p}`, fold.at);
    return addPoint(fold, event, 'restart');
  },
  intervention_applied: intervene,
  refused: (fold, event) => addPoint(fold, event, 'refused'),
  bridge_lost: (fold, event) => addPoint(fold, event, 'bridge_lost'),
  bridge_restored: (fold, event) => addPoint(fold, event, 'bridge_restored'),
  peer_dropped: (fold, event) => addPoint(fold, event, 'peer_dropped'),
};

/** Takes in one event of the consensus or batcher process of a validator. */
export const foldConsensus = (diagram: Diagram, event: LogEvent, at: Place): void => {
  applyHandlers(HANDLERS, { diagram, at }, event);
};
