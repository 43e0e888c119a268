// Agreement: no two validators decide different values at the same height (Tendermint paper, property "Agreement").
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Check } from './check.ts';

type State = Map<number, { readonly value: string; readonly by: number }>;

export const agreement: Check<State> = {
  name: 'agreement',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'decided') return null;
    const value = feltToHex(event.value);
    const known = state.get(event.height);
    if (known === undefined) {
      state.set(event.height, freeze({ value, by: event.p }));
      return null;
    }
    if (known.value === value) return null;
    return { event, detail: `height ${event.height}: process ${known.by} decided ${known.value}, process ${event.p} decided ${value}` };
  },
};
