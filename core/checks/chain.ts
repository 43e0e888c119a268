// Chain: a batcher commits heights without a gap, and the block hash of a height names that of the height before as its parent. A batcher that lost its
// storage or reverted a block may commit lower heights again.
import { type Felt, feltToHex } from '../base/felt.ts';
import type { Check } from './check.ts';

type Tip = { committed: number; rooted: number; hash: Felt | null };
/** Process -> its newest block. */
type State = Map<number, Tip>;

export const chain: Check<State> = {
  name: 'chain',
  create: () => new Map(),
  step: (state, event) => {
    if (event.kind !== 'block_committed' && event.kind !== 'block_root') return null;
    const tip = state.get(event.p) ?? { committed: 0, rooted: 0, hash: null };
    state.set(event.p, tip);
    if (event.kind === 'block_committed') {
      const expected = tip.committed + 1;
      tip.committed = event.height;
      return event.height <= expected
        ? null
        : { event, detail: `process ${event.p} committed height ${event.height} after ${expected - 1}` };
    }
    const { rooted, hash } = tip;
    tip.rooted = event.height;
    tip.hash = event.blockHash;
    if (hash === null || event.height !== rooted + 1 || hash === event.parentHash) return null;
    return {
      event,
      detail: `process ${event.p}, height ${event.height}: parent ${feltToHex(event.parentHash)}, block ${rooted} is ${feltToHex(hash)}`,
    };
  },
};
