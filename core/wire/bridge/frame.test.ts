// Goal: whatever crosses the seed's stream arrives as it was sent, byte for byte the same when sent again, and no bytes can throw.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex } from '../../base/hex.ts';
import { FELT_PRIME, feltToHex, toFelt } from '../../base/felt.ts';
import type { BatcherError } from '../../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, Receipt, StateDiff, SyncBlock } from '../../types/block.ts';
import { toHeight, toRound, toTimeUs } from '../../types/ids.ts';
import type { HashedTransaction } from '../../types/transaction.ts';
import { describeMessage } from '../describe.ts';
import { GRPC_PREFIX_BYTES, type FrameBody, decodeFrame, encodeFrame } from './frame.ts';

const felt = fc.oneof(fc.constantFrom(0n, 1n, FELT_PRIME - 1n), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n })).map((n) => toFelt(n));
const count = fc.oneof(fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER), fc.nat());
const u128 = fc.oneof(fc.constantFrom(0n, (1n << 128n) - 1n), fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }));
const height = count.map((n) => toHeight(n));
const time = count.map((n) => toTimeUs(n));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const pair = fc.record({ wei: u128, fri: u128 });
const info: fc.Arbitrary<BlockInfo> = fc.record({
  height,
  timestamp: count,
  sequencer: felt,
  gasPrices: fc.record({ l1Gas: pair, l1DataGas: pair, l2Gas: pair }),
  l1DaMode: fc.constantFrom('blob' as const, 'calldata' as const),
  starknetVersion: fc.constantFrom('0.14.4', '0.13.6'),
});
const commitments: fc.Arbitrary<BlockHeaderCommitments> = fc.record({
  transactionCommitment: felt,
  eventCommitment: felt,
  receiptCommitment: felt,
  stateDiffCommitment: felt,
  concatenatedCounts: felt,
});
const key = felt.map((f) => feltToHex(f));
const map = fc.array(fc.tuple(key, felt), { maxLength: 3 }).map((entries) => new Map(entries));
const diff: fc.Arbitrary<StateDiff> = fc.record({
  storage: fc.array(fc.tuple(key, map), { maxLength: 3 }).map((entries) => new Map(entries)),
  nonces: map,
  deployed: map,
  declared: map,
});
const felts = fc.array(felt, { maxLength: 3 });
const syncBlock: fc.Arbitrary<SyncBlock> = fc.record({
  info,
  stateDiff: diff,
  accountTransactionHashes: felts,
  l1TransactionHashes: felts,
  commitments: orNull(commitments),
  l2GasConsumed: count,
  nextL2GasPriceFri: u128,
  feeProposalFri: orNull(u128),
});
const bounds = fc.record({ maxAmount: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), maxPricePerUnit: u128 });
const address = felt.map((f) => toFelt(f % (1n << 251n)));
const tx: fc.Arbitrary<HashedTransaction> = fc.record({
  hash: felt,
  tx: fc.oneof(
    fc.record({ kind: fc.constant('l1_handler' as const), nonce: felt, address, entryPointSelector: felt, calldata: felts }),
    fc.record({
      kind: fc.constant('invoke_v3' as const),
      signature: felts,
      nonce: felt,
      resourceBounds: fc.record({ l1Gas: bounds, l2Gas: bounds, l1DataGas: bounds }),
      tip: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      paymasterData: felts,
      nonceDaMode: fc.constant(0 as const),
      feeDaMode: fc.constant(0 as const),
      sender: address,
      calldata: felts,
      accountDeploymentData: felts,
      proofFacts: felts,
      proof: fc.constant(Uint8Array.of(1, 2)),
    }),
  ),
});
const gas = fc.record({ l1Gas: count, l1DataGas: count, l2Gas: count });
const receipt: fc.Arbitrary<Receipt> = fc.record({
  transactionHash: felt,
  transactionKind: fc.constantFrom('invoke_v3' as const, 'l1_handler' as const),
  status: fc.oneof(
    fc.constant({ kind: 'succeeded' as const }),
    fc.record({ kind: fc.constant('reverted' as const), reason: fc.string({ maxLength: 20 }) }),
  ),
  actualFee: u128,
  events: fc.array(fc.record({ from: felt, keys: felts, data: felts }), { maxLength: 2 }),
  messages: fc.array(fc.record({ from: felt, to: felt, payload: felts }), { maxLength: 2 }),
  gas,
  daGas: gas,
  resources: fc.record({
    steps: count,
    memoryHoles: count,
    builtins: fc.array(fc.tuple(fc.constantFrom('pedersen', 'poseidon'), count), { maxLength: 2 }).map((b) => new Map(b)),
  }),
});
const finished = fc.record({
  partialBlockHash: felt,
  finalNExecutedTxs: count,
  commitments,
  l2GasUsed: count,
  parentProposalCommitment: orNull(felt),
});
const proposal = {
  proposalId: count,
  deadline: time,
  retrospectiveBlockHash: orNull(fc.record({ height, hash: felt })),
  blockInfo: info,
};
const errors: readonly BatcherError[] = [
  { code: 'AnotherProposalInProgress', activeProposalId: 3, newProposalId: 4 },
  { code: 'BlockHashNotFound', height: toHeight(2) },
  { code: 'ExecutedProposalNotFound', proposalId: 0 },
  { code: 'HeightInProgress' },
  { code: 'InternalError' },
  { code: 'InvalidBlockNumber', activeHeight: toHeight(1), blockNumber: toHeight(2) },
  { code: 'MissingHeaderCommitments', blockNumber: toHeight(3) },
  { code: 'MissingRetrospectiveBlockHash' },
  { code: 'NoActiveHeight' },
  { code: 'NotReady' },
  { code: 'ProposalAborted' },
  { code: 'ProposalAlreadyExists', proposalId: 9 },
  { code: 'ProposalAlreadyFinished', proposalId: 9 },
  { code: 'ProposalFailed' },
  { code: 'ProposingNotSupported' },
  { code: 'ProposalNotFound', proposalId: 1 },
  { code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(1), requestedHeight: toHeight(5) },
  { code: 'TimeToDeadlineError', deadline: toTimeUs(7) },
  { code: 'ContractCallFailed', reason: 'no block is stored' },
];
const refusal = fc.constantFrom(...errors).map((error) => ({ kind: 'batcher_error' as const, error }));
const clientError = fc.constantFrom('', 'lost').map((reason) => ({ kind: 'client_error' as const, reason }));
const atHeight = (kind: 'start_height' | 'revert_block' | 'get_block_hash' | 'get_state_commitment_infos' | 'has_state_commitment_infos') =>
  fc.record({ kind: fc.constant(kind), height });
const request = fc.oneof(
  fc.record({ kind: fc.constant('propose_block' as const), proposalRound: fc.nat().map((n) => toRound(n)), ...proposal }),
  fc.record({ kind: fc.constant('validate_block' as const), ...proposal }),
  fc.record({ kind: fc.constantFrom('decision_reached' as const, 'get_proposal_content' as const), proposalId: count }),
  atHeight('start_height'),
  atHeight('revert_block'),
  atHeight('get_block_hash'),
  atHeight('get_state_commitment_infos'),
  atHeight('has_state_commitment_infos'),
  fc.constantFrom({ kind: 'get_current_height' as const }, { kind: 'start_round' as const }),
  fc.record({ kind: fc.constant('add_sync_block' as const), block: syncBlock }),
  fc.record({ kind: fc.constant('call_contract' as const), address: felt, selector: felt, calldata: felts }),
);
const weights = fc.record({
  l1Gas: count,
  messageSegmentLength: count,
  nEvents: count,
  nTxs: count,
  stateDiffSize: count,
  sierraGas: count,
  provingGas: count,
  receiptL2Gas: count,
});
const response = fc.oneof(
  fc.constant({ kind: 'done' as const }),
  fc.record({ kind: fc.constant('current_height' as const), height }),
  fc.record({ kind: fc.constant('block_hash' as const), hash: felt }),
  fc.record({ kind: fc.constant('call_result' as const), retdata: felts }),
  fc.record({ kind: fc.constant('proposal_txs' as const), txs: fc.array(tx, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('proposal_finished' as const), info: finished }),
  fc.record({
    kind: fc.constant('state_commitment_infos' as const),
    present: fc.boolean(),
    bytes: orNull(fc.constantFrom(new Uint8Array(0), Uint8Array.of(1))),
  }),
  fc.record({
    kind: fc.constant('decision' as const),
    decision: fc.record({
      stateDiff: diff,
      receipts: fc.array(receipt, { maxLength: 2 }),
      bouncerWeights: weights,
      parentProposalCommitment: orNull(felt),
    }),
  }),
);
const content = fc.oneof(
  fc.record({ kind: fc.constant('txs' as const), txs: fc.array(tx, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('finish' as const), finalNExecutedTxs: count, info: orNull(finished) }),
  fc.record({ kind: fc.constant('abort' as const), error: orNull(fc.oneof(refusal, clientError)) }),
);
const status = fc.oneof(
  fc.constantFrom({ kind: 'processing' as const }, { kind: 'aborted' as const }),
  fc.record({ kind: fc.constant('finished' as const), info: finished }),
  fc.record({ kind: fc.constant('invalid_proposal' as const), reason: fc.string({ maxLength: 9 }) }),
);
const BODIES: readonly (readonly [FrameBody['kind'], fc.Arbitrary<FrameBody>])[] = [
  ['call', fc.record({ kind: fc.constant('call' as const), callId: count, request })],
  [
    'answer',
    fc
      .record({ kind: fc.constant('answer' as const), callId: count, response, blockGasUsed: count })
      .map((body) => (body.response.kind === 'decision' ? body : { ...body, blockGasUsed: 0 })),
  ],
  ['content', fc.record({ kind: fc.constant('content' as const), callId: orNull(count), proposalId: count, content })],
  ['status', fc.record({ kind: fc.constant('status' as const), callId: count, proposalId: count, status })],
  ['heartbeat', fc.record({ kind: fc.constant('heartbeat' as const), beat: count, at: time, marker: height })],
  ['credit', fc.record({ kind: fc.constant('credit' as const), proposalId: count, chunks: count })],
  [
    'error',
    fc.record({
      kind: fc.constant('error' as const),
      callId: orNull(count),
      error: fc.oneof(refusal, clientError, fc.constant({ kind: 'stream_broken' as const, opened: toTimeUs(3) })),
    }),
  ],
  ['prover_job', fc.record({ kind: fc.constant('prover_job' as const), height, partialBlockHash: felt, nTxs: count, l2GasUsed: count })],
  [
    'sync_broadcast',
    fc.record({ kind: fc.constant('sync_broadcast' as const), info, stateDiff: diff, commitments, transactionHashes: felts }),
  ],
];

const broken = (bytes: Uint8Array, at: number, byte: number): Uint8Array =>
  bytes.map((b, i) => (i === GRPC_PREFIX_BYTES + (at % Math.max(1, bytes.length - GRPC_PREFIX_BYTES)) ? b ^ byte : b));

test.each(BODIES)('bridge frame: a %s arrives as it was sent, and every byte has a place in the inspector', (_, body) => {
  fc.assert(
    fc.property(count, time, body, (seq, opened, sent) => {
      const bytes = encodeFrame({ seq, opened, body: sent });
      const got = decodeFrame(bytes);
      if (!got.ok) throw new Error(JSON.stringify(got.error));
      expect(got.value.value).toEqual({ seq, opened, body: sent });
      expect(bytesToHex(encodeFrame(got.value.value))).toBe(bytesToHex(bytes));
      expect(describeMessage('BridgeFrame', bytes.subarray(GRPC_PREFIX_BYTES)).every((node) => node.kind === 'field')).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('bridge frame: broken bytes are refused or read as another frame, and never throw', () => {
  fc.assert(
    fc.property(fc.oneof(...BODIES.map(([, body]) => body)), fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, byte) => {
      const bytes = encodeFrame({ seq: 1, opened: toTimeUs(0), body });
      expect(typeof decodeFrame(broken(bytes, at, byte)).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('bridge frame: a prefix that is not that of one uncompressed message is refused', () => {
  const bytes = encodeFrame({ seq: 0, opened: toTimeUs(0), body: { kind: 'credit', proposalId: 1, chunks: 1 } });
  expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, bytes.length - 5]);
  const compressed = bytes.map((b, i) => (i === 0 ? 1 : b));
  for (const wrong of [compressed, bytes.subarray(0, 4), bytes.subarray(0, bytes.length - 1)])
    expect(decodeFrame(wrong)).toEqual({ ok: false, error: { code: 'DecodeError', reason: 'not one gRPC message' } });
});
