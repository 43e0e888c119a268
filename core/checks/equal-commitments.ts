// Equal commitments: honest batchers that committed the same height computed the same partial block hash.
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

type State = Map<number, { readonly value: string; readonly by: number }>;

export const equalCommitments: Check<State> = {
  name: 'equal_commitments',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'block_committed') return null;
    const value = feltToHex(event.partialBlockHash);
    const by = validatorOf(event.p);
    const known = state.get(event.height);
    if (known === undefined) {
      state.set(event.height, freeze({ value, by }));
      return null;
    }
    if (known.value === value) return null;
    return {
      event,
      detail: `height ${event.height}, partial block hash: validator ${known.by} has ${known.value}, validator ${by} has ${value}`,
    };
  },
};
