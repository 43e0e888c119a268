// Commitments of whole blocks and the derivation that panels show. Values of the reference are in tests/vectors.
import { expect, test } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import { FELT_ZERO, type Felt, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { PartialBlockHashComponents, Receipt, StateDiff } from '../types/block.ts';
import { toHeight } from '../types/ids.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';
import {
  blockHeaderCommitments,
  concatenatedCounts,
  eventCommitment,
  receiptCommitment,
  transactionCommitment,
} from './block-commitments.ts';
import { blockHash, deriveBlockHash, deriveProposalCommitment, partialBlockHash, proposalCommitment } from './block-hash.ts';
import { commitmentTreeRoot } from './commitment-tree.ts';
import { l1ToL2MessageHash } from './message-hash.ts';
import { isVersionAtLeast } from './starknet-version.ts';
import { stateDiffCommitment, stateDiffLength } from './state-diff-commitment.ts';

const kernel = createKernel();
const price = (fri: bigint) => ({ wei: fri + 1n, fri });
const components = (starknetVersion: string): PartialBlockHashComponents => ({
  info: {
    height: toHeight(12),
    timestamp: 1_788_000_000,
    sequencer: toFelt(0x64),
    gasPrices: { l1Gas: price(10n), l1DataGas: price(20n), l2Gas: price(30n) },
    l1DaMode: 'blob',
    starknetVersion,
  },
  commitments: {
    transactionCommitment: toFelt(1),
    eventCommitment: toFelt(2),
    receiptCommitment: toFelt(3),
    stateDiffCommitment: toFelt(4),
    concatenatedCounts: toFelt(5),
  },
});

test('derivation: the last hash is what is voted on, and every hash is Poseidon of its inputs', () => {
  for (const version of ['0.13.2', '0.13.4', '0.14.4']) {
    for (const fee of [null, 0n, 123n]) {
      const steps = deriveProposalCommitment(kernel, components(version), fee);
      for (const { inputs, hash } of steps) expect(hash).toBe(kernel.poseidonMany(inputs.map(({ value }) => value)));
      expect(steps.at(-1)?.hash).toBe(proposalCommitment(kernel, partialBlockHash(kernel, components(version)), fee));
      for (const { inputs } of steps) {
        for (const { label, value, source } of inputs) {
          const inner = source === 'derived' ? steps.find((step) => step.label === label) : undefined;
          if (inner !== undefined) expect(value).toBe(inner.hash);
        }
      }
    }
  }
});

test('derivation: the partial hash has zeros where the decision is still to come, and the block hash fills them', () => {
  const roots = { stateRoot: toFelt(77), parentHash: toFelt(88) };
  const [, partial] = deriveProposalCommitment(kernel, components('0.14.4'), 1n);
  const [, whole] = deriveBlockHash(kernel, components('0.14.4'), roots);
  expect(partial?.inputs.filter(({ source }) => source === 'unknown_yet')).toEqual([
    { label: 'state_root', value: 0n, source: 'unknown_yet' },
    { label: 'parent_hash', value: 0n, source: 'unknown_yet' },
  ]);
  expect(whole?.inputs.filter(({ source }) => source === 'after_decision').map(({ value }) => value)).toEqual([77n, 88n]);
  expect(whole?.inputs.map(({ label }) => label)).toEqual(partial?.inputs.map(({ label }) => label));
  expect(whole?.hash).toBe(blockHash(kernel, components('0.14.4'), roots));
  expect(partial?.inputs.map(({ label }) => label)).toEqual([
    'prefix',
    'block_number',
    'state_root',
    'sequencer',
    'timestamp',
    'concatenated_counts',
    'state_diff_commitment',
    'transaction_commitment',
    'event_commitment',
    'receipt_commitment',
    'gas_prices',
    'starknet_version',
    'zero',
    'parent_hash',
  ]);
});

test('block hash: versions before 0.13.2 are refused, and the layout changes at 0.13.4', () => {
  expect(() => partialBlockHash(kernel, components('0.13.1.1'))).toThrow(AssertionError);
  expect(deriveProposalCommitment(kernel, components('0.13.3'), null).map(({ inputs }) => inputs.length)).toEqual([17]);
  expect(deriveProposalCommitment(kernel, components('0.13.4'), null).map(({ inputs }) => inputs.length)).toEqual([7, 14]);
});

test.each([
  ['0.14.4', '0.14.4', true],
  ['0.14.4', '0.14.3', true],
  ['0.14.4', '0.14.5', false],
  ['0.13.2.1', '0.13.2', true],
  ['0.13.2', '0.13.2.1', false],
  ['0.13.10', '0.13.9', true],
  ['1.0', '0.99.99', true],
])('version: %s is at least %s: %s', (version, limit, atLeast) => {
  expect(isVersionAtLeast(version, limit)).toBe(atLeast);
});

test('version: anything but dotted numbers is a bug', () => {
  for (const text of ['', '1', 'a.b', '0.14.', '0.14.4-rc', '0.1.2.3.4'])
    expect(() => isVersionAtLeast(text, '0.14.0')).toThrow(AssertionError);
});

const handler = (nonce: number): L1HandlerV0 => ({
  kind: 'l1_handler',
  nonce: toFelt(nonce),
  address: toFelt(2),
  entryPointSelector: toFelt(3),
  calldata: [toFelt(4)],
});
const receiptOf = (hash: Felt, events: number): Receipt => ({
  transactionHash: hash,
  transactionKind: 'l1_handler',
  status: { kind: 'succeeded' },
  actualFee: 7n,
  events: Array.from({ length: events }, (_, i) => ({ from: toFelt(i + 1), keys: [toFelt(i)], data: [] })),
  messages: [],
  gas: { l1Gas: 1, l1DataGas: 2, l2Gas: 3 },
  daGas: { l1Gas: 0, l1DataGas: 2, l2Gas: 0 },
  resources: { steps: 0, memoryHoles: 0, builtins: new Map() },
});
const stateDiff: StateDiff = {
  storage: new Map([
    ['0x10', new Map([['0x2', toFelt(1)]])],
    [
      '0x9',
      new Map([
        ['0xa', toFelt(1)],
        ['0x1', FELT_ZERO],
      ]),
    ],
    ['0x5', new Map<string, Felt>()],
  ]),
  nonces: new Map([['0x9', toFelt(1)]]),
  deployed: new Map([['0x9', toFelt(5)]]),
  declared: new Map([['0x5', toFelt(6)]]),
};
const txs: readonly HashedTransaction[] = [11, 12, 13].map((n) => ({ hash: toFelt(n), tx: handler(n) }));

test('block commitments: each is the commitment of its part, events flattened in order', () => {
  const receipts = txs.map(({ hash }, i) => receiptOf(hash, i));
  const got = blockHeaderCommitments(kernel, { txs, receipts, stateDiff, l1DaMode: 'blob', starknetVersion: '0.14.4' });
  const signed = txs.map(({ hash }) => ({ hash, signature: [] }));
  const events = receipts.flatMap(({ transactionHash, events: list }) => list.map((event) => ({ transactionHash, event })));
  expect(got).toEqual({
    transactionCommitment: transactionCommitment(kernel, signed, '0.14.4'),
    eventCommitment: eventCommitment(kernel, events),
    receiptCommitment: receiptCommitment(kernel, receipts),
    stateDiffCommitment: stateDiffCommitment(kernel, stateDiff).commitment,
    concatenatedCounts: concatenatedCounts({ nTxs: 3, nEvents: 3, stateDiffLength: 6, l1DaMode: 'blob' }),
  });
  expect(events).toHaveLength(3);
});

test('block commitments: an empty block has zeros, and the data availability bit in its counts', () => {
  const empty: StateDiff = { storage: new Map(), nonces: new Map(), deployed: new Map(), declared: new Map() };
  const content = { txs: [], receipts: [], stateDiff: empty, starknetVersion: '0.14.4' };
  expect(blockHeaderCommitments(kernel, { ...content, l1DaMode: 'blob' })).toMatchObject({
    transactionCommitment: 0n,
    eventCommitment: 0n,
    receiptCommitment: 0n,
    concatenatedCounts: 2n ** 63n,
  });
  expect(blockHeaderCommitments(kernel, { ...content, l1DaMode: 'calldata' }).concatenatedCounts).toBe(0n);
});

test('block commitments: receipts that are not those of the transactions are a bug', () => {
  const content = { stateDiff, l1DaMode: 'blob' as const, starknetVersion: '0.14.4' };
  const receipts = txs.map(({ hash }) => receiptOf(hash, 0));
  expect(() => blockHeaderCommitments(kernel, { ...content, txs, receipts: receipts.slice(1) })).toThrow(AssertionError);
  expect(() => blockHeaderCommitments(kernel, { ...content, txs, receipts: receipts.toReversed() })).toThrow(AssertionError);
});

test('state diff commitment: insertion order has no meaning and contracts without cells are dropped', () => {
  const reversed: StateDiff = {
    storage: new Map([...stateDiff.storage].toReversed().filter(([, cells]) => cells.size > 0)),
    nonces: stateDiff.nonces,
    deployed: stateDiff.deployed,
    declared: stateDiff.declared,
  };
  expect(stateDiffCommitment(kernel, reversed)).toEqual(stateDiffCommitment(kernel, stateDiff));
  expect(stateDiffLength(stateDiff)).toBe(6);
});

test('commitment tree: a leaf of 0 is a bug', () => {
  expect(() => commitmentTreeRoot(kernel, [toFelt(1), FELT_ZERO])).toThrow(AssertionError);
});

test('message hash: an L1 handler without a sender in its calldata is a bug', () => {
  expect(() => l1ToL2MessageHash({ ...handler(1), calldata: [] })).toThrow(AssertionError);
  expect(l1ToL2MessageHash(handler(1))).toHaveLength(32);
});
