// Goal: the two ends of the seed's stream keep order, find what is missing and begin anew, and flow control holds. Method: both ends, joined by hand.
import { expect, test } from 'vitest';
import type { BatcherAnswer, BatcherRequest } from '../../types/batcher.ts';
import { toHeight, toTimeUs } from '../../types/ids.ts';
import type { HashedTransaction } from '../../types/transaction.ts';
import type { StreamFrame } from '../../wire/bridge/frame.ts';
import { createSeedStreamTransport } from './seed-stream.ts';
import {
  type BatcherStream,
  type ContentSource,
  answerFrames,
  beatAtBatcher,
  createBatcherStream,
  hearAtBatcher,
  pushFrames,
} from './stream-batcher.ts';
import { type ConsensusStream, beatAtConsensus, createConsensusStream, hearAtConsensus, submitCall } from './stream-consensus.ts';
import { CREDIT_CHUNKS } from './stream-end.ts';

const here = (at: number) => ({ now: toTimeUs(at), marker: toHeight(1) });
const DONE: BatcherAnswer = { ok: true, value: { kind: 'done' } };
const PROPOSE: BatcherRequest = {
  kind: 'propose_block',
  proposalId: 5,
  proposalRound: 0 as never,
  deadline: toTimeUs(9),
  retrospectiveBlockHash: null,
  blockInfo: null as never,
};
const CONTENT: BatcherRequest = { kind: 'get_proposal_content', proposalId: 5 };
const tx = (n: number): HashedTransaction => ({ hash: BigInt(n) }) as never;

/** A proposer's stream of `left` chunks of one transaction, then its end. */
const source = (left: { chunks: number }): ContentSource => ({
  isOpen: () => true,
  hasTxs: () => left.chunks > 0,
  take: () => {
    if (left.chunks > 0) return { ok: true, value: { kind: 'proposal_txs', txs: [tx(left.chunks--)] } };
    return { ok: true, value: { kind: 'proposal_finished', info: { finalNExecutedTxs: 9, l2GasUsed: 7 } as never } };
  },
});
const NOTHING: ContentSource = { isOpen: () => true, hasTxs: () => false, take: () => null };

type Ends = { readonly c: ConsensusStream; readonly b: BatcherStream };
/** Both ends, open to each other. */
const open = (): Ends => {
  const ends = { c: createConsensusStream(toTimeUs(0)), b: createBatcherStream(toTimeUs(0)) };
  for (const frame of beatAtConsensus(ends.c, here(0)).frames) hearAtBatcher(ends.b, here(0), frame);
  for (const frame of beatAtBatcher(ends.b, here(0)).frames) hearAtConsensus(ends.c, here(0), frame);
  return ends;
};
/** The proposal of PROPOSE is accepted: its content may be pushed. */
const proposed = (): Ends => {
  const ends = open();
  for (const frame of submitCall(ends.c, 1, PROPOSE).frames) hearAtBatcher(ends.b, here(1), frame);
  for (const frame of answerFrames(ends.b, { callId: 1, request: 'propose_block', answer: DONE }, NOTHING))
    hearAtConsensus(ends.c, here(1), frame);
  return ends;
};
const toConsensus = ({ c }: Ends, frames: readonly StreamFrame[]) => frames.map((frame) => hearAtConsensus(c, here(2), frame));

test('stream: four chunks of credit at the start, one more for each that is taken, none for the end', () => {
  const ends = proposed();
  const left = { chunks: 6 };
  const first = pushFrames(ends.b, source(left));
  expect(first).toHaveLength(CREDIT_CHUNKS);
  expect(pushFrames(ends.b, source(left))).toEqual([]);
  toConsensus(ends, first);
  const pull = (callId: number) => {
    const out = submitCall(ends.c, callId, CONTENT);
    for (const frame of out.frames) hearAtBatcher(ends.b, here(3), frame);
    return out;
  };
  const taken = pull(2);
  expect(taken.taken.map(({ callId, answer }) => [callId, answer.ok])).toEqual([[2, true]]);
  expect(taken.frames.map(({ body }) => body.kind)).toEqual(['credit']);
  expect(pushFrames(ends.b, source(left))).toHaveLength(1);
  pull(3);
  // The last chunk and, without credit, the end.
  expect(pushFrames(ends.b, source(left)).map(({ body }) => body.kind === 'content' && body.content.kind)).toEqual(['txs', 'finish']);
});

test('stream: a pull waits for content, later calls wait behind it, earlier answers come first', () => {
  const ends = proposed();
  expect(submitCall(ends.c, 2, CONTENT)).toEqual({ frames: [], taken: [], answers: [] });
  expect(submitCall(ends.c, 3, { kind: 'get_current_height' }).frames).toEqual([]);
  const [heard] = toConsensus(ends, pushFrames(ends.b, source({ chunks: 1 })).slice(0, 1));
  expect(heard?.taken.map(({ callId }) => callId)).toEqual([2]);
  expect(heard?.frames.map(({ body }) => (body.kind === 'call' ? body.request.kind : body.kind))).toEqual(['credit', 'get_current_height']);
});

test('stream: a frame that is missing is noticed by the next one, both sides begin anew, and calls fail', () => {
  const ends = proposed();
  submitCall(ends.c, 2, CONTENT);
  const [, second] = pushFrames(ends.b, source({ chunks: 3 }));
  const broken = hearAtConsensus(ends.c, here(5), second!);
  expect(broken.reception).toBe('broken');
  expect(broken.answers).toMatchObject([{ callId: 2, answer: { ok: false, error: { kind: 'client_error' } } }]);
  const word = broken.frames.find(({ body }) => body.kind === 'error')!;
  const { frames } = hearAtBatcher(ends.b, here(6), word);
  expect(frames.map(({ seq, opened, body }) => [seq, opened, body.kind])).toEqual([[0, 6, 'heartbeat']]);
  expect(toConsensus(ends, frames).map(({ reception }) => reception)).toEqual(['accepted']);
  expect(pushFrames(ends.b, source({ chunks: 3 }))).toEqual([]);
});

test('stream: what both directions lose does not block them', () => {
  const ends = open();
  submitCall(ends.c, 1, { kind: 'get_current_height' });
  answerFrames(ends.b, { callId: 9, request: 'start_round', answer: DONE }, NOTHING);
  ends.b.end.seq = 4;
  const [toB, toC] = [beatAtConsensus(ends.c, here(10)).frames, beatAtBatcher(ends.b, here(10)).frames];
  const wordsOfB = toB.flatMap((frame) => [...hearAtBatcher(ends.b, here(11), frame).frames]);
  const wordsOfC = toC.flatMap((frame) => [...hearAtConsensus(ends.c, here(11), frame).frames]);
  const openedByC = wordsOfB.flatMap((frame) => [...hearAtConsensus(ends.c, here(12), frame).frames]);
  const openedByB = wordsOfC.flatMap((frame) => [...hearAtBatcher(ends.b, here(12), frame).frames]);
  for (const frame of openedByC) hearAtBatcher(ends.b, here(13), frame);
  for (const frame of openedByB) hearAtConsensus(ends.c, here(13), frame);
  expect([ends.c.end.broken, ends.b.end.broken]).toEqual([false, false]);
  const [call] = submitCall(ends.c, 2, { kind: 'get_current_height' }).frames;
  expect(hearAtBatcher(ends.b, here(14), call!).requests).toHaveLength(1);
});

test('stream: the second copy of a frame is known by its number, one of an earlier opening by its time', () => {
  const ends = open();
  const [call] = submitCall(ends.c, 1, { kind: 'get_current_height' }).frames;
  expect(hearAtBatcher(ends.b, here(1), call!).reception).toBe('accepted');
  expect(hearAtBatcher(ends.b, here(1), call!)).toMatchObject({ reception: 'duplicate', requests: [] });
  hearAtBatcher(ends.b, here(2), {
    seq: 0,
    opened: toTimeUs(2),
    body: { kind: 'heartbeat', beat: 1, at: toTimeUs(2), marker: toHeight(0) },
  });
  expect(hearAtBatcher(ends.b, here(3), { ...call!, seq: 1 }).reception).toBe('ignored');
});

test('stream: three missing heartbeats lose the bridge, one brings it back', () => {
  const ends = open();
  submitCall(ends.c, 1, { kind: 'get_current_height' });
  const beats = [1, 2, 3, 4].map((s) => beatAtConsensus(ends.c, here(s * 1_000_000)));
  expect(beats.map(({ missed, lost }) => [missed, lost])).toEqual([
    [0, false],
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(beats[3]?.answers.map(({ callId }) => callId)).toEqual([1]);
  expect(submitCall(ends.c, 2, { kind: 'get_current_height' }).answers).toMatchObject([{ callId: 2, answer: { ok: false } }]);
  const [beat] = beatAtBatcher(ends.b, here(5_000_000)).frames;
  expect(hearAtConsensus(ends.c, here(5_000_000), beat!)).toMatchObject({ restored: true });
  expect(submitCall(ends.c, 3, { kind: 'get_current_height' }).frames).toHaveLength(1);
});

test('stream: the transport has bytes in both presets and retries as the preset says', () => {
  const local = createSeedStreamTransport({
    preset: 'local',
    transport: 'seed-stream',
    latencyUs: 50,
    attempts: 1,
    backoffUs: 0,
    backoffMaxUs: 0,
  });
  expect([local.name, local.hasBytes]).toEqual(['seed-stream', true]);
  expect(local.afterFailure(1, { code: 'CommunicationFailure', detail: 'lost' }).kind).toBe('give_up');
});
