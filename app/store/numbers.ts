// What tells a run at the cursor: its fingerprint, and how many validators there are, how much weight may be faulty, how much is a quorum.
import { useMemo } from 'react';
import { quorumWeight } from '../../core/view/tally.ts';
import { shownFingerprint, useRun } from './run.ts';

type Numbers = { readonly n: number; readonly f: string; readonly quorum: string };

/** Of the first validator's height; weights as decimal text. */
export const useNumbers = (): Numbers => {
  const n = useRun((s) => s.view.network.validators);
  const consensus = useRun((s) => s.view.cards[0]?.consensus ?? null);
  const total = consensus?.committee?.totalWeight ?? BigInt(n);
  const quorum = consensus?.quorum ?? 'byzantine';
  // With a quorum of more than half, two quorums may meet in a single liar: none is tolerated.
  const faulty = quorum === 'byzantine' ? (total - 1n) / 3n : 0n;
  return { n, f: String(faulty), quorum: String(quorumWeight(total, quorum)) };
};

/** 32 hex digits; null while the log is not complete up to the cursor. */
export const useFingerprint = (): string | null => {
  const us = useRun((state) => Math.floor(state.us));
  const line = useRun((state) => state.line);
  const headUs = useRun((state) => state.headUs);
  const reruns = useRun((state) => state.reruns);
  const recorded = useRun((state) => state.recorded);
  return useMemo(() => shownFingerprint({ us, line, headUs, reruns, recorded }), [us, line, headUs, reruns, recorded]);
};
