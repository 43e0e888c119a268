// The branch that runs against another one: the other is simulated beside it, as far as the head of the one that runs.
import { useEffect, useState } from 'react';
import { type RunComparison, compareRuns } from '../../../core/view/compare-runs.ts';
import type { Timeline } from '../../../core/view/timeline.ts';
import type { Branch } from '../../store/branch-tree.ts';
import { replay } from '../../store/replay.ts';
import { useRun } from '../../store/run.ts';

export type ComparisonState =
  | { readonly kind: 'running'; readonly percent: number }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'done'; readonly comparison: RunComparison; readonly other: Timeline };

export const useComparison = (other: Branch): ComparisonState => {
  const [state, setState] = useState<ComparisonState>({ kind: 'running', percent: 0 });
  useEffect(() => {
    const { headUs } = useRun.getState();
    const untilUs = Math.max(0, headUs - 1);
    const { done, cancel } = replay(other.interventions, untilUs, (share) =>
      setState({ kind: 'running', percent: Math.floor(100 * share) }),
    );
    done.then(
      (line) => setState({ kind: 'done', other: line, comparison: compareRuns(useRun.getState().line, line, untilUs) }),
      (error: unknown) => setState({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return cancel;
  }, [other.interventions]);
  return state;
};
