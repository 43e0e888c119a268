// The keyboard map (experience.md D6). Single keys can be switched off in the help (WCAG 2.1.4) and are never taken from a field.
import type { StepUnit } from '../../core/view/steps.ts';
import { nextSpeed } from '../store/pace.ts';
import { run, useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { openDialog, selectValidator, showScreen, toggleDrawer, useUi } from '../store/ui.ts';

/** Keys as they stand in the help: key, then the name of the message that says what it does. */
export const SHORTCUTS = [
  ['Space', 'key.play'],
  ['→ ←', 'key.event'],
  ['⇧→ ⇧←', 'key.message'],
  ['. ,', 'key.phase'],
  ['r R', 'key.round'],
  ['h H', 'key.height'],
  ['[ ]', 'key.speed'],
  ['l', 'key.head'],
  ['Home', 'key.start'],
  ['1 – 9', 'key.validator'],
  ['t', 'key.timeline'],
  ['f', 'key.faults'],
  ['s', 'key.send'],
  ['z Z', 'key.undo'],
  ['?', 'key.help'],
  ['Esc', 'key.escape'],
] as const;

const forward = (unit: StepUnit) => (): void => run.stepForward(unit);
const back = (unit: StepUnit) => (): void => run.stepBack(unit);
const speed = (by: 1 | -1) => (): void => run.setSpeed(nextSpeed(useRun.getState().speed, by));

const ACTIONS: Readonly<Record<string, () => void>> = {
  ' ': () => (useRun.getState().playing ? run.pause() : run.play()),
  ArrowRight: forward('event'),
  ArrowLeft: back('event'),
  'Shift+ArrowRight': forward('message'),
  'Shift+ArrowLeft': back('message'),
  '.': forward('phase'),
  ',': back('phase'),
  r: forward('round'),
  R: back('round'),
  h: forward('height'),
  H: back('height'),
  '[': speed(-1),
  ']': speed(1),
  l: () => run.jumpToHead(),
  Home: () => run.seekStep(0),
  t: () => showScreen(useUi.getState().screen === 'timeline' ? 'stage' : 'timeline'),
  f: () => toggleDrawer('faults'),
  s: () => toggleDrawer('send'),
  z: () => run.undo(),
  Z: () => run.redo(),
  '?': () => openDialog('help'),
  Escape: () => (useUi.getState().screen === 'timeline' ? showScreen('stage') : selectValidator(null)),
};

const digitAction = (key: string): (() => void) | null =>
  /^[1-9]$/.test(key) && Number(key) <= useRun.getState().view.cards.length ? () => selectValidator(Number(key) - 1) : null;

/** True where a key already means something: typing, choosing, moving inside a widget. */
const isTaken = (event: KeyboardEvent): boolean => {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type="range"]), textarea, select, [contenteditable]')) return true;
  if (event.key === ' ') return target.closest('button, summary, [role="tab"], a') !== null;
  if (event.key.startsWith('Arrow') || event.key === 'Home') return target.closest('[role="tablist"], [role="list"], input') !== null;
  return false;
};

const onKey = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!useSettings.getState().shortcuts || useUi.getState().dialog !== null || isTaken(event)) return;
  const shifted = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key;
  const action = (Object.hasOwn(ACTIONS, shifted) ? ACTIONS[shifted] : undefined) ?? digitAction(event.key);
  if (action === undefined || action === null) return;
  event.preventDefault();
  action();
};

export const startKeyboard = (): void => addEventListener('keydown', onKey);
