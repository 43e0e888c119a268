// What the scenario editor holds, and what it can begin with. It outlives the dialog: closing loses nothing. Loaded with the gallery or the editor; the
// shipped specs come with the registry, on demand.
import { create } from 'zustand';
import type { Intervention } from '../../core/sim/intervention.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { run, useRun } from './run.ts';
import { openDialog } from './ui.ts';

type Editor = {
  /** The JSON text; null before the first opening. */
  readonly text: string | null;
  /** What stood there before something else was begun with; null: nothing to go back to. */
  readonly before: string | null;
  /** It is to begin with the scenario that is open. */
  readonly wanted: boolean;
};

export const useEditor = create<Editor>()(() => ({ text: null, before: null, wanted: false }));

export const changeText = (text: string): void => useEditor.setState({ text });

/** Begins with another text; the one before is kept to go back to. */
export const beginWith = (text: string): void =>
  useEditor.setState((old) => ({ text, before: old.text !== null && old.text !== text ? old.text : old.before }));

/** Back to the text before, and forward again. */
export const swapBack = (): void => useEditor.setState(({ text, before }) => (before === null ? {} : { text: before, before: text }));

/** The spec of a scenario of the catalogue, options of its name included; null for an unknown name. */
export const specOf = async (name: string): Promise<ScenarioSpec | null> =>
  (await import('../../core/scenarios/registry.ts')).findScenario(name)?.spec ?? null;

/** A network in which nothing goes wrong, on the Cairo VM (docs/decisions/0013). */
export const calmSpec = async (): Promise<ScenarioSpec> => ({
  ...(await import('../../core/scenarios/spec-world.ts')).CALM_SPEC,
  engine: 'cairo',
});

/** Opens the editor with the scenario of the open run, as it was opened. */
export const showScenario = (): void => {
  useEditor.setState({ wanted: true });
  openDialog('editor');
};

/** That scenario; null before a run is open. */
export const specOfRun = async (): Promise<ScenarioSpec | null> => {
  const { run: open, spec } = useRun.getState();
  return spec ?? (open === null ? null : specOf(open.scenario));
};

/** A spec whose own interventions are those of `base` and what was done by hand, in order of time. */
export const recorded = (base: ScenarioSpec, done: readonly Intervention[]): ScenarioSpec => ({
  ...base,
  interventions: [...base.interventions, ...done].toSorted((a, b) => a.t - b.t),
});

/** The open run as a scenario: its own, with everything that was done to it; null before a run is open. */
export const recordRun = async (): Promise<ScenarioSpec | null> => {
  run.pause();
  const { run: open } = useRun.getState();
  const base = await specOfRun();
  if (open === null) return null;
  return base === null ? null : recorded(base, open.interventions);
};
