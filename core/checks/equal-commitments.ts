// Equal commitments: honest batchers that committed the same height computed the same partial block hash, and later the same state root and block hash.
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { validatorOf } from '../types/ids.ts';
import type { Check } from './check.ts';

type State = Map<string, { readonly value: string; readonly by: number }>;

export const equalCommitments: Check<State> = {
  name: 'equal_commitments',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'block_committed' && event.kind !== 'block_root') return null;
    const value =
      event.kind === 'block_committed' ? feltToHex(event.partialBlockHash) : `${feltToHex(event.stateRoot)}, ${feltToHex(event.blockHash)}`;
    const what = event.kind === 'block_committed' ? 'partial block hash' : 'state root and block hash';
    const known = state.get(`${event.kind}/${event.height}`);
    const by = validatorOf(event.p);
    if (known === undefined) {
      state.set(`${event.kind}/${event.height}`, freeze({ value, by }));
      return null;
    }
    if (known.value === value) return null;
    return { event, detail: `height ${event.height}, ${what}: validator ${known.by} has ${known.value}, validator ${by} has ${value}` };
  },
};
