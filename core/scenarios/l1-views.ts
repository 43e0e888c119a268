// Different views of L1, after the incident of 2025-09-02: one sequencer sees a message from L1 that the others do not see yet. Whenever it proposes the
// message they reject the block, and the next proposer goes on without it.
import { ofSpec } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const l1Views: Scenario = ofSpec('l1-views', {
  l1DelayUs: [0, 90 * 1_000_000, 90 * 1_000_000, 90 * 1_000_000],
  deposits: [{ atUs: -72 * 1_000_000, account: 9, milliStrk: 5_000 }],
});
