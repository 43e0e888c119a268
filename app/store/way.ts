// How the visitor steps: with or without staying in one validator, along something that is followed, until a condition. Never part of a run. What these
// ways cost is loaded with the first such step.
import { create } from 'zustand';
import type { Followed } from '../../core/view/follow.ts';
import type { StepUnit } from '../../core/view/steps.ts';
import { run } from './run.ts';
import { changeStageView } from './stage-view.ts';
import { useUi } from './ui.ts';

type Way = {
  /** Steps stay in the selected validator. */
  readonly only: boolean;
  readonly followed: Followed | null;
  /** The field of the condition is open. */
  readonly untilOpen: boolean;
  readonly condition: string;
};

export const useWay = create<Way>()(() => ({ only: false, followed: null, untilOpen: false, condition: '' }));

/** One step by a unit, the way that is chosen; `alone`: in the selected validator, chosen or not. */
export const takeStep = (unit: StepUnit, direction: 1 | -1, alone = false): void => {
  const { only, followed } = useWay.getState();
  const validator = only || alone ? useUi.getState().validator : null;
  if (validator === null && followed === null) {
    if (direction === 1) run.stepForward(unit);
    else run.stepBack(unit);
    return;
  }
  void import('./stepping.ts').then(({ stepAlong }) => stepAlong({ unit, validator, followed }, direction));
};

/** Follows something with steps, sentences and camera; null: nothing any more. */
export const follow = (followed: Followed | null): void => {
  useWay.setState({ followed });
  changeStageView({ follow: followed?.kind === 'transaction' ? { kind: 'transaction', id: followed.hash } : followed });
};
