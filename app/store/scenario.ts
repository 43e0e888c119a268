// Opening scenarios from the page, and what the open one is called.
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import type { Translate } from '../messages/translate.ts';
import type { RunState } from './run-state.ts';
import { run, useRun } from './run.ts';
import { changeStageView } from './stage-view.ts';

/** The address names no link any more, nor does the camera stand where one wanted it: what opens is not what it described. */
const leaveLink = (): void => {
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  changeStageView({ aim: null });
};
const thenPlay = (opened: Promise<void>): void => void opened.then(() => run.play());

/** Opens a scenario of the catalogue by its name, options included, and plays it. */
export const openScenario = (name: string, seed: number = useRun.getState().seed): void => {
  leaveLink();
  thenPlay(run.openScenario(name, seed));
};

/** Opens a scenario of one's own, which has been checked, and plays it. */
export const openSpec = (spec: ScenarioSpec, seed: number): void => {
  leaveLink();
  thenPlay(run.openSpec(spec, seed));
};

const SEED_MAX = 0xffff_ffff;

/** The seed that a text names; null when it names none. */
export const readSeed = (text: string): number | null => (/^\d{1,10}$/.test(text) && Number(text) <= SEED_MAX ? Number(text) : null);

/** Opens the present scenario again, from its beginning, with this seed. */
export const reopen = (seed: number = useRun.getState().seed): void => {
  const { spec, scenario, run: open } = useRun.getState();
  if (spec === null) openScenario(open?.scenario ?? scenario, seed);
  else openSpec(spec, seed);
};

/** What the open scenario is called; a title of one's own is shown as it is. */
export const scenarioTitle = (t: Translate, { spec, scenario }: Pick<RunState, 'spec' | 'scenario'>): string =>
  spec === null ? t(`scenario.${scenario}.title`) : spec.title === '' ? t('scenario.custom') : spec.title;
