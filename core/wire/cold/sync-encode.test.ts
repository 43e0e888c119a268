// Goal: what a node sends in a sync protocol is read again as what was meant, by the decoders that the foreign vectors hold. Method: round trips.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, FELT_ZERO, type Felt, toFelt } from '../../base/felt.ts';
import { toHeight } from '../../types/ids.ts';
import type { InvokeV3, Transaction } from '../../types/transaction.ts';
import { type SyncHeader, decodeHeadersResponse } from './header.ts';
import { decodeSyncRequest } from './iteration.ts';
import { type StateDiffChunk, decodeStateDiffsResponse } from './state-diff.ts';
import { encodeBlockTransaction, encodeHeader, encodeStateDiffChunk, encodeSyncQuery } from './sync-encode.ts';
import { decodeTransactionsResponse } from './transaction-in-block.ts';

const felt: fc.Arbitrary<Felt> = fc.bigInt(0n, FELT_PRIME - 1n).map((n) => toFelt(n));
/** Addresses and keys. */
const small: fc.Arbitrary<Felt> = fc.bigInt(2n, 2n ** 250n).map((n) => toFelt(n));
const u64 = fc.bigInt(0n, 2n ** 53n - 1n);
const u128 = fc.bigInt(0n, 2n ** 128n - 1n);
const root = fc.record({ count: fc.nat(1_000_000), root: fc.option(felt) });
const price = fc.record({ wei: u128, fri: u128 });

const header: fc.Arbitrary<SyncHeader> = fc.record({
  blockHash: felt,
  parentHash: felt,
  height: fc.nat(2 ** 31).map((n) => toHeight(n)),
  timestamp: fc.nat(2 ** 31),
  sequencer: small,
  stateRoot: felt,
  stateDiff: root,
  transactions: root,
  events: root,
  receipts: fc.option(felt),
  starknetVersion: fc.constantFrom('0.14.4', '0.13.5'),
  gasPrices: fc.record({ l1Gas: price, l1DataGas: price, l2Gas: price }),
  l2GasConsumed: u64,
  nextL2GasPriceFri: u128,
  l1DaMode: fc.constantFrom('blob' as const, 'calldata' as const),
  signatures: fc.array(fc.record({ r: felt, s: felt }), { maxLength: 2 }),
  feeProposalFri: fc.option(u128),
});

const chunk: fc.Arbitrary<StateDiffChunk> = fc.oneof(
  fc.record({
    kind: fc.constant('contract_diff' as const),
    address: small,
    classHash: fc.option(felt),
    nonce: fc.option(felt),
    values: fc.array(fc.tuple(small, felt), { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('declared_class' as const), classHash: felt, compiledClassHash: felt }),
  fc.record({ kind: fc.constant('deprecated_class' as const), classHash: felt }),
  fc.constant({ kind: 'fin' as const }),
);

test('sync messages: a header is read as it was written, and so is the end', () => {
  fc.assert(
    fc.property(header, (value) => {
      expect(decodeHeadersResponse(encodeHeader(value))).toEqual({
        ok: true,
        value: { reduced: false, value: { kind: 'header', header: value } },
      });
    }),
    { numRuns: 60 },
  );
  expect(decodeHeadersResponse(encodeHeader(null))).toMatchObject({ ok: true, value: { value: { kind: 'fin' } } });
});

test('sync messages: a chunk of a state diff is read as it was written', () => {
  fc.assert(
    fc.property(chunk, (value) => {
      expect(decodeStateDiffsResponse(encodeStateDiffChunk(value))).toEqual({ ok: true, value: { reduced: false, value } });
    }),
    { numRuns: 80 },
  );
});

test.each([
  ['headers', 'BlockHeadersRequest'],
  ['state_diffs', 'StateDiffsRequest'],
  ['transactions', 'TransactionsRequest'],
] as const)('sync messages: a query for %s goes forward from a height, one by one', (what, type) => {
  expect(decodeSyncRequest(type, encodeSyncQuery(what, 12, 100))).toMatchObject({
    ok: true,
    value: { value: { start: { kind: 'number', height: 12 }, direction: 'forward', limit: 100, step: 1 } },
  });
});

const limits = { maxAmount: 7n, maxPricePerUnit: 9n };
const invoke: InvokeV3 = {
  kind: 'invoke_v3',
  sender: toFelt(5),
  calldata: [toFelt(1), toFelt(2)],
  signature: [toFelt(3)],
  nonce: toFelt(4),
  resourceBounds: { l1Gas: limits, l2Gas: limits, l1DataGas: limits },
  tip: 6n,
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(0),
};
const { sender: _s, calldata, accountDeploymentData: _a, proofFacts: _f, proof: _p, ...account } = invoke;
const BODIES: readonly Transaction[] = [
  invoke,
  { ...account, kind: 'deploy_account_v3', classHash: toFelt(8), addressSalt: toFelt(9), constructorCalldata: calldata },
  { kind: 'l1_handler', nonce: toFelt(1), address: toFelt(2), entryPointSelector: toFelt(3), calldata },
];

test.each(BODIES.map((tx) => [tx.kind, tx] as const))('sync messages: the body of an %s travels where it is known', (_kind, tx) => {
  const bytes = encodeBlockTransaction({ hash: toFelt(77), isL1Handler: tx.kind === 'l1_handler', body: { tx } });
  expect(decodeTransactionsResponse(bytes)).toMatchObject({
    ok: true,
    value: { reduced: false, value: { kind: 'transaction', hash: 77n, tx } },
  });
});

test('sync messages: of a transaction without body the hash travels around zeros, and a declare has no body without its class', () => {
  const read = (isL1Handler: boolean): unknown =>
    decodeTransactionsResponse(encodeBlockTransaction({ hash: toFelt(77), isL1Handler, body: null }));
  expect(read(false)).toMatchObject({
    ok: true,
    value: { value: { hash: 77n, tx: { kind: 'invoke_v3', sender: FELT_ZERO, calldata: [] } } },
  });
  expect(read(true)).toMatchObject({ ok: true, value: { value: { hash: 77n, tx: { kind: 'l1_handler', address: FELT_ZERO } } } });
  expect(decodeTransactionsResponse(encodeBlockTransaction(null))).toMatchObject({ ok: true, value: { value: { kind: 'fin' } } });
});
