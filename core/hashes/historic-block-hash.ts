// Hashes of blocks before 0.13.2, whose commitments were Pedersen trees of height 64. Source: commitments.md 5 (history). For vectors and comparison with
// old blocks only: the network itself runs block-hash.ts.
import { FELT_ZERO, type Felt, feltFromAscii } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { pedersenMany } from './pedersen-many.ts';

export type HistoricHeader = {
  readonly blockNumber: Felt;
  readonly stateRoot: Felt;
  readonly sequencer: Felt;
  readonly timestamp: Felt;
  readonly transactionCount: Felt;
  readonly transactionCommitment: Felt;
  readonly eventCount: Felt;
  readonly eventCommitment: Felt;
  readonly parentHash: Felt;
};

/** The hash of versions from 0.7 and below 0.13.2: two zeros stand for the version and for what was planned there. */
export const pedersenBlockHash = (kernel: Kernel, header: HistoricHeader): Felt =>
  pedersenMany(kernel, [
    header.blockNumber,
    header.stateRoot,
    header.sequencer,
    header.timestamp,
    header.transactionCount,
    header.transactionCommitment,
    header.eventCount,
    header.eventCommitment,
    FELT_ZERO,
    FELT_ZERO,
    header.parentHash,
  ]);

/** The hash of versions below 0.7: neither sequencer, time nor events are part of it, but the chain is, by its ASCII name. */
export const firstBlockHash = (kernel: Kernel, header: HistoricHeader, chainId: string): Felt =>
  pedersenMany(kernel, [
    header.blockNumber,
    header.stateRoot,
    FELT_ZERO,
    FELT_ZERO,
    header.transactionCount,
    header.transactionCommitment,
    FELT_ZERO,
    FELT_ZERO,
    FELT_ZERO,
    FELT_ZERO,
    feltFromAscii(chainId),
    header.parentHash,
  ]);
