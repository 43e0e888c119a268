// The committee of any height that consensus may ask for, from a source of stakers per epoch and one of block hashes.
// Source: crates/apollo_staking (CommitteeProvider); protocol.md 6.1-6.2. Committees are memoised per epoch: a pure function of its stakers.
import type { Felt } from '../base/felt.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Committee } from '../types/consensus.ts';
import type { Height } from '../types/ids.ts';
import { createCommittee, epochOf, seedBlockOf, type CommitteeError, type Staking } from './committee.ts';
import type { HeightCommittee, VirtualSelection } from './proposer.ts';

type CommitteeSource = {
  readonly staking: Staking;
  /** The last committed block. */
  readonly latestBlock: () => Height;
  /** Null: not known. Asked for only when there is a lottery. */
  readonly blockHashAt: (height: Height) => Felt | null;
  /** `use_only_actual_proposer_selection` of a height. */
  readonly isActualOnly: (height: Height) => boolean;
};

/** The committee of a height with its proposers, or why there is none. */
export type CommitteeLookup = (height: Height) => Result<HeightCommittee, CommitteeError>;

/** A lookup over `source`. */
export const createCommitteeLookup = (source: CommitteeSource): CommitteeLookup => {
  const { epochLength, committeeSize, stakersAt } = source.staking;
  const known = new Map<number, Result<Committee, CommitteeError>>();
  const committeeOf = (epoch: number): Result<Committee, CommitteeError> => {
    const committee = known.get(epoch) ?? createCommittee(stakersAt(epoch), committeeSize);
    known.set(epoch, committee);
    return committee;
  };
  const selectionOf = (epoch: number, height: Height): VirtualSelection => {
    if (source.isActualOnly(height)) return { kind: 'actual' };
    const block = seedBlockOf(epoch, epochLength);
    if (block === null) return { kind: 'lottery', seed: null };
    const seed = source.blockHashAt(block);
    return seed === null ? { kind: 'unknown' } : { kind: 'lottery', seed };
  };
  return (height) => {
    const epoch = epochOf(height, source.latestBlock(), epochLength);
    if (!epoch.ok) return err(epoch.error);
    const committee = committeeOf(epoch.value);
    return committee.ok ? ok({ committee: committee.value, selection: selectionOf(epoch.value, height) }) : err(committee.error);
  };
};
