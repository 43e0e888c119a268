// Steps that the first load does not need: into one validator, along what is followed, until a condition; and the conditions used last.
import { create } from 'zustand';
import { parseCondition } from '../../core/view/condition/parse.ts';
import { conditionStepper } from '../../core/view/condition/search.ts';
import type { ConditionError } from '../../core/view/condition/syntax.ts';
import { type Way, wayStepper } from '../../core/view/ways.ts';
import { run, useRun } from './run.ts';

export const stepAlong = (way: Way, direction: 1 | -1): void =>
  run.step({ label: way.unit, over: (line) => wayStepper(line, way) }, direction);

/** The condition that a text says for the run that is open. */
export const readCondition = (text: string): ReturnType<typeof parseCondition> => {
  const { validators, followers } = useRun.getState().line;
  return parseCondition(text, { validators, followers: followers.length });
};

/** One step to where the condition becomes true; null when it is under way, else what is wrong with the text. */
export const stepUntil = (text: string, direction: 1 | -1): ConditionError | null => {
  const condition = readCondition(text);
  if (!condition.ok) return condition.error;
  remember(text.trim());
  const over = (line: ReturnType<typeof useRun.getState>['line']) => {
    const reds = useRun
      .getState()
      .checks.flatMap(({ name, violation }) => (violation === null ? [] : [{ name, eventId: violation.eventId }]));
    return conditionStepper(line, condition.value, { name: `until ${text.trim()}`, reds });
  };
  run.step({ label: 'condition', over }, direction);
  return null;
};

// ── the conditions used last ──

const KEY = 'bicameral.conditions';
const KEPT = 8;
const LENGTH_MAX = 400;

const readStored = (): readonly string[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string' && item.length <= LENGTH_MAX).slice(0, KEPT)
      : [];
  } catch {
    return [];
  }
};

/** Newest first. */
export const useConditions = create<{ readonly list: readonly string[] }>()(() => ({ list: readStored() }));

const remember = (text: string): void => {
  const list = [text, ...useConditions.getState().list.filter((old) => old !== text)].slice(0, KEPT);
  useConditions.setState({ list });
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // Full or forbidden: the list then lasts as long as the page.
  }
};
