// Validity: a validator decides only what its own batcher built or executed and found equal (valid(v) of the Tendermint paper, line 49).
import { feltToHex } from '../base/felt.ts';
import type { Check } from './check.ts';

type State = Set<string>;

export const validity: Check<State> = {
  name: 'validity',
  create: () => new Set(),
  step: (state, event) => {
    if (event.kind === 'build_finished' || event.kind === 'validation_finished') {
      if (event.value !== null) state.add(`${event.p}/${event.height}/${feltToHex(event.value)}`);
      return null;
    }
    if (event.kind !== 'decided' || state.has(`${event.p}/${event.height}/${feltToHex(event.value)}`)) return null;
    return { event, detail: `height ${event.height}: process ${event.p} decided ${feltToHex(event.value)} without having found it valid` };
  },
};
