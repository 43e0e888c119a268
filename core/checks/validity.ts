// Validity: a validator decides only what its own batcher built or executed and found equal (valid(v) of the Tendermint paper, line 49).
// What it found valid is remembered until it decides that height or a later one.
import { feltToHex } from '../base/felt.ts';
import type { Check } from './check.ts';

/** process -> height -> values that it found valid. */
type State = Map<number, Map<number, Set<string>>>;

export const validity: Check<State> = {
  name: 'validity',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind === 'build_finished' || event.kind === 'validation_finished') {
      if (event.value !== null) valuesOf(state, event.p, event.height).add(feltToHex(event.value));
      return null;
    }
    if (event.kind !== 'decided') return null;
    const value = feltToHex(event.value);
    const isValid = state.get(event.p)?.get(event.height)?.has(value) ?? false;
    const heights = state.get(event.p);
    if (heights !== undefined) for (const height of heights.keys()) if (height <= event.height) heights.delete(height);
    return isValid ? null : { event, detail: `height ${event.height}: process ${event.p} decided ${value} without having found it valid` };
  },
};

const valuesOf = (state: State, process: number, height: number): Set<string> => {
  const heights = state.get(process) ?? new Map<number, Set<string>>();
  const values = heights.get(height) ?? new Set<string>();
  state.set(process, heights.set(height, values));
  return values;
};
