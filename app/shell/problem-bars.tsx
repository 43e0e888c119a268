// What became of the workers: one lost, the run brought back, moved to others, halted. Loaded with the first of them. A loss stays until it is dismissed,
// beside the word that the run is back.
import type { ReactElement } from 'react';
import type { Problem } from '../../workers/api.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { openDialog } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { Bar } from './notices.tsx';

const TONES = {
  worker_lost: 'bad',
  run_halted: 'bad',
  worker_recovered: 'good',
  hosts_moved: 'good',
  kernel_refused: 'plain',
  engine_missing: 'bad',
  start_replaced: 'bad',
} as const;

const dismiss = (problem: Problem): void =>
  useRun.setState(({ problems }) => ({ problems: problems.filter((other) => other !== problem) }));

export const ProblemBars = (): ReactElement => {
  const t = useT();
  const problems = useRun((s) => s.problems);
  return (
    <>
      {problems.map((problem) => (
        <Bar key={problem.kind} tone={TONES[problem.kind]} testId={`problem-${problem.kind}`} onClose={() => dismiss(problem)}>
          {t(`problem.${problem.kind}`, { message: problem.message })}{' '}
          {TONES[problem.kind] === 'bad' && (
            <Button className="!h-6 !px-2 text-xs" onClick={() => openDialog('share')} data-testid="problem-share">
              {t('top.share')}
            </Button>
          )}
        </Bar>
      ))}
    </>
  );
};
