// How long a step of a round lasts: timeout(round) = min(base + delta * round, max).
// Source: crates/apollo_consensus_config (Timeout::get_timeout); protocol.md 1.7.
import type { Step, Timeouts } from '../types/consensus.ts';
import type { Round } from '../types/ids.ts';

/** Microseconds. */
export const timeoutUs = (timeouts: Timeouts, step: Step, round: Round): number => {
  const { baseUs, deltaUs, maxUs } = timeouts[step];
  return Math.min(baseUs + deltaUs * round, maxUs);
};
