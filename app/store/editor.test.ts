// What the editor begins with: shipped scenarios with their options, and the run as a scenario.
import { afterEach, expect, test, vi } from 'vitest';
import { crashOf } from '../../core/net/fault-fields.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { beginWith, recorded, specOf, swapBack, useEditor } from './editor.ts';

vi.mock('./run.ts', () => ({ run: {}, useRun: {} }));

afterEach(() => {
  useEditor.setState({ text: null, before: null });
});

test('editor: a name with options is a spec with them', async () => {
  expect(await specOf('all-well:7+seed-stream+remote+batchers-3')).toMatchObject({
    validators: 7,
    bridge: { preset: 'remote', transport: 'seed-stream' },
    batchers: { instances: 3 },
  });
  expect(await specOf('no-such')).toBeNull();
});

test('editor: what was done stands among what the scenario does, in order of time', async () => {
  const base = await specOf('partition-heals');
  if (base === null) throw new Error('it is shipped');
  const t = toTimeUs((base.interventions[0]?.t ?? 0) + 1);
  const done = [{ t, kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(0)) }] as const;
  const { interventions, ...rest } = recorded(base, done);
  expect(interventions.length).toBe(base.interventions.length + 1);
  expect(interventions).toContainEqual(done[0]);
  expect(interventions.map((item) => item.t)).toEqual(interventions.map((item) => item.t).toSorted((a, b) => a - b));
  expect({ ...rest, interventions: base.interventions }).toEqual(base);
});

test('editor: beginning with something else keeps the text before, to go back and forth', () => {
  beginWith('a');
  expect(useEditor.getState()).toMatchObject({ text: 'a', before: null });
  beginWith('b');
  swapBack();
  expect(useEditor.getState()).toMatchObject({ text: 'a', before: 'b' });
  swapBack();
  expect(useEditor.getState().text).toBe('b');
});
