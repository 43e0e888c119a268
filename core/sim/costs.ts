// Virtual costs of work, in microseconds: one table (world.md 7). They are ours: Apollo's real figures depend on machines. Changing one changes
// fingerprints and is a decision note.
import type { Costs } from '../types/settings.ts';

export const COSTS: Costs = {
  gatewayCheckUs: 3_000,
  transactionUs: 1_000,
  perMillionL2GasUs: 10,
  storageCommitUs: 5_000,
  commitmentTaskUs: 40_000,
  commitmentPerLeafUs: 2_000,
  recorderWriteUs: 100_000,
};
