// A proposer whose stream never leaves its edge: it builds, votes and decides like everyone, but nobody hears its proposal.
import { type Rewrite, mapParts } from './rewrite.ts';

/** Drops the parts of own proposals. */
export const quietProposer: Rewrite<'quiet_proposer'> = ({ height }, effects) => mapParts(effects, height, () => []);
