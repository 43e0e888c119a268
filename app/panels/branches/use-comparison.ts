// The branch that runs against another one: the other is simulated beside it, as far as the head of the one that runs. Where the page no longer holds the
// log of the one that runs from its beginning, that one is simulated again too.
import { useEffect, useState } from 'react';
import { type RunComparison, compareRuns } from '../../../core/view/compare-runs.ts';
import type { Timeline } from '../../../core/view/timeline.ts';
import { type Branch, appliedList } from '../../store/branch-tree.ts';
import { replay } from '../../store/replay.ts';
import { useRun } from '../../store/run.ts';

export type ComparisonState =
  | { readonly kind: 'running'; readonly percent: number }
  | { readonly kind: 'failed'; readonly why: string }
  /** `own` and `other`: whole logs of the branch that runs and of the other one. */
  | { readonly kind: 'done'; readonly comparison: RunComparison; readonly own: Timeline; readonly other: Timeline };

export const useComparison = (other: Branch): ComparisonState => {
  const [state, setState] = useState<ComparisonState>({ kind: 'running', percent: 0 });
  useEffect(() => {
    const { headUs, line, tree } = useRun.getState();
    const untilUs = Math.max(0, headUs - 1);
    const show = (share: number): void => setState({ kind: 'running', percent: Math.floor(100 * share) });
    const second = replay(other.interventions, untilUs, show);
    const isWhole = line.events.length === 0 || line.events[0] !== undefined;
    const first = isWhole ? null : replay(appliedList(tree), untilUs, () => undefined);
    Promise.all([first === null ? line : first.done, second.done]).then(
      ([own, theirs]) => setState({ kind: 'done', own, other: theirs, comparison: compareRuns(own, theirs, untilUs) }),
      (error: unknown) => setState({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      first?.cancel();
      second.cancel();
    };
  }, [other.interventions]);
  return state;
};
