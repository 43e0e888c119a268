// Block 0 of every run: it is in storage from the start, nobody decided it, and its hash follows the same formula as all others (world.md 2, 3).
// The header's free fields are our choice: timestamp = `genesisUnix`, sequencer 0, parent hash 0, blobs, and the lowest prices an orchestrator would
// ever use (protocol.md 2.2, 2.6, 2.8: L1 gas 10^9 wei, L1 data gas 1 wei, 10^21 fri per 10^18 wei, L2 gas 8 * 10^9 fri), so that the gateway's
// threshold at height 1 is the first block's price. No transactions, hence all commitments but that of the state diff are empty.
import { FELT_ZERO, feltFromHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { genesisDiff } from '../exec/genesis.ts';
import { GENESIS } from '../exec/native/compiled.ts';
import { blockHeaderCommitments } from '../hashes/block-commitments.ts';
import { blockHash, partialBlockHash } from '../hashes/block-hash.ts';
import type { BlockInfo, StateDiff } from '../types/block.ts';
import { toHeight } from '../types/ids.ts';
import { type CommitterState, createCommitter, type Roots } from './commitment-manager.ts';
import { type BatcherStorage, createStorage, storeBlock, storeRoot } from './storage.ts';

/** Roots after genesis; stored, because computing them takes hundreds of Pedersen hashes. A test recomputes them. */
export const GENESIS_ROOTS: Roots = freeze({
  stateRoot: feltFromHex(GENESIS.stateRoot),
  contractsRoot: feltFromHex(GENESIS.contractsRoot),
  classesRoot: feltFromHex(GENESIS.classesRoot),
});

/** What block 0 writes, and the roots after it. */
export type Genesis = { readonly stateDiff: StateDiff; readonly roots: Roots };

/** Block 0 of every network, whichever engines run on it. */
export const GENESIS_BLOCK: Genesis = freeze({ stateDiff: genesisDiff(), roots: GENESIS_ROOTS });

/** Header of block 0; `genesisUnix` in seconds. */
export const genesisInfo = (genesisUnix: number, starknetVersion: string): BlockInfo =>
  freeze({
    height: toHeight(0),
    timestamp: genesisUnix,
    sequencer: FELT_ZERO,
    gasPrices: freeze({
      l1Gas: freeze({ wei: 10n ** 9n, fri: 10n ** 12n }),
      l1DataGas: freeze({ wei: 1n, fri: 1_000n }),
      l2Gas: freeze({ wei: 8n * 10n ** 6n, fri: 8n * 10n ** 9n }),
    }),
    l1DaMode: 'blob',
    starknetVersion,
  });

/** Storage and committer as every validator starts with them: block 0 committed, its root and hash known, marker 1. */
export const createGenesis = (
  kernel: Kernel,
  info: BlockInfo,
  { stateDiff, roots }: Genesis = GENESIS_BLOCK,
): { readonly storage: BatcherStorage; readonly committer: CommitterState } => {
  const storage = createStorage();
  const commitments = blockHeaderCommitments(kernel, {
    txs: [],
    receipts: [],
    stateDiff,
    l1DaMode: info.l1DaMode,
    starknetVersion: info.starknetVersion,
  });
  const components = { info, commitments };
  storeBlock(storage, { ...components, partialBlockHash: partialBlockHash(kernel, components), stateDiff, consumedL1: [], rejectedL1: [] });
  const hash = blockHash(kernel, components, { stateRoot: roots.stateRoot, parentHash: FELT_ZERO });
  storeRoot(storage, freeze({ ...roots, blockHash: hash }));
  return { storage, committer: createCommitter([roots]) };
};
