// What lies between two points of the run: for each validator how much it did, and what is different about it afterwards.
import { CONSENSUS_SLOT, slotOf, validatorOf } from '../../types/ids.ts';
import type { ConsensusCard } from '../consensus-card.ts';
import { shortFelt } from '../format.ts';
import { type Timeline, eventsOfStep, viewAt } from '../timeline.ts';

type Change = {
  readonly what: 'phase' | 'lock' | 'decided' | 'running';
  /** Texts that read the same in every language. */
  readonly before: string;
  readonly after: string;
};

export type NodeDifference = {
  readonly validator: number;
  /** Steps of its consensus process and of its batchers. */
  readonly consensus: number;
  readonly batcher: number;
  readonly sent: number;
  readonly received: number;
  readonly changes: readonly Change[];
};

const NOTHING = '–';
const phaseOf = (card: ConsensusCard): string =>
  card.height === null ? NOTHING : `H${card.height} R${card.round ?? NOTHING} ${card.step ?? NOTHING}`;
const lockOf = ({ locked }: ConsensusCard): string => (locked === null ? NOTHING : `R${locked.round} ${shortFelt(locked.value)}`);
const decidedOf = ({ decidedHeight }: ConsensusCard): string => (decidedHeight === null ? NOTHING : `H${decidedHeight}`);
const runningOf = ({ running }: ConsensusCard): string => (running ? '●' : '✕');

const changesOf = (before: ConsensusCard, after: ConsensusCard): readonly Change[] => {
  const all: readonly Change[] = [
    { what: 'phase', before: phaseOf(before), after: phaseOf(after) },
    { what: 'lock', before: lockOf(before), after: lockOf(after) },
    { what: 'decided', before: decidedOf(before), after: decidedOf(after) },
    { what: 'running', before: runningOf(before), after: runningOf(after) },
  ];
  return all.filter((change) => change.before !== change.after);
};

/** The steps (a, b]: all after step `a` up to and with step `b`. */
export const differenceBetween = (line: Timeline, a: number, b: number): readonly NodeDifference[] => {
  const [before, after] = [viewAt(line, a + 1), viewAt(line, b + 1)];
  const counts = before.cards.map(() => ({ consensus: 0, batcher: 0, sent: 0, received: 0 }));
  for (let step = a + 1; step <= b; step++) {
    const events = eventsOfStep(line, step);
    const opening = events[0];
    const count = opening === undefined ? undefined : counts[validatorOf(opening.p)];
    if (opening === undefined || count === undefined) continue;
    count[slotOf(opening.p) === CONSENSUS_SLOT ? 'consensus' : 'batcher']++;
    for (const event of events) {
      if (event.kind === 'frame_sent') count.sent += event.targets.length;
      if (event.kind === 'frame_delivered') count.received++;
    }
  }
  return before.cards.flatMap((card, validator) => {
    const [count, now] = [counts[validator], after.cards[validator]];
    return count === undefined || now === undefined ? [] : [{ validator, ...count, changes: changesOf(card.consensus, now.consensus) }];
  });
};
