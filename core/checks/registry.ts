// All live properties, and the board that runs them over a log. Each has a test with a deliberately broken validator that it must catch.
import { clonePlain } from '../base/plain.ts';
import type { LogEvent } from '../log/event.ts';
import { agreement } from './agreement.ts';
import type { Check, CheckName, Violation } from './check.ts';
import { chain } from './chain.ts';
import { decidedIsCommitted } from './decided-is-committed.ts';
import { decisionQuorum } from './decision-quorum.ts';
import { equalCommitments } from './equal-commitments.ts';
import { lockRule } from './lock-rule.ts';
import { oneVote } from './one-vote.ts';
import { progress } from './progress.ts';
import { sameRoot } from './same-root.ts';
import { validity } from './validity.ts';

const row = <S>(check: Check<S>): Check<unknown> => ({
  name: check.name,
  create: check.create,
  step: (state, event) => check.step(state as S, event),
});

export const CHECKS: readonly Check<unknown>[] = [
  row(agreement),
  row(validity),
  row(oneVote),
  row(lockRule),
  row(decisionQuorum),
  row(decidedIsCommitted),
  row(equalCommitments),
  row(sameRoot),
  row(chain),
  row(progress),
];

/** Plain data: per check its state and its first violation. */
export type CheckBoard = Map<CheckName, { readonly state: unknown; violation: Violation | null }>;

export const createBoard = (): CheckBoard => new Map(CHECKS.map((check) => [check.name, { state: check.create(), violation: null }]));

/** Feeds events in total order; a check stops at its first violation. */
export const feedBoard = (board: CheckBoard, events: readonly LogEvent[]): void => {
  for (const check of CHECKS) {
    const entry = board.get(check.name);
    if (entry === undefined) continue;
    for (const event of events) {
      if (entry.violation !== null) break;
      entry.violation = check.step(entry.state, event);
    }
  }
};

export const cloneBoard = (board: CheckBoard): CheckBoard => clonePlain(board);
