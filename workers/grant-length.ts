// How much virtual time is granted at once. A snapshot is taken at each grant's end, and the page hears of a grant when it is over: a rewind re-runs at most
// one grant. It changes real time only.

const GRANT_US = 1_000_000;
/** Where a run decides its first block: short grants, so that the page hears of it before the workers turn to what follows (roots, the next height). */
const EARLY = { fromUs: 1_000_000, untilUs: 2_000_000, grantUs: 100_000 };

/** Where a grant from `fromUs` ends, on the way to `goalUs`. */
export const grantEnd = (fromUs: number, goalUs: number): number => {
  const isEarly = fromUs >= EARLY.fromUs && fromUs < EARLY.untilUs;
  return Math.min(goalUs, fromUs + (isEarly ? EARLY.grantUs : GRANT_US));
};
