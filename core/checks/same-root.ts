// Same root: what is computed after a decision is equal too: validators that committed the same height report the same state root and block hash.
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

type State = Map<number, { readonly value: string; readonly by: number }>;

export const sameRoot: Check<State> = {
  name: 'same_root',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'block_root') return null;
    const value = `${feltToHex(event.stateRoot)}, ${feltToHex(event.blockHash)}`;
    const by = validatorOf(event.p);
    const known = state.get(event.height);
    if (known === undefined) {
      state.set(event.height, freeze({ value, by }));
      return null;
    }
    if (known.value === value) return null;
    return {
      event,
      detail: `height ${event.height}, state root and block hash: validator ${known.by} has ${known.value}, validator ${by} has ${value}`,
    };
  },
};
