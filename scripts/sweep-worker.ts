// What a thread of the sweep does: one seed, with a kernel of its own.
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { createNodeKernel } from './node-kernel.ts';
import { cheapKernel } from './sweep-cheap-kernel.ts';
import { type ShortResult, sweepShort } from './sweep-short.ts';

const MEMO_ENTRIES = 60_000;
const cheap = memoKernel(cheapKernel(), MEMO_ENTRIES);
const real = memoKernel(createNodeKernel(), MEMO_ENTRIES);

export type ShortTask = { readonly seed: number; readonly beyond: boolean; readonly hashes: 'cheap' | 'real' };

/** What is wrong under cheap hashes is asked again under the real ones: only what they confirm is reported. */
const runTask = ({ seed, beyond, hashes }: ShortTask): ShortResult => {
  const first = sweepShort(seed, hashes === 'cheap' ? cheap : real, beyond);
  return first.outcome === 'safe_and_live' || hashes === 'real' ? first : sweepShort(seed, real, beyond);
};

// oxlint-disable-next-line no-default-export -- piscina calls the default export of a worker file
export default runTask;
