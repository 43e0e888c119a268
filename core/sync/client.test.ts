// Goal: a client gets exactly the blocks that a server has, whatever the order of the messages, and asks another peer when something is wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_ZERO, feltToHex, toFelt } from '../base/felt.ts';
import type { SyncBlock } from '../types/block.ts';
import { toHeight, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { chunksOf, headerOf, transactionsOf } from './block-parts.ts';
import {
  type ClientState,
  DROPPED_US,
  QUERY_PATIENCE_US,
  type SyncMessage,
  checkQuery,
  emptyClient,
  receiveSync,
  rejectBlock,
  wantBlocks,
} from './client.ts';
import type { SyncWhat } from './server.ts';

const [A, B] = [toValidatorIndex(1), toValidatorIndex(2)];
const PEERS = [A, B];
const price = { wei: 3n, fri: 5n };

const blockAt = (height: number, cells: number, txs: number): SyncBlock => ({
  info: {
    height: toHeight(height),
    timestamp: 1_788_000_000 + height,
    sequencer: toFelt(0x64),
    gasPrices: { l1Gas: price, l1DataGas: price, l2Gas: price },
    l1DaMode: 'blob',
    starknetVersion: '0.14.4',
  },
  stateDiff: {
    storage: new Map([
      [feltToHex(toFelt(7)), new Map(Array.from({ length: cells }, (_, i) => [feltToHex(toFelt(i + 1)), toFelt(height * 100 + i)]))],
    ]),
    nonces: new Map([[feltToHex(toFelt(9)), toFelt(height)]]),
    deployed: new Map([[feltToHex(toFelt(9)), toFelt(11)]]),
    declared: new Map([[feltToHex(toFelt(12)), toFelt(13)]]),
  },
  accountTransactionHashes: Array.from({ length: txs }, (_, i) => toFelt(height * 1_000 + i)),
  l1TransactionHashes: [toFelt(height * 1_000 + 999)],
  commitments: {
    transactionCommitment: toFelt(1),
    eventCommitment: toFelt(2),
    receiptCommitment: toFelt(3),
    stateDiffCommitment: toFelt(4),
    concatenatedCounts: toFelt((BigInt(txs + 1) << 192n) + (6n << 128n) + (BigInt(cells + 3) << 64n) + (1n << 63n)),
  },
  l2GasConsumed: 77,
  nextL2GasPriceFri: 8_000_000_000n,
  feeProposalFri: height === 1 ? null : 8_000_000_001n,
});

const messagesOf = (what: SyncWhat, blocks: readonly SyncBlock[]): readonly SyncMessage[] => {
  const parts = blocks.flatMap((block): readonly SyncMessage[] => {
    if (what === 'headers') return [{ what, part: headerOf(block) }];
    if (what === 'state_diffs') return chunksOf(block.stateDiff).map((part) => ({ what, part }));
    return transactionsOf(block, null).map((part) => ({ what, part }));
  });
  return [...parts, { what, part: null }];
};

const now = toTimeUs(5);

/** Answers queries until the client rests; `order` permutes the messages of an answer. */
const serve = (
  state: ClientState,
  blocks: readonly SyncBlock[],
  order: (n: number) => readonly number[],
): { readonly got: SyncBlock[]; readonly state: ClientState } => {
  const got: SyncBlock[] = [];
  let client = state;
  for (;;) {
    const { query } = client;
    if (query === null) return { got, state: client };
    const messages = messagesOf(query.what, blocks);
    for (const index of order(messages.length)) {
      const step = receiveSync(client, { peer: query.peer, query: query.number, index, message: messages[index]! }, PEERS, now);
      client = step.state;
      for (const effect of step.effects) if (effect.kind === 'block') got.push(effect.block);
    }
  }
};

test('sync client: what a server sends becomes the same blocks again, in any order of the messages', () => {
  const order = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(4)), { minLength: 1, maxLength: 4 }), order, (shapes, keys) => {
      const blocks = shapes.map(([cells, txs], i) => blockAt(3 + i, cells + 1, txs));
      const asked = wantBlocks(emptyClient(), toHeight(3), PEERS, toTimeUs(0));
      expect(asked.effects).toMatchObject([{ kind: 'ask', peer: A, what: 'headers', start: 3 }]);
      const shuffled = (n: number): readonly number[] =>
        Array.from({ length: n }, (_, i) => i).toSorted((a, b) => (keys[a % 60] ?? 0) - (keys[b % 60] ?? 0) || a - b);
      const { got, state } = serve(asked.state, blocks, shuffled);
      expect(got).toEqual(blocks);
      expect(state.wanted).toBe(3 + blocks.length);
    }),
    { numRuns: 40 },
  );
});

test('sync client: a silent peer is left for the next one, without blame when it had nothing', () => {
  const { state } = wantBlocks(emptyClient(), toHeight(1), PEERS, toTimeUs(0));
  expect(checkQuery(state, 0, PEERS, toTimeUs(QUERY_PATIENCE_US - 1)).effects).toEqual([]);
  const step = checkQuery(state, 0, PEERS, toTimeUs(QUERY_PATIENCE_US));
  expect(step.effects).toMatchObject([{ kind: 'ask', peer: B, what: 'headers' }]);
  expect(checkQuery(step.state, 0, PEERS, toTimeUs(9 * QUERY_PATIENCE_US)).effects).toEqual([]);
});

const begin = (): ClientState => {
  const [header] = messagesOf('headers', [blockAt(1, 2, 1)]);
  const { state } = wantBlocks(emptyClient(), toHeight(1), PEERS, toTimeUs(0));
  const one = receiveSync(state, { peer: A, query: 0, index: 0, message: header! }, PEERS, now);
  return receiveSync(one.state, { peer: A, query: 0, index: 1, message: { what: 'headers', part: null } }, PEERS, now).state;
};

test('sync client: a state diff that is longer or shorter than its header says drops the peer', () => {
  const chunk = {
    kind: 'contract_diff',
    address: toFelt(1),
    classHash: null,
    nonce: null,
    values: Array.from({ length: 9 }, (_, i) => [toFelt(i), FELT_ZERO] as const),
  } as const;
  const longer = receiveSync(begin(), { peer: A, query: 1, index: 0, message: { what: 'state_diffs', part: chunk } }, PEERS, now);
  expect(longer.effects).toMatchObject([
    { kind: 'drop_peer', peer: A, reason: 'a state diff is longer than its header says' },
    { kind: 'ask', peer: B },
  ]);
  const empty = receiveSync(begin(), { peer: A, query: 1, index: 0, message: { what: 'state_diffs', part: null } }, PEERS, now);
  const done = messagesOf('transactions', [blockAt(1, 2, 1)]).reduce(
    (state, message, index) => receiveSync(state.state, { peer: A, query: 2, index, message }, PEERS, now),
    empty,
  );
  expect(done.effects).toMatchObject([
    { kind: 'drop_peer', peer: A, reason: 'block 1 is incomplete' },
    { kind: 'ask', peer: B },
  ]);
});

test('sync client: a header out of turn drops the peer, and messages of other queries change nothing', () => {
  const { state } = wantBlocks(emptyClient(), toHeight(1), PEERS, toTimeUs(0));
  const [header] = messagesOf('headers', [blockAt(2, 1, 1)]);
  expect(receiveSync(state, { peer: A, query: 0, index: 0, message: header! }, PEERS, now).effects).toMatchObject([
    { kind: 'drop_peer', peer: A },
    { kind: 'ask', peer: B },
  ]);
  for (const arrival of [
    { peer: B, query: 0, index: 0, message: header! },
    { peer: A, query: 7, index: 0, message: header! },
    { peer: A, query: 0, index: 0, message: { what: 'transactions', part: null } as const },
  ])
    expect(receiveSync(state, arrival, PEERS, now)).toEqual({ state, effects: [] });
});

test('sync client: a block that turns out wrong is asked of another peer, and its sender is left alone for a second', () => {
  const idle: ClientState = { ...emptyClient(1), wanted: toHeight(4) };
  const step = rejectBlock(idle, { peer: B, height: toHeight(2), reason: 'wrong' }, PEERS, now);
  expect(step.effects).toMatchObject([
    { kind: 'drop_peer', peer: B, reason: 'wrong' },
    { kind: 'ask', peer: A, what: 'headers', start: 2 },
  ]);
  const asked = (at: number): unknown => wantBlocks({ ...step.state, query: null, nextPeer: 1 }, toHeight(2), PEERS, toTimeUs(at)).effects;
  expect(asked(now + DROPPED_US - 1)).toMatchObject([{ peer: A }]);
  expect(asked(now + DROPPED_US)).toMatchObject([{ peer: B }]);
});

test('sync client: when all peers are dropped it asks one of them all the same', () => {
  const dropped = new Map(PEERS.map((peer) => [peer, toTimeUs(1_000_000)]));
  expect(wantBlocks({ ...emptyClient(), dropped }, toHeight(1), PEERS, now).effects).toMatchObject([{ kind: 'ask', peer: A }]);
});
