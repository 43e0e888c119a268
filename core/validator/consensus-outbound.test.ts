// Proposals that do not fit one frame: nine transactions with the longest signature that the gateway admits come to more than a mebibyte.
import { expect, test } from 'vitest';
import { feltFromAscii, toFelt } from '../base/felt.ts';
import { FRAME_BYTES_MAX, SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { LogEvent } from '../log/event.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import { stakingOf } from '../sim/world.ts';
import { CONSENSUS_SLOT, slotOf, toTimeUs, validatorOf } from '../types/ids.ts';
import type { HashedTransaction, InvokeV3 } from '../types/transaction.ts';
import { hashTransaction } from './consensus-convert.ts';
import { createConsensusProcess } from './consensus-process.ts';
import { createTestBatcher } from './test-batcher.ts';

const kernel = createKernel();
const LIMITS = { maxAmount: 1n, maxPricePerUnit: 1n };
const large = (chainId: string, nonce: number): HashedTransaction => {
  const tx: InvokeV3 = {
    kind: 'invoke_v3',
    sender: toFelt(5),
    calldata: [],
    signature: Array.from({ length: SIGNATURE_FELTS_MAX }, (_, i) => toFelt((1n << 250n) + BigInt(i))),
    nonce: toFelt(nonce),
    resourceBounds: { l1Gas: LIMITS, l2Gas: LIMITS, l1DataGas: LIMITS },
    tip: 0n,
    paymasterData: [],
    nonceDaMode: 0,
    feeDaMode: 0,
    accountDeploymentData: [],
    proofFacts: [],
    proof: new Uint8Array(),
  };
  const hashed = hashTransaction(kernel, feltFromAscii(chainId), tx);
  if (!hashed.ok) throw new Error(hashed.error);
  return hashed.value;
};

test('outbound: a batch that does not fit one frame leaves as several parts, and validators decide its block', () => {
  const count = 9;
  const world = { ...createStandardWorld({ seed: 1, validators: 2 }), inputs: [] };
  const { genesisUnix, chainId, settings, l1 } = world;
  const txs = Array.from({ length: count }, (_, i) => large(chainId, i));
  const events: readonly LogEvent[] = new Cluster({
    world,
    seed: 1,
    interventions: [],
    createMachine: (id) => {
      const shared = { validator: validatorOf(id), count: 2, seed: 1, genesisUnix, chainId, settings, l1, kernel };
      if (slotOf(id) === CONSENSUS_SLOT) return createConsensusProcess({ ...shared, staking: stakingOf(world) });
      return createTestBatcher({ chunksAt: (height) => (height === 1 ? [txs] : []), costUs: 1_000 });
    },
  }).advance(toTimeUs(900_000)).events;
  const parts = events.flatMap((e) => (e.kind === 'frame_sent' && e.what.kind === 'proposal_part' && e.what.height === 1 ? [e] : []));
  const batches = parts.flatMap(({ what }) => (what.kind === 'proposal_part' && what.part === 'transactions' ? [what.count] : []));
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.reduce((sum, n) => sum + n, 0)).toBe(count);
  expect(Math.max(...parts.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(FRAME_BYTES_MAX);
  expect(events.filter((e) => e.kind === 'refused')).toEqual([]);
  expect(events.filter((e) => e.kind === 'decided' && e.height === 1 && e.round === 0)).toHaveLength(2);
});
