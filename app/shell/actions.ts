// Every action that has a key: the one table that keyboard, help and command palette read. What has no key is in palette/all-actions.ts.
import type { StepUnit } from '../../core/view/steps.ts';
import { nextSpeed } from '../store/pace.ts';
import { run, useRun } from '../store/run.ts';
import { redo, undo } from '../store/undo.ts';
import { openDialog, selectValidator, showScreen, toggleDrawer, useUi } from '../store/ui.ts';
import { takeStep, useWay } from '../store/way.ts';

/** `key` as in KeyboardEvent.key, `Shift+` in front of named keys; what it is called has the message key `action.<id>`. */
type Row<Id extends string> = {
  readonly id: Id;
  readonly key: string;
  readonly run: () => void;
  readonly unit?: readonly [StepUnit, 1 | -1];
};

const step = <const Id extends string>(id: Id, key: string, unit: StepUnit, direction: 1 | -1): Row<Id> => ({
  id,
  key,
  run: () => takeStep(unit, direction),
  unit: [unit, direction],
});
const speed = (by: 1 | -1) => (): void => run.setSpeed(nextSpeed(useRun.getState().speed, by));

export const ACTIONS = [
  { id: 'play', key: ' ', run: () => (useRun.getState().playing ? run.pause() : run.play()) },
  step('event.forward', 'ArrowRight', 'event', 1),
  step('event.back', 'ArrowLeft', 'event', -1),
  step('message.forward', 'Shift+ArrowRight', 'message', 1),
  step('message.back', 'Shift+ArrowLeft', 'message', -1),
  step('phase.forward', '.', 'phase', 1),
  step('phase.back', ',', 'phase', -1),
  step('round.forward', 'r', 'round', 1),
  step('round.back', 'R', 'round', -1),
  step('height.forward', 'h', 'height', 1),
  step('height.back', 'H', 'height', -1),
  { id: 'until', key: 'u', run: () => useWay.setState({ untilOpen: true }) },
  { id: 'slower', key: '[', run: speed(-1) },
  { id: 'faster', key: ']', run: speed(1) },
  { id: 'head', key: 'l', run: () => run.jumpToHead() },
  { id: 'start', key: 'Home', run: () => run.seekStep(0) },
  { id: 'timeline', key: 't', run: () => showScreen(useUi.getState().screen === 'timeline' ? 'stage' : 'timeline') },
  { id: 'faults', key: 'f', run: () => toggleDrawer('faults') },
  { id: 'branches', key: 'b', run: () => toggleDrawer('branches') },
  { id: 'stake', key: 'k', run: () => toggleDrawer('stake') },
  { id: 'send', key: 's', run: () => toggleDrawer('send') },
  { id: 'undo', key: 'z', run: undo },
  { id: 'redo', key: 'Z', run: redo },
  { id: 'help', key: '?', run: () => openDialog('help') },
  { id: 'escape', key: 'Escape', run: () => (useUi.getState().screen === 'timeline' ? showScreen('stage') : selectValidator(null)) },
] as const satisfies readonly Row<string>[];

export type ActionId = (typeof ACTIONS)[number]['id'];
export type Action = Row<ActionId>;
