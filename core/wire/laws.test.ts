// Goal: what we encode we decode, byte for byte; whatever else arrives, no decoder throws. Method: fast-check over values of every type, over random
// bytes, and over valid messages (built from the schema table, all types) with bits flipped, bytes cut and bytes inserted.
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import type { ProposalFin, ProposalInit, ProposalPart, StreamMessage, Vote } from '../types/consensus.ts';
import { toHeight, toRound } from '../types/ids.ts';
import type { AccountTransaction, DaMode, SierraEntryPoint, Transaction } from '../types/transaction.ts';
import { type DecodeResult, encodeWith } from './codec.ts';
import { decodeStarkAuthentication } from './cold/authentication.ts';
import { decodeClassesResponse } from './cold/class.ts';
import { decodeEventsResponse } from './cold/event.ts';
import { decodeHeadersResponse } from './cold/header.ts';
import { decodeSyncRequest } from './cold/iteration.ts';
import { decodeStateDiffsResponse } from './cold/state-diff.ts';
import { decodeTransactionsResponse } from './cold/transaction-in-block.ts';
import { ENUMS, MESSAGES, type SchemaField } from './generated/schema.ts';
import { decodeMempoolBatch, encodeMempoolBatch } from './mempool-batch.ts';
import { decodeProposalPart, encodeProposalPart } from './proposal-part.ts';
import { type ByteRange, describeMessage, type FieldNode } from './describe.ts';
import { codecOf, propertyOf } from './message-codec.ts';
import { decodeProposalMessage, decodeStreamMessage, encodeStreamMessage } from './stream-message.ts';
import { decodeVote, encodeVote } from './vote.ts';

const below = (end: bigint): fc.Arbitrary<bigint> => fc.oneof(fc.constantFrom(0n, 1n, end - 1n), fc.bigInt({ min: 0n, max: end - 1n }));
const felt = below(FELT_PRIME).map((n): Felt => toFelt(n));
const address = below(1n << 251n).map((n): Felt => toFelt(n));
const u64 = below(1n << 64n);
const u128 = below(1n << 128n);
const count = fc.oneof(fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER), fc.nat());
const height = count.map((n) => toHeight(n));
const round = fc.oneof(fc.constantFrom(0, 2 ** 32 - 1), fc.nat()).map((n) => toRound(n));
const felts = fc.array(felt, { maxLength: 4 });
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const plainBytes = fc.uint8Array({ maxLength: 40 }).map((b) => Uint8Array.from(b));

const vote: fc.Arbitrary<Vote> = fc.record({
  voteType: fc.constantFrom('prevote' as const, 'precommit' as const),
  height,
  round,
  commitment: orNull(felt),
  voter: address,
  signature: felts,
});

const limits = fc.record({ maxAmount: u64, maxPricePerUnit: u128 });
/** Never the legacy form. */
const bounds = fc.record({ l1Gas: limits, l2Gas: limits.map((l) => ({ ...l, maxAmount: l.maxAmount | 1n })), l1DataGas: limits });
const daMode = fc.constantFrom<DaMode>(0, 1);
const account = {
  signature: felts,
  nonce: felt,
  resourceBounds: bounds,
  tip: u64,
  paymasterData: felts,
  nonceDaMode: daMode,
  feeDaMode: daMode,
};
const points: fc.Arbitrary<SierraEntryPoint[]> = fc.array(fc.record({ index: count, selector: felt }), { maxLength: 2 });
const accountTransaction: fc.Arbitrary<AccountTransaction> = fc.oneof(
  fc.record({
    kind: fc.constant('invoke_v3' as const),
    ...account,
    sender: address,
    calldata: felts,
    accountDeploymentData: felts,
    proofFacts: felts,
    proof: plainBytes,
  }),
  fc.record({
    kind: fc.constant('declare_v3' as const),
    ...account,
    sender: address,
    compiledClassHash: felt,
    accountDeploymentData: felts,
    class: fc.record({
      abi: fc.string({ unit: 'binary', maxLength: 10 }),
      contractClassVersion: fc.string({ maxLength: 5 }),
      program: felts,
      externals: points,
      l1Handlers: points,
      constructors: points,
    }),
  }),
  fc.record({
    kind: fc.constant('deploy_account_v3' as const),
    ...account,
    classHash: felt,
    addressSalt: felt,
    constructorCalldata: felts,
  }),
);
const transaction: fc.Arbitrary<Transaction> = fc.oneof(
  accountTransaction,
  fc.record({ kind: fc.constant('l1_handler' as const), nonce: felt, address, entryPointSelector: felt, calldata: felts }),
);

const init: fc.Arbitrary<ProposalInit> = fc.record({
  height,
  round,
  validRound: orNull(round),
  proposer: address,
  timestamp: count,
  builder: address,
  l1DaMode: fc.constantFrom('calldata' as const, 'blob' as const),
  l2GasPriceFri: u128,
  l1GasPriceFri: u128,
  l1DataGasPriceFri: u128,
  l1GasPriceWei: u128,
  l1DataGasPriceWei: u128,
  starknetVersion: fc.constantFrom('0.14.4', '0.13.1.1'),
  versionConstantCommitment: felt,
  feeProposalFri: orNull(u128),
});
const fin: fc.Arbitrary<ProposalFin> = fc.record({
  proposalCommitment: felt,
  executedTransactionCount: count,
  finPayload: orNull(
    fc.record({
      commitmentParts: fc.record({
        concatenatedCounts: felt,
        parentCommitment: orNull(felt),
        transactionCommitment: felt,
        eventCommitment: felt,
        receiptCommitment: felt,
      }),
      l2GasInfo: fc.record({ nextL2GasPriceFri: u128, l2GasUsed: u64 }),
    }),
  ),
});
const part: fc.Arbitrary<ProposalPart> = fc.oneof(
  init.map((i) => ({ kind: 'init' as const, init: i })),
  fc.array(transaction, { maxLength: 3 }).map((transactions) => ({ kind: 'transactions' as const, transactions })),
  fin.map((f) => ({ kind: 'fin' as const, fin: f })),
);
const stream: fc.Arbitrary<StreamMessage> = fc.record({
  streamId: fc.record({ height, round }),
  messageId: count,
  message: fc.oneof(
    part.map((p) => ({ kind: 'content' as const, bytes: encodeProposalPart(p) })),
    fc.constant({ kind: 'fin' as const }),
  ),
});

/** decode(encode(x)) = x, encode again gives the same bytes, and the bytes own their buffer (a pooled one would detach others when transferred). */
const expectRoundTrip = <T>(value: T, encode: (value: T) => Uint8Array, decode: (bytes: Uint8Array) => DecodeResult<T>): void => {
  const bytes = encode(value);
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  expect(decoded.value).toEqual({ value, reduced: false });
  expect(Object.isFrozen(decoded.value.value)).toBe(true);
  expect(encode(decoded.value.value)).toEqual(bytes);
  expect(bytes.buffer.byteLength).toBe(bytes.length);
  expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
};

test('wire laws: a vote survives encoding and decoding', () => {
  fc.assert(fc.property(vote, (v) => expectRoundTrip(v, encodeVote, decodeVote)));
});

test('wire laws: a proposal part survives encoding and decoding', () => {
  fc.assert(fc.property(part, (p) => expectRoundTrip(p, encodeProposalPart, decodeProposalPart)));
});

test('wire laws: a stream message survives encoding and decoding, also with its content decoded', () => {
  fc.assert(
    fc.property(stream, (message) => {
      expectRoundTrip(message, encodeStreamMessage, decodeStreamMessage);
      const full = decodeProposalMessage(encodeStreamMessage(message));
      if (!full.ok) throw new Error(JSON.stringify(full.error));
      const { streamId, messageId, part: content } = full.value.value;
      expect({ streamId, messageId }).toEqual({ streamId: message.streamId, messageId: message.messageId });
      const again = content === null ? { kind: 'fin' } : { kind: 'content', bytes: encodeProposalPart(content) };
      expect(again).toEqual(message.message);
    }),
  );
});

test('wire laws: a mempool batch survives encoding and decoding', () => {
  fc.assert(
    fc.property(fc.array(accountTransaction, { maxLength: 3 }), (batch) => expectRoundTrip(batch, encodeMempoolBatch, decodeMempoolBatch)),
  );
});

const DECODERS: readonly (readonly [string, (bytes: Uint8Array) => DecodeResult<unknown>])[] = [
  ['Vote', decodeVote],
  ['ProposalPart', decodeProposalPart],
  ['StreamMessage', decodeStreamMessage],
  ['StreamMessage', decodeProposalMessage],
  ['MempoolTransactionBatch', decodeMempoolBatch],
  ['StarkAuthentication', (bytes) => decodeStarkAuthentication(bytes, null)],
  ['StarkAuthentication', (bytes) => decodeStarkAuthentication(bytes, 'signature')],
  ['BlockHeadersRequest', (bytes) => decodeSyncRequest('BlockHeadersRequest', bytes)],
  ['BlockHeadersResponse', decodeHeadersResponse],
  ['StateDiffsResponse', decodeStateDiffsResponse],
  ['TransactionsResponse', decodeTransactionsResponse],
  ['ClassesResponse', decodeClassesResponse],
  ['EventsResponse', decodeEventsResponse],
];
const CODES = ['MissingField', 'BytesDataLengthMismatch', 'OutOfRangeValue', 'WrongEnumVariant', 'DecodeError', 'TooLarge'];

const expectOutcome = (result: DecodeResult<unknown>): void => {
  if (!result.ok) expect(CODES).toContain(result.error.code);
};

/** Messages of a type, mostly well-formed: 32-byte elements as a rule, enum values as a rule, fields now and then absent. */
const scalar = (message: string, type: string): fc.Arbitrary<unknown> => {
  const elements = fc.oneof({ arbitrary: fc.uint8Array({ minLength: 32, maxLength: 32 }), weight: 50 }, fc.uint8Array({ maxLength: 40 }));
  if (type === 'bytes') return message === 'StreamMessage' ? fc.uint8Array({ minLength: 12, maxLength: 12 }) : elements;
  if (type === 'string') return fc.oneof(fc.constant('0.14.4'), fc.string({ maxLength: 8 }));
  if (type === 'uint32') return fc.nat();
  if (type === 'uint64') return fc.oneof({ arbitrary: fc.nat(), weight: 20 }, fc.constant({ low: -1, high: -1, unsigned: true }));
  return fc.oneof({ arbitrary: fc.constantFrom(...Object.keys(ENUMS[type] ?? {}).map(Number)), weight: 20 }, fc.constant(7));
};
const fieldOf = (type: string, [, name, fieldType, label]: SchemaField): Record<string, fc.Arbitrary<unknown>> => {
  const single = MESSAGES[fieldType] === undefined ? scalar(type, fieldType) : messageOf(fieldType);
  const value = label === '[]' ? fc.array(single, { maxLength: 2 }) : single;
  return { [propertyOf(name)]: fc.oneof({ arbitrary: value, weight: 40 }, fc.constant(null)) };
};
/** One member of each oneof. */
const messageOf = (type: string): fc.Arbitrary<Record<string, unknown>> => {
  const fields = MESSAGES[type] ?? [];
  const plain = fields.filter((f) => f[4] === '').map((f) => fieldOf(type, f));
  const groups = [...new Set(fields.map((f) => f[4]))].filter((group) => group !== '');
  const chosen = groups.map((group) => fc.oneof(...fields.filter((f) => f[4] === group).map((f) => fc.record(fieldOf(type, f)))));
  const merge = (parts: readonly Record<string, unknown>[]): Record<string, unknown> =>
    Object.assign({}, ...parts) as Record<string, unknown>;
  return fc.tuple(fc.record(merge(plain) as Record<string, fc.Arbitrary<unknown>>), ...chosen).map(merge);
};
/** Nested types occur inside these. */
const TYPES = Object.keys(MESSAGES).filter((type) => !type.includes('.'));
const MESSAGE_OF = new Map(TYPES.map((type) => [type, messageOf(type).map((m) => encodeWith(codecOf(type), m))] as const));

type Mutation = { readonly kind: 'flip' | 'cut' | 'insert'; readonly at: number; readonly byte: number };
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('flip' as const, 'cut' as const, 'insert' as const),
  at: fc.nat(),
  byte: fc.integer({ min: 1, max: 255 }),
});
const mutate = (bytes: Uint8Array, { kind, at, byte }: Mutation): Uint8Array => {
  const i = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === 'cut') return bytes.slice(0, i);
  if (kind === 'flip') return bytes.map((b, j) => (i === j ? b ^ byte : b));
  return Uint8Array.from([...bytes.slice(0, i), byte, ...bytes.slice(i)]);
};

/** Bytes of what `codec` makes of bytes, or why it makes nothing of them. */
type Mill = (bytes: Uint8Array) => Uint8Array | string;
const mill =
  <T>(decode: (bytes: Uint8Array) => T, encode: (message: T) => Uint8Array): Mill =>
  (bytes) => {
    try {
      return Uint8Array.from(encode(decode(bytes)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      return /\bencoded data was not valid\b/.test(reason) ? 'invalid UTF-8' : reason;
    }
  };
const PROTO_FILES = 'authentication bridge class common consensus mempool propeller sync-transaction sync trace transaction'.split(' ');
const foreign = protobuf.loadSync(PROTO_FILES.map((name) => `core/wire/proto/${name}.proto`));

test.each(TYPES)('wire laws: %s is written and read as by protobufjs, with the same complaints, whatever the bytes', (type) => {
  const [ours, theirs] = [codecOf<unknown, unknown>(type), foreign.lookupType(type)];
  const ourMill = mill(ours.decode, ours.encode);
  const theirMill = mill(
    (bytes) => theirs.decode(bytes),
    (message) => theirs.encode(message).finish(),
  );
  fc.assert(
    fc.property(messageOf(type), fc.array(mutation, { maxLength: 3 }), plainBytes, (message, mutations, noise) => {
      const bytes = ours.encode(message);
      expect(bytes).toEqual(Uint8Array.from(theirs.encode(message).finish()));
      const again = Uint8Array.from([...bytes, ...bytes.slice(0, 40)]);
      for (const tried of [bytes, again, noise, mutations.reduce(mutate, bytes)]) {
        const result = ourMill(tried);
        // In a message without fields protobufjs alone takes a field 0.
        if (result !== 'illegal tag: field number 0' || MESSAGES[type]?.length !== 0) expect(result).toEqual(theirMill(tried));
      }
    }),
    { numRuns: 60 },
  );
});

test.each(DECODERS)('wire fuzz: random bytes never throw out of the decoder of %s', (_type, decode) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectOutcome(decode(bytes))),
    { numRuns: 300 },
  );
});

test.each(DECODERS)('wire fuzz: well-formed messages of %s, whole and mutated, never throw', (type, decode) => {
  fc.assert(
    fc.property(MESSAGE_OF.get(type)!, fc.array(mutation, { minLength: 1, maxLength: 3 }), (bytes, mutations) => {
      expectOutcome(decode(bytes));
      expectOutcome(decode(mutations.reduce(mutate, bytes)));
    }),
    { numRuns: 300 },
  );
});

test('wire fuzz: what a mutated vote or part still means can be encoded again', () => {
  fc.assert(
    fc.property(vote.map(encodeVote), part.map(encodeProposalPart), mutation, (voteBytes, partBytes, m) => {
      const mutatedVote = decodeVote(mutate(voteBytes, m));
      if (mutatedVote.ok) expectRoundTrip(mutatedVote.value.value, encodeVote, decodeVote);
      const mutatedPart = decodeProposalPart(mutate(partBytes, m));
      if (mutatedPart.ok) expectRoundTrip(mutatedPart.value.value, encodeProposalPart, decodeProposalPart);
    }),
    { numRuns: 500 },
  );
});

/** Tag, length and payload of every node without children, tag and length of the others. */
const leavesOf = (node: FieldNode): readonly ByteRange[] => [
  node.tag,
  ...(node.length === null ? [] : [node.length]),
  ...(node.children.length === 0 ? [node.payload] : node.children.flatMap(leavesOf)),
];
const kindsOf = (node: FieldNode): readonly string[] => [node.kind, ...node.children.flatMap(kindsOf)];
/** The ranges follow each other without gap or overlap from 0 to `end`. */
const expectTiling = (ranges: readonly ByteRange[], end: number): void => {
  let at = 0;
  for (const [start, stop] of ranges) {
    expect(start).toBe(at);
    expect(stop).toBeGreaterThanOrEqual(start);
    at = stop;
  }
  expect(at).toBe(end);
};

test.each(TYPES)('describe laws: of a valid %s every byte belongs to exactly one leaf', (type) => {
  fc.assert(
    fc.property(MESSAGE_OF.get(type)!, (bytes) => {
      const nodes = describeMessage(type, bytes);
      expectTiling(nodes.flatMap(leavesOf), bytes.length);
      // The random content of a StreamMessage is no ProposalPart.
      if (type !== 'StreamMessage') expect(nodes.flatMap(kindsOf).filter((kind) => kind !== 'field')).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('describe laws: whatever the bytes, the tree covers each of them once', () => {
  const types = fc.constantFrom(...Object.keys(MESSAGES));
  const mutated = fc.tuple(part.map(encodeProposalPart), mutation).map(([bytes, m]) => mutate(bytes, m));
  fc.assert(
    fc.property(types, fc.oneof(fc.uint8Array({ maxLength: 100 }), mutated), (type, bytes) => {
      expectTiling(describeMessage(type, bytes).flatMap(leavesOf), bytes.length);
    }),
    { numRuns: 1000 },
  );
});
