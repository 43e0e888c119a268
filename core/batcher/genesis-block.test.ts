// Genesis: the stored roots against the tries, and block 0 as every validator begins with it.
import { expect, test } from 'vitest';
import { FELT_ZERO } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { genesisDiff } from '../exec/genesis.ts';
import { blockHeaderCommitments } from '../hashes/block-commitments.ts';
import { blockHash, partialBlockHash } from '../hashes/block-hash.ts';
import { applyStateDiff, emptyStateTries } from '../state/commitment.ts';
import { GENESIS_ROOTS, createGenesis, genesisInfo } from './genesis-block.ts';
import { stateMarker } from './storage.ts';

const INFO = genesisInfo(1_788_000_000, '0.14.4');

test('genesis: the stored roots are those of the genesis state', () => {
  const { stateRoot, contractsRoot, classesRoot } = applyStateDiff(createKernel(), emptyStateTries(), genesisDiff());
  expect(GENESIS_ROOTS).toEqual({ stateRoot, contractsRoot, classesRoot });
});

test('genesis: block 0 is committed, its root known, and only the state diff has a commitment', () => {
  const kernel = createKernel();
  const { storage, committer } = createGenesis(kernel, INFO);
  expect(stateMarker(storage)).toBe(1);
  const block = storage.blocks[0]!;
  const { stateDiffCommitment, concatenatedCounts } = blockHeaderCommitments(kernel, {
    txs: [],
    receipts: [],
    stateDiff: genesisDiff(),
    l1DaMode: 'blob',
    starknetVersion: '0.14.4',
  });
  expect(block.commitments).toEqual({
    transactionCommitment: FELT_ZERO,
    eventCommitment: FELT_ZERO,
    receiptCommitment: FELT_ZERO,
    stateDiffCommitment,
    concatenatedCounts,
  });
  expect(block.partialBlockHash).toBe(partialBlockHash(kernel, block));
  expect(storage.roots[0]!.blockHash).toBe(blockHash(kernel, block, { stateRoot: GENESIS_ROOTS.stateRoot, parentHash: FELT_ZERO }));
  expect(committer.tries).toBeNull();
});
