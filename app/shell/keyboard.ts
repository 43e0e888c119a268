// The keyboard (experience.md D6). Single keys can be changed and switched off in the help (WCAG 2.1.4) and are never taken from a field; the command
// palette opens with Ctrl or Command and K from everywhere. Alt with a step keeps it in the selected validator.
import { useRun } from '../store/run.ts';
import { useSettings } from '../store/settings.ts';
import { openDialog, selectValidator, useUi } from '../store/ui.ts';
import { takeStep } from '../store/way.ts';
import { actionOfKey, keyOfEvent } from './keymap.ts';

const digitAction = (key: string): (() => void) | null =>
  /^[1-9]$/.test(key) && Number(key) <= useRun.getState().view.cards.length ? () => selectValidator(Number(key) - 1) : null;

/** True where a key already means something: typing, choosing, moving inside a widget. */
const isTaken = (event: KeyboardEvent): boolean => {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type="range"]), textarea, select, [contenteditable]')) return true;
  if (event.key === ' ' || event.key === 'Enter') return target.closest('button, summary, [role="tab"], a') !== null;
  if (event.key.startsWith('Arrow') || event.key === 'Home') return target.closest('[role="tablist"], [role="list"], input') !== null;
  return false;
};

const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';

const actionOf = (event: KeyboardEvent): (() => void) | null => {
  const action = actionOfKey(useSettings.getState().keys, keyOfEvent(event));
  if (!event.altKey) return action?.run ?? digitAction(event.key);
  const unit = action?.unit;
  return unit === undefined ? null : () => takeStep(unit[0], unit[1], true);
};

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || useUi.getState().dialog !== null) return;
  if (isPaletteKey(event)) {
    event.preventDefault();
    openDialog('palette');
    return;
  }
  if (event.ctrlKey || event.metaKey || !useSettings.getState().shortcuts || isTaken(event)) return;
  const action = actionOf(event);
  if (action === null) return;
  event.preventDefault();
  action();
};

export const startKeyboard = (): void => addEventListener('keydown', onKey);
